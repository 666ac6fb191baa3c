import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ticket } from '../../shared/domain/ticket.ts'
import { signedTicketSorts } from '../../shared/domain/ticket-sort.ts'
import type { TicketFilter } from '../../shared/store/ticket-filter.ts'
import { listTickets } from '../../shared/store/ticket-lists.ts'
import { createTicket, type TicketRow } from '../../shared/store/tickets.ts'
import { openTestDesk, type TestDesk } from '../support/desk.ts'
import { indexTicket } from '../support/word-index.ts'
import { anyFilter, anyTicket, isIn, isOrdered, onesAndPairs } from './list-model.ts'

const ticketCount = 160
const seed = 20_261_125

describe.each([{ shards: ['0'] }, { shards: ['0', '1', '2', '3'] }])(
  'a desk with lists in $shards.length shards',
  ({ shards }) => {
    let test: TestDesk
    let tickets: Ticket[]
    beforeAll(async () => {
      test = await openTestDesk()
      tickets = fc
        .sample(anyTicket, { numRuns: ticketCount, seed })
        .map((ticket, index) => ({ ...ticket, number: index + 1 }))
      await Promise.all(tickets.map(ticket => test.desk.table.commit(createTicket(ticket, shards))))
      await Promise.all(tickets.map(({ number }) => indexTicket(test, number)))
    })
    afterAll(() => test.close())

    it('has every ticket in its list of all', async () => {
      expect((await readAll({}, [50])).map(({ number }) => number)).toEqual(
        tickets.map(({ number }) => number).reverse(),
      )
    })

    it.each(onesAndPairs)(
      'lists by %s what that asks for, in its order, whatever the pages',
      async (_name, filter) => {
        for (const each of fc.sample(filter, { numRuns: 3, seed })) await holds(each, [7, 50])
      },
    )

    it('lists by anything together what that asks for, in its order, whatever the pages', async () => {
      const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 })
      await fc.assert(
        fc.asyncProperty(anyFilter, sizes, async (filter, limits) => holds(filter, limits)),
        { numRuns: 150, seed, endOnFailure: true },
      )
    })

    it.each(signedTicketSorts)('sorts by %s the lists of every status and client', async sort => {
      for (const status of ['open', 'closed'] as const) await holds({ sort, status: [status] }, [9])
      for (const clientId of ['clt_a', 'clt_b'])
        await holds({ sort, clientId, status: ['open', 'hold'] }, [9])
    })

    async function holds(filter: TicketFilter, limits: readonly number[]): Promise<void> {
      const rows = await readAll(filter, limits)
      const expected = tickets.filter(isIn(filter)).map(({ number }) => number)
      expect({ filter, numbers: sortedNumbers(rows) }).toEqual({ filter, numbers: expected })
      expect({ filter, rows, ordered: isOrdered(filter, rows) }).toEqual({ filter, rows, ordered: true })
    }

    /** All pages, of the sizes given in turn. */
    async function readAll(filter: TicketFilter, limits: readonly number[]): Promise<TicketRow[]> {
      const rows: TicketRow[] = []
      let after: Record<string, unknown> | undefined
      for (let page = 0; page < 400; page += 1) {
        const limit = limits[page % limits.length] ?? 1
        const request = {
          limit,
          ...(after === undefined ? {} : { after: JSON.parse(JSON.stringify(after)) }),
        }
        const answer = await listTickets(test.desk.table, filter, request, shards)
        expect(answer.rows.length).toBeLessThanOrEqual(limit)
        rows.push(...answer.rows)
        after = answer.next
        if (after === undefined) return rows
      }
      throw new Error(`No end of ${JSON.stringify(filter)}`)
    }
  },
)

function sortedNumbers(rows: readonly TicketRow[]): number[] {
  return rows.map(({ number }) => number).sort((a, b) => a - b)
}
