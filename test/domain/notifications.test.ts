import { describe, expect, it } from 'vitest'
import {
  mayReceive,
  type Notice,
  noticesOfAgentReply,
  noticesOfAssignment,
  noticesOfClientReply,
  noticesOfNewTicket,
  noticesOfStatus,
} from '../../shared/domain/notifications.ts'
import type { Ticket } from '../../shared/domain/ticket.ts'
import type { Person } from '../../shared/domain/timeline.ts'
import { ticketWith } from './given.ts'

const anna: Person = { kind: 'contact', id: 'con_anna', name: 'Anna', email: 'anna@northwind.example' }
const ben: Person = { kind: 'watcher', name: 'Ben', email: 'ben@northwind.example' }
const dana: Person = { kind: 'agent', id: 'agt_dana', name: 'Dana', email: 'dana@msp.example' }
const watchers = [
  { email: 'ben@northwind.example', name: 'Ben' },
  { email: 'anna@northwind.example', name: 'Anna' },
]
const assigned = { assigneeId: 'agt_dana', assigneeName: 'Dana', assigneeEmail: 'dana@msp.example' }
const settings = { clientNotifications: true, newTicketAddress: 'team@msp.example' }

const told = (notices: Notice[]) => notices.map(({ event, to }) => `${event} ${to.address}`).sort()

describe('a new ticket', () => {
  const facts = { entryId: 'e', by: anna, mayAnswer: true, settings }

  it('is acknowledged, shown to the team, and given to its assignee', () => {
    expect(told(noticesOfNewTicket(ticketWith(assigned), facts))).toEqual([
      'assigned-notice dana@msp.example',
      'new-ticket-notice team@msp.example',
      'ticket-created anna@northwind.example',
    ])
  })

  it('is not acknowledged to whom no answer may go, nor where the desk does not want it', () => {
    expect(told(noticesOfNewTicket(ticketWith(), { ...facts, mayAnswer: false }))).toEqual([
      'new-ticket-notice team@msp.example',
    ])
    const quiet = { clientNotifications: false, newTicketAddress: null }
    expect(noticesOfNewTicket(ticketWith(), { ...facts, settings: quiet })).toEqual([])
  })

  it('is told to nobody twice, even where one address is everything', () => {
    const mine = ticketWith({
      ...assigned,
      contactEmail: 'team@msp.example',
      assigneeEmail: 'team@msp.example',
    })
    expect(told(noticesOfNewTicket(mine, facts))).toEqual(['ticket-created team@msp.example'])
  })
})

describe('a reply', () => {
  const ticket = ticketWith({ ...assigned, watchers })

  it('of an agent reaches contact and watchers, each once, with the entry it carries', () => {
    const notices = noticesOfAgentReply(ticket, 'entry', dana)
    expect(told(notices)).toEqual([
      'public-reply anna@northwind.example',
      'public-reply ben@northwind.example',
    ])
    expect(notices.every(({ entryId, actorName }) => entryId === 'entry' && actorName === 'Dana')).toBe(true)
  })

  it('of an agent who watches does not come back to them', () => {
    const watching = ticketWith({ watchers: [{ email: 'dana@msp.example', name: 'Dana' }] })
    expect(told(noticesOfAgentReply(watching, 'e', dana))).toEqual(['public-reply anna@northwind.example'])
  })

  it('of the contact reaches the watchers and, as a notice, the assignee', () => {
    expect(told(noticesOfClientReply(ticket, 'e', anna, settings))).toEqual([
      'client-reply-notice dana@msp.example',
      'public-reply ben@northwind.example',
    ])
  })

  it('of a watcher reaches the contact and the assignee, not the watcher', () => {
    expect(told(noticesOfClientReply(ticket, 'e', ben, settings))).toEqual([
      'client-reply-notice dana@msp.example',
      'public-reply anna@northwind.example',
    ])
  })

  it('on a ticket that nobody has reaches those who watch the desk', () => {
    const { assigneeId: _id, assigneeName: _name, assigneeEmail: _email, ...unassigned } = ticket
    expect(told(noticesOfClientReply(unassigned, 'e', anna, settings))).toEqual([
      'client-reply-notice team@msp.example',
      'public-reply ben@northwind.example',
    ])
  })

  it('reaches an assignee who watches only once', () => {
    const both = { ...ticket, watchers: [...watchers, { email: 'dana@msp.example', name: 'Dana' }] }
    expect(told(noticesOfClientReply(both, 'e', anna, settings))).toEqual([
      'client-reply-notice dana@msp.example',
      'public-reply ben@northwind.example',
    ])
  })
})

describe('a change of status', () => {
  const before = ticketWith({ status: 'working', watchers })
  const at = (status: Ticket['status']) => ({ ...before, status })

  it('is told to contact and watchers when the ticket is resolved or closed', () => {
    for (const status of ['resolved', 'closed'] as const) {
      expect(told(noticesOfStatus(before, at(status), dana, settings))).toEqual([
        `${status} anna@northwind.example`,
        `${status} ben@northwind.example`,
      ])
    }
  })

  it('is told to nobody when it is any other, or none, or the desk is quiet', () => {
    for (const status of ['open', 'working', 'hold'] as const) {
      expect(noticesOfStatus(before, at(status), dana, settings)).toEqual([])
    }
    expect(noticesOfStatus(at('resolved'), at('resolved'), dana, settings)).toEqual([])
    const quiet = { ...settings, clientNotifications: false }
    expect(noticesOfStatus(before, at('closed'), dana, quiet)).toEqual([])
  })
})

it('an assignment is told to the assignee, unless they took it themselves', () => {
  const ticket = ticketWith(assigned)
  expect(told(noticesOfAssignment(ticket, anna))).toEqual(['assigned-notice dana@msp.example'])
  expect(noticesOfAssignment(ticket, dana)).toEqual([])
  expect(noticesOfAssignment(ticketWith(), dana)).toEqual([])
})

it('no notice ever goes to the desk itself or to an address that nobody reads', () => {
  const never = [
    'support@desk.example',
    'support+t7.abcdefghijklmnopqrstuvwxyz@desk.example',
    'noreply@x.example',
    'no-reply@x.example',
    'no.reply@x.example',
    'no_reply@x.example',
    'donotreply@x.example',
    'do-not-reply@x.example',
    'no-reply+7@x.example',
    'mailer-daemon@x.example',
    'postmaster@x.example',
  ]
  expect(never.filter(address => mayReceive(address, 'desk.example'))).toEqual([])
  const fine = ['anna@northwind.example', 'support@northwind.example', 'noreplyanna@x.example']
  expect(fine.filter(address => !mayReceive(address, 'desk.example'))).toEqual([])
})
