import { describe, expect, it } from 'vitest'
import { applyEntry, changesBetween } from '../../shared/domain/reply.ts'
import { type Status, statuses } from '../../shared/domain/ticket.ts'
import { entryWith, monday, ticketWith } from './given.ts'

const later = '2026-11-23T12:00:00.000Z'
const reply = entryWith({ at: later })
const note = entryWith({ at: later, kind: 'note', visibility: 'internal' })
const client = { side: 'client', autoCloseHours: 72 } as const
const agent = { side: 'agent', autoCloseHours: 72 } as const

describe('a public reply of the client’s side', () => {
  const after: Record<Exclude<Status, 'closed'>, Status> = {
    open: 'open',
    working: 'working',
    hold: 'open',
    resolved: 'open',
  }
  for (const [before, status] of Object.entries(after)) {
    it(`leaves a ticket that is ${before} ${status}`, () => {
      const { ticket, changes } = applyEntry(ticketWith({ status: before as Status }), reply, client)
      expect(ticket.status).toBe(status)
      expect(changes).toEqual(before === status ? [] : [{ field: 'status', from: before, to: status }])
    })
  }

  it('stops the auto-close of a resolved ticket', () => {
    const resolved = ticketWith({ status: 'resolved', resolvedAt: monday, autoCloseAt: later })
    const { ticket } = applyEntry(resolved, reply, client)
    expect(Object.keys(ticket)).not.toContain('autoCloseAt')
    expect(Object.keys(ticket)).not.toContain('resolvedAt')
  })

  it('is remembered as the last reply and never as the first response', () => {
    const { ticket } = applyEntry(ticketWith(), reply, client)
    expect(ticket).toMatchObject({ lastReplyAt: later, lastReplyBy: 'client', updatedAt: later, version: 2 })
    expect(ticket.firstResponseAt).toBeUndefined()
  })
})

describe('an agent’s entry', () => {
  it('leaves the status as it is, whatever it is', () => {
    for (const status of statuses.filter(each => each !== 'closed')) {
      expect(applyEntry(ticketWith({ status }), reply, agent).ticket.status).toBe(status)
    }
  })

  it('is the first response only once', () => {
    const first = applyEntry(ticketWith(), reply, agent).ticket
    expect(first.firstResponseAt).toBe(later)
    const second = applyEntry(first, entryWith({ at: '2026-11-24T00:00:00.000Z' }), agent).ticket
    expect(second.firstResponseAt).toBe(later)
    expect(second.lastReplyAt).toBe('2026-11-24T00:00:00.000Z')
  })

  it('moves the ticket in the same step when asked to', () => {
    const { ticket, changes } = applyEntry(ticketWith(), reply, { ...agent, status: 'resolved' })
    expect(ticket).toMatchObject({ status: 'resolved', autoCloseAt: '2026-11-26T12:00:00.000Z' })
    expect(changes).toEqual([{ field: 'status', from: 'open', to: 'resolved' }])
  })

  it('that is a note counts time but is no reply and no response', () => {
    const { ticket } = applyEntry(ticketWith({ minutesWorked: 10 }), { ...note, minutesWorked: 5 }, agent)
    expect(ticket.minutesWorked).toBe(15)
    expect(ticket.lastReplyAt).toBeUndefined()
    expect(ticket.firstResponseAt).toBeUndefined()
  })

  it('cannot take a step that is not allowed', () => {
    expect(() => applyEntry(ticketWith(), reply, { ...agent, status: 'closed' })).toThrow(
      expect.objectContaining({ code: 'ticket.transition' }),
    )
  })
})

it('a closed ticket takes no entry from anyone', () => {
  const closed = ticketWith({ status: 'closed', closedAt: monday })
  for (const entry of [reply, note]) {
    for (const facts of [agent, client]) {
      expect(() => applyEntry(closed, entry, facts)).toThrow(
        expect.objectContaining({ code: 'ticket.closed' }),
      )
    }
  }
})

it('changes are listed field by field, in words, and only where something changed', () => {
  const before = ticketWith({ tags: ['a'] })
  expect(changesBetween(before, before)).toEqual([])
  const after = ticketWith({ tags: ['a', 'b'], assigneeName: 'Dana', priority: 'high', billable: false })
  expect(changesBetween(before, after)).toEqual([
    { field: 'priority', from: 'medium', to: 'high' },
    { field: 'assignee', from: null, to: 'Dana' },
    { field: 'tags', from: 'a', to: 'a, b' },
    { field: 'billable', from: 'true', to: 'false' },
  ])
})
