import { describe, expect, it } from 'vitest'
import {
  moveTo,
  publicRecipients,
  referenceOf,
  type Status,
  statusAfterClientReply,
  statuses,
  statusesAfter,
} from '../../shared/domain/ticket.ts'
import { monday, ticketWith } from './given.ts'

const later = '2026-11-23T12:00:00.000Z'
const threeDaysLater = '2026-11-26T12:00:00.000Z'

/** product.md 3.1 as a table: from the row, to the column. */
const table: Record<Status, Record<Status, 'stays' | 'moves' | 'ticket.transition' | 'ticket.closed'>> = {
  open: { open: 'stays', working: 'moves', hold: 'moves', resolved: 'moves', closed: 'ticket.transition' },
  working: { open: 'moves', working: 'stays', hold: 'moves', resolved: 'moves', closed: 'ticket.transition' },
  hold: { open: 'moves', working: 'moves', hold: 'stays', resolved: 'moves', closed: 'ticket.transition' },
  resolved: {
    open: 'moves',
    working: 'ticket.transition',
    hold: 'ticket.transition',
    resolved: 'stays',
    closed: 'moves',
  },
  closed: {
    open: 'ticket.closed',
    working: 'ticket.closed',
    hold: 'ticket.closed',
    resolved: 'ticket.closed',
    closed: 'stays',
  },
}

function ticketIn(status: Status) {
  return ticketWith({
    status,
    ...(status === 'resolved' ? { resolvedAt: monday, autoCloseAt: threeDaysLater } : {}),
    ...(status === 'closed' ? { resolvedAt: monday, closedAt: monday } : {}),
  })
}

describe('the status machine', () => {
  for (const from of statuses) {
    for (const to of statuses) {
      it(`${from} → ${to}: ${table[from][to]}`, () => {
        const before = ticketIn(from)
        const expected = table[from][to]
        if (expected === 'stays') expect(moveTo(before, to, later, 72)).toBe(before)
        else if (expected === 'moves') expect(moveTo(before, to, later, 72).status).toBe(to)
        else expect(() => moveTo(before, to, later, 72)).toThrow(expect.objectContaining({ code: expected }))
        expect(statusesAfter(from).includes(to)).toBe(expected === 'moves')
      })
    }
  }

  it('gives a resolved ticket its own time to close, counted from that moment', () => {
    expect(moveTo(ticketIn('working'), 'resolved', later, 72)).toMatchObject({
      resolvedAt: later,
      autoCloseAt: threeDaysLater,
    })
    expect(moveTo(ticketIn('open'), 'resolved', later, 8760).autoCloseAt).toBe('2027-11-23T12:00:00.000Z')
  })

  it('forgets both times when a resolved ticket is opened again', () => {
    const opened = moveTo(ticketIn('resolved'), 'open', later, 72)
    expect(Object.keys(opened)).not.toContain('resolvedAt')
    expect(Object.keys(opened)).not.toContain('autoCloseAt')
  })

  it('keeps when a closed ticket was resolved, and has nothing left that falls due', () => {
    const closed = moveTo(ticketIn('resolved'), 'closed', later, 72)
    expect(closed).toMatchObject({ resolvedAt: monday, closedAt: later })
    expect(Object.keys(closed)).not.toContain('autoCloseAt')
  })

  it('does not change the ticket it is given', () => {
    const before = Object.freeze(ticketIn('resolved'))
    moveTo(before, 'open', later, 72)
    expect(before).toEqual(ticketIn('resolved'))
  })

  it('wakes what waited when the client’s side replies, and nothing else', () => {
    expect(Object.fromEntries(statuses.map(status => [status, statusAfterClientReply(status)]))).toEqual({
      open: 'open',
      working: 'working',
      hold: 'open',
      resolved: 'open',
      closed: 'closed',
    })
  })
})

describe('the people of a ticket', () => {
  const ben = { email: 'ben@northwind.example', name: 'Ben' }
  const watched = ticketWith({
    watchers: [ben, { email: 'anna@northwind.example', name: 'Anna again' }, ben],
  })

  it('lists everyone who gets a public update once', () => {
    expect(publicRecipients(watched).map(({ email }) => email)).toEqual([
      'anna@northwind.example',
      'ben@northwind.example',
    ])
  })

  it('leaves the author out', () => {
    expect(publicRecipients(watched, { email: 'anna@northwind.example' })).toEqual([ben])
    expect(publicRecipients(watched, ben).map(({ email }) => email)).toEqual(['anna@northwind.example'])
  })

  it('has nobody to tell where there is no contact and no watcher', () => {
    const { contactEmail: _contact, ...nobodys } = ticketWith()
    expect(publicRecipients(nobodys)).toEqual([])
  })

  it('is named by the prefix it was opened under', () => {
    expect(referenceOf({ prefix: 'ACME-', number: 1042 })).toBe('ACME-1042')
  })
})
