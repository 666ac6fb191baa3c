import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { DeskError } from '../../shared/domain/errors.ts'
import { applyEntry } from '../../shared/domain/reply.ts'
import { moveTo, moveToCustom, type Status, statuses, type Ticket } from '../../shared/domain/ticket.ts'
import { entryWith, monday, ticketWith } from './given.ts'

/** What may happen to a ticket. */
type Command =
  | { do: 'move'; to: Status }
  | { do: 'custom-move'; to: Status }
  | { do: 'client-reply' }
  | { do: 'agent-reply'; to: Status | undefined }
  | { do: 'note' }
  | { do: 'wait'; hours: number }
  | { do: 'sweep' }

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('move' as const), to: fc.constantFrom(...statuses) }),
  fc.record({ do: fc.constant('custom-move' as const), to: fc.constantFrom(...statuses) }),
  fc.record({ do: fc.constant('client-reply' as const) }),
  fc.record({
    do: fc.constant('agent-reply' as const),
    to: fc.constantFrom<Status | undefined>(undefined, ...statuses),
  }),
  fc.record({ do: fc.constant('note' as const) }),
  fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ do: fc.constant('sweep' as const) }),
)

/** The life of a ticket told anew, in hours and with no code of the desk. */
class Model {
  status: Status = 'open'
  customId: string | undefined
  closesAtHour: number | undefined
  entries = 0

  /** Whether the command is allowed; changes nothing when it is not. */
  take(step: Command, hour: number, autoCloseHours: number): boolean {
    switch (step.do) {
      case 'wait':
        return true
      case 'sweep':
        if (this.status === 'resolved' && this.closesAtHour !== undefined && this.closesAtHour <= hour) {
          this.become('closed', hour, autoCloseHours)
        }
        return true
      case 'move':
        return this.become(step.to, hour, autoCloseHours)
      case 'custom-move':
        if (this.status === 'closed' || !this.become(step.to, hour, autoCloseHours)) return false
        this.customId = customOf(step.to).id
        return true
      case 'note':
      case 'agent-reply':
      case 'client-reply': {
        if (this.status === 'closed') return false
        const wakes = step.do === 'client-reply' && (this.status === 'hold' || this.status === 'resolved')
        const asked = step.do === 'agent-reply' ? step.to : undefined
        if (!this.become(wakes ? 'open' : (asked ?? this.status), hour, autoCloseHours)) return false
        this.entries += 1
        return true
      }
    }
  }

  private become(to: Status, hour: number, autoCloseHours: number): boolean {
    if (to === this.status) return true
    if (this.status === 'closed') return false
    if (to === 'closed' && this.status !== 'resolved') return false
    if (this.status === 'resolved' && to !== 'open' && to !== 'closed') return false
    this.status = to
    this.customId = undefined
    this.closesAtHour = to === 'resolved' ? hour + autoCloseHours : undefined
    return true
  }
}

function customOf(status: Status) {
  return { id: `sts_${status}`, name: `Our ${status}`, status }
}

function take(ticket: Ticket, step: Command, at: string, autoCloseHours: number): Ticket {
  const agent = { side: 'agent', autoCloseHours } as const
  switch (step.do) {
    case 'wait':
      return ticket
    case 'sweep':
      return ticket.status === 'resolved' && ticket.autoCloseAt !== undefined && ticket.autoCloseAt <= at
        ? moveTo(ticket, 'closed', at, autoCloseHours)
        : ticket
    case 'move':
      return moveTo(ticket, step.to, at, autoCloseHours)
    case 'custom-move':
      return moveToCustom(ticket, customOf(step.to), at, autoCloseHours)
    case 'note':
      return applyEntry(ticket, entryWith({ at, kind: 'note', visibility: 'internal' }), agent).ticket
    case 'agent-reply':
      return applyEntry(ticket, entryWith({ at }), {
        ...agent,
        ...(step.to === undefined ? {} : { status: step.to }),
      }).ticket
    case 'client-reply':
      return applyEntry(ticket, entryWith({ at }), { side: 'client', autoCloseHours }).ticket
  }
}

it('whatever happens to a ticket, it is what a small model of it is, and closed never reopens', () => {
  fc.assert(
    fc.property(
      fc.array(command, { maxLength: 40 }),
      fc.integer({ min: 1, max: 120 }),
      (steps, autoCloseHours) => {
        const model = new Model()
        let ticket = ticketWith()
        let hour = 0
        for (const step of steps) {
          if (step.do === 'wait') hour += step.hours
          const at = new Date(Date.parse(monday) + hour * 3_600_000).toISOString()
          const before = ticket
          const allowed = model.take(step, hour, autoCloseHours)
          try {
            ticket = take(before, step, at, autoCloseHours)
            expect(allowed).toBe(true)
          } catch (error) {
            if (!(error instanceof DeskError)) throw error
            expect(allowed).toBe(false)
            expect(error.code).toBe(before.status === 'closed' ? 'ticket.closed' : 'ticket.transition')
          }
          expect(ticket.status).toBe(model.status)
          expect(ticket.statusId).toBe(model.customId)
          expect(ticket.version).toBe(1 + model.entries)
          expect(ticket.autoCloseAt).toBe(
            model.closesAtHour === undefined
              ? undefined
              : new Date(Date.parse(monday) + model.closesAtHour * 3_600_000).toISOString(),
          )
          if (before.status === 'closed') expect(ticket).toBe(before)
        }
      },
    ),
    { numRuns: 2_000 },
  )
})
