import { describe, expect, it } from 'vitest'
import { applyEntry, changesBetween } from '../../shared/domain/reply.ts'
import { moveTo, moveToCustom, type Status, statuses, statusesAfter } from '../../shared/domain/ticket.ts'
import { entryWith, monday, ticketWith } from './given.ts'

const later = '2026-11-24T12:00:00.000Z'
const vendor = { id: 'sts_1', name: 'At the vendor', status: 'hold' } as const
const atVendor = ticketWith({ status: 'hold', statusId: vendor.id, statusName: vendor.name })
const custom = (status: Status) => ({ id: 'sts_2', name: 'Another', status })

describe('a custom status', () => {
  it('may be reached exactly from where the one it behaves as may', () => {
    for (const from of statuses) {
      for (const to of statuses) {
        const step = () => moveToCustom(ticketWith({ status: from }), custom(to), later, 72)
        if (from === 'closed') expect(step).toThrow(expect.objectContaining({ code: 'ticket.closed' }))
        else if (from === to || statusesAfter(from).includes(to)) {
          expect(step()).toMatchObject({ status: to, statusId: 'sts_2', statusName: 'Another' })
        } else expect(step).toThrow(expect.objectContaining({ code: 'ticket.transition' }))
      }
    }
  })

  it('does what the one it behaves as does', () => {
    expect(moveToCustom(ticketWith(), custom('resolved'), later, 72)).toMatchObject({
      resolvedAt: later,
      autoCloseAt: '2026-11-27T12:00:00.000Z',
    })
  })

  it('is left behind with the status it behaves as, and with that alone', () => {
    for (const to of statusesAfter('hold')) {
      expect(moveTo(atVendor, to, later, 72)).not.toHaveProperty('statusId')
      expect(moveTo(atVendor, to, later, 72)).not.toHaveProperty('statusName')
    }
    expect(moveTo(atVendor, 'hold', later, 72)).toBe(atVendor)
  })

  it('is left for the one it behaves as by null', () => {
    const plain = moveToCustom(atVendor, null, later, 72)
    expect(plain.status).toBe('hold')
    expect(plain).not.toHaveProperty('statusId')
  })

  it('is left by a reply that wakes the ticket, kept by a note', () => {
    const reply = entryWith({ at: monday })
    const woken = applyEntry(atVendor, reply, { side: 'client', autoCloseHours: 72 })
    expect(woken.ticket.status).toBe('open')
    expect(woken.ticket).not.toHaveProperty('statusId')
    expect(woken.changes).toEqual([{ field: 'status', from: 'At the vendor (hold)', to: 'open' }])
    const note = entryWith({ at: monday, kind: 'note', visibility: 'internal' })
    expect(applyEntry(atVendor, note, { side: 'agent', autoCloseHours: 72 }).ticket.statusId).toBe('sts_1')
  })

  it('is recorded also where the status it behaves as stays', () => {
    const moved = moveToCustom(ticketWith({ status: 'hold' }), vendor, later, 72)
    expect(changesBetween(ticketWith({ status: 'hold' }), moved)).toEqual([
      { field: 'status', from: 'hold', to: 'At the vendor (hold)' },
    ])
  })
})
