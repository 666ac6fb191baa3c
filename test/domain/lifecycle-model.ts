import * as fc from 'fast-check'
import type { ErrorCode } from '../../shared/domain/errors.ts'
import { type Status, statuses } from '../../shared/domain/ticket.ts'

/** What may happen to a ticket. */
export type Command =
  | { do: 'move'; to: Status }
  /** To the custom status that behaves as one of the five; null leaves the one it is in. */
  | { do: 'custom-move'; to: Status | null }
  | { do: 'client-reply' }
  | { do: 'agent-reply'; to: Status | undefined }
  | { do: 'note' }
  | { do: 'add-task'; required: boolean }
  | { do: 'tick'; task: number }
  | { do: 'drop-task'; task: number }
  | { do: 'wait'; hours: number }
  | { do: 'sweep' }

const task = fc.integer({ min: 0, max: 3 })

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move' as const), to: fc.constantFrom(...statuses) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('custom-move' as const),
      to: fc.constantFrom<Status | null>(null, ...statuses),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('client-reply' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('agent-reply' as const),
      to: fc.constantFrom<Status | undefined>(undefined, ...statuses),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('note' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add-task' as const), required: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tick' as const), task }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop-task' as const), task }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 100 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
)

/** The life of a ticket told anew, in hours and with no code of the desk. */
export class Model {
  status: Status = 'open'
  /** The one of the five that its custom status behaves as; undefined where it is in none. */
  custom: Status | undefined
  closesAtHour: number | undefined
  entries = 0
  readonly tasks: { required: boolean; done: boolean }[] = []
  readonly #autoCloseHours: number

  constructor(autoCloseHours: number) {
    this.#autoCloseHours = autoCloseHours
  }

  /** Tasks that are not done, and those of them that are required. */
  open(): [number, number] {
    const open = this.tasks.filter(({ done }) => !done)
    return [open.length, open.filter(({ required }) => required).length]
  }

  /** Why the command is refused, changing nothing; undefined where it is done. */
  take(step: Command, hour: number): ErrorCode | undefined {
    switch (step.do) {
      case 'wait':
        return undefined
      case 'sweep':
        if (this.status === 'resolved' && this.closesAtHour !== undefined && this.closesAtHour <= hour) {
          this.#become('closed', hour)
        }
        return undefined
      case 'move':
        return this.#become(step.to, hour)
      case 'custom-move': {
        if (this.status === 'closed') return 'ticket.closed'
        const refusal = step.to === null ? undefined : this.#become(step.to, hour)
        if (refusal === undefined) this.custom = step.to ?? undefined
        return refusal
      }
      case 'add-task':
        if (this.status === 'closed') return 'ticket.closed'
        this.tasks.push({ required: step.required, done: false })
        return undefined
      case 'tick': {
        if (this.status === 'closed') return 'ticket.closed'
        const task = this.tasks[step.task]
        if (task !== undefined) task.done = !task.done
        return undefined
      }
      case 'drop-task':
        if (this.status === 'closed') return 'ticket.closed'
        this.tasks.splice(step.task, 1)
        return undefined
      case 'note':
      case 'agent-reply':
      case 'client-reply': {
        if (this.status === 'closed') return 'ticket.closed'
        const wakes = step.do === 'client-reply' && (this.status === 'hold' || this.status === 'resolved')
        const asked = step.do === 'agent-reply' ? step.to : undefined
        const refusal = this.#become(wakes ? 'open' : (asked ?? this.status), hour)
        if (refusal === undefined) this.entries += 1
        return refusal
      }
    }
  }

  #become(to: Status, hour: number): ErrorCode | undefined {
    if (to === this.status) return undefined
    if (this.status === 'closed') return 'ticket.closed'
    if (to === 'closed' && this.status !== 'resolved') return 'ticket.transition'
    if (this.status === 'resolved' && to !== 'open' && to !== 'closed') return 'ticket.transition'
    if (to === 'resolved' && this.open()[1] > 0) return 'ticket.tasks-open'
    this.status = to
    this.custom = undefined
    this.closesAtHour = to === 'resolved' ? hour + this.#autoCloseHours : undefined
    return undefined
  }
}
