import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { countList, countUsualViews } from '../../shared/use-cases/count-view.ts'
import { readDashboard } from '../../shared/use-cases/dashboard.ts'
import { keepCounts } from '../../shared/use-cases/keep-counts.ts'
import { listTickets } from '../../shared/use-cases/list-tickets.ts'
import { nameStateOfLists } from '../../shared/use-cases/lists-version.ts'
import { recountTickets } from '../../shared/use-cases/recount-tickets.ts'
import { admin, type TestDesk } from '../support/desk.ts'
import { filledId } from './fill.ts'
import type { Cost, Costs } from './measure.ts'

/** What counting costs, and what is counted for a page. */
export async function measureCounts(
  { desk, changes }: TestDesk,
  count: (act: () => Promise<unknown>) => Promise<Cost>,
  live: number,
): Promise<Costs> {
  await recountTickets(desk)
  const active = ['open', 'working', 'hold'] as const
  const costs: Costs = {
    'counts beside the usual lists': await count(() => countUsualViews(desk, admin)),
    'count of a view, by a counter': await count(() =>
      countList(desk, admin, { status: active, clientId: filledId('clt', 1) }),
    ),
    'count of a view, by one read': await count(() => countList(desk, admin, { priority: 'high' })),
    'count of a view, filtered': await count(() =>
      countList(desk, admin, { status: active, priority: 'high' }),
    ),
    'count of a view, by a tag': await count(() => countList(desk, admin, { tag: 'fill-1' })),
    'board: one column': await count(() => listTickets(desk, admin, { status: ['open'] }, { limit: 20 })),
    'unchanged list polled': await count(() => nameStateOfLists(desk, admin)),
    dashboard: await count(() => readDashboard(desk, admin)),
  }
  await changes()
  await changeTicket(desk, admin, { number: live, changes: { subject: 'Counted alike' } })
  const alike = await changes()
  costs['stream consumer: a change that counts alike'] = await count(() => keepCounts.follow(desk, alike))
  await changeTicket(desk, admin, { number: live, changes: { assigneeId: null } })
  await changeTicket(desk, admin, { number: live - 10, changes: { assigneeId: null } })
  const otherwise = await changes()
  costs['stream consumer: two tickets counted otherwise'] = await count(() =>
    keepCounts.follow(desk, otherwise),
  )
  return costs
}
