import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergedFromMax, mergeTickets, undoMerge } from '../../shared/domain/merge.ts'
import { blankTicket, publicRecipients, type Ticket, watchersMax } from '../../shared/domain/ticket.ts'

const at = '2026-11-25T10:00:00.000Z'
const later = '2026-11-25T11:00:00.000Z'

function ticket(number: number, more: Partial<Ticket> = {}): Ticket {
  const settings = { ticketPrefix: 'TCK-', defaultBillable: true }
  return { ...blankTicket({ number, subject: 'Printer', source: 'api', at, settings }), ...more }
}

const watcher = (email: string) => ({ email, name: '' })
const unversioned = ({ version: _version, updatedAt: _updated, ...rest }: Ticket) => rest

describe('a merge', () => {
  it('closes the source and lets its people watch the target, each address once', () => {
    const source = ticket(1, {
      contactEmail: 'anna@a.example',
      contactName: 'Anna',
      watchers: [watcher('ben@a.example'), watcher('carla@a.example')],
      minutesWorked: 20,
    })
    const target = ticket(2, {
      contactEmail: 'carla@a.example',
      watchers: [watcher('dora@a.example')],
      minutesWorked: 5,
    })
    const merged = mergeTickets({ source, target }, { earlier: [], at: later })
    expect(merged.source).toMatchObject({ status: 'closed', closedAt: later, mergedInto: 2, version: 2 })
    expect(publicRecipients(merged.target).map(({ email }) => email)).toEqual([
      'carla@a.example',
      'dora@a.example',
      'anna@a.example',
      'ben@a.example',
    ])
    expect(merged.target).toMatchObject({ status: 'open', mergedFrom: [1], minutesWorked: 25, version: 2 })
  })

  it('does not let a resolved source close by itself', () => {
    const source = ticket(1, { status: 'resolved', resolvedAt: at, autoCloseAt: later })
    const merged = mergeTickets({ source, target: ticket(2) }, { earlier: [], at: later })
    expect(merged.source.autoCloseAt).toBeUndefined()
    expect(merged.source.resolvedAt).toBe(at)
  })

  const closed = ticket(3, { status: 'closed', closedAt: at })
  const merged = ticket(4, { status: 'closed', closedAt: at, mergedInto: 9 })
  it.each([
    ['into itself', ticket(1), ticket(1), 'merge.into-itself'],
    ['of a closed ticket', closed, ticket(2), 'ticket.closed'],
    ['into a closed ticket', ticket(1), closed, 'ticket.closed'],
    ['of a merged ticket', merged, ticket(2), 'ticket.merged'],
    ['into a merged ticket', ticket(1), merged, 'ticket.merged'],
    [
      'beyond so many merged tickets',
      ticket(1),
      ticket(2, { mergedFrom: Array.from({ length: mergedFromMax }, (_, index) => 100 + index) }),
      'merge.too-many',
    ],
    [
      'beyond so many watchers',
      ticket(1, { contactEmail: 'anna@a.example' }),
      ticket(2, { watchers: Array.from({ length: watchersMax }, (_, n) => watcher(`w${n}@a.example`)) }),
      'merge.too-many',
    ],
  ])('%s is refused', (_what, source, target, code) => {
    expect(() => mergeTickets({ source, target }, { earlier: [], at })).toThrow(
      expect.objectContaining({ code }),
    )
  })
})

describe('the undoing of a merge', () => {
  it('of what is not merged is refused', () => {
    const undo = () => undoMerge({ source: ticket(1), target: ticket(1) }, { others: [], at })
    expect(undo).toThrow(expect.objectContaining({ code: 'ticket.not-merged' }))
  })

  it('within a chain begins at its end', () => {
    const first = mergeTickets({ source: ticket(1), target: ticket(2) }, { earlier: [], at })
    const second = mergeTickets({ source: first.target, target: ticket(3) }, { earlier: [], at })
    expect(second.target.mergedFrom).toEqual([2, 1])
    const undo = () => undoMerge({ source: first.source, target: second.source }, { others: [], at })
    expect(undo).toThrow(expect.objectContaining({ code: 'merge.chained' }))
    const back = undoMerge({ source: second.source, target: second.target }, { others: [], at })
    expect(back.target.mergedFrom).toBeUndefined()
    expect(unversioned(back.source)).toEqual(unversioned(first.target))
  })

  it('leaves who watches because of another merge too', () => {
    const anna = { contactEmail: 'anna@a.example' }
    const first = mergeTickets({ source: ticket(1, anna), target: ticket(9) }, { earlier: [], at })
    const second = mergeTickets(
      { source: ticket(2, anna), target: first.target },
      { earlier: [first.source], at },
    )
    const one = undoMerge({ source: first.source, target: second.target }, { others: [second.source], at })
    expect(one.target.watchers).toEqual([{ email: 'anna@a.example', name: '' }])
    const none = undoMerge({ source: second.source, target: one.target }, { others: [], at })
    expect(none.target.watchers).toEqual([])
  })

  it('in whatever order gives every ticket back as it was', () => {
    const email = fc.constantFrom('a@a.example', 'b@a.example', 'c@a.example', 'd@a.example')
    const facts = fc.record({
      contactEmail: fc.option(email, { nil: undefined }),
      watchers: fc.uniqueArray(email, { maxLength: 3 }),
      minutesWorked: fc.nat(100),
      resolved: fc.boolean(),
    })
    const sources = fc.array(facts, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(facts, sources, fc.infiniteStream(fc.nat()), (targetFacts, all, picks) => {
        const build = (
          number: number,
          { contactEmail, watchers, minutesWorked, resolved }: typeof targetFacts,
        ) =>
          ticket(number, {
            ...(contactEmail === undefined ? {} : { contactEmail }),
            watchers: watchers.filter(address => address !== contactEmail).map(watcher),
            minutesWorked,
            ...(resolved ? { status: 'resolved' as const, resolvedAt: at, autoCloseAt: later } : {}),
          })
        const before = build(100, targetFacts)
        let target = before
        const originals = new Map<number, Ticket>()
        const merged = new Map<number, Ticket>()
        for (const [index, each] of all.entries()) {
          const source = build(index + 1, each)
          originals.set(source.number, source)
          const result = mergeTickets({ source, target }, { earlier: [...merged.values()], at: later })
          merged.set(source.number, result.source)
          target = result.target
        }
        while (merged.size > 0) {
          const numbers = [...merged.keys()]
          const number = numbers[(picks.next().value ?? 0) % numbers.length] ?? 0
          const source = merged.get(number)
          if (source === undefined) throw new Error('no source')
          merged.delete(number)
          const result = undoMerge({ source, target }, { others: [...merged.values()], at: later })
          const original = originals.get(number)
          expect(unversioned(result.source)).toEqual(original && unversioned(original))
          target = result.target
        }
        expect(unversioned(target)).toEqual(unversioned(before))
      }),
      { numRuns: 500 },
    )
  })
})
