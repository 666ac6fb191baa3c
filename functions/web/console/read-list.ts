import { DeskError } from '../../../shared/domain/errors.ts'
import type { Density, SavedView, ViewColumn } from '../../../shared/domain/saved-view.ts'
import { readAsset } from '../../../shared/use-cases/assets.ts'
import { categories } from '../../../shared/use-cases/categories.ts'
import { readContact } from '../../../shared/use-cases/contacts.ts'
import { countUsualViews, type UsualCounts } from '../../../shared/use-cases/count-view.ts'
import { customStatuses } from '../../../shared/use-cases/custom-statuses.ts'
import { listTickets, type TicketRow } from '../../../shared/use-cases/list-tickets.ts'
import { listViews } from '../../../shared/use-cases/saved-views.ts'
import type { Visit } from '../door.ts'
import { readCookie, writeCookie } from '../security/cookies.ts'
import type { Option } from '../ui/fields.tsx'
import { agentOptions } from './options.ts'
import { filterOf, type ListRequest, readTaste, writeTaste } from './ticket-filter.ts'

const rowsOnPage = 50
const catalogueMax = 100

/** Why a list shows no rows, besides having none. */
export type ListTrouble = 'tooBroad' | 'staleCursor' | 'backwards'

/** A page of a list of tickets, and what there is to narrow it by. */
export interface ReadList {
  request: ListRequest
  rows: readonly TicketRow[]
  nextCursor: string | null
  trouble?: ListTrouble
  agents: readonly Option[]
  categories: readonly Option[]
  customStatuses: readonly Option[]
  columns: readonly ViewColumn[]
  density: Density
  savedViews: readonly SavedView[]
  counts: UsualCounts
  /** Of the contact and the asset that the list is narrowed to. */
  contactName?: string
  assetName?: string
}

/** One page of a list of tickets, with what its filter offers. */
export async function readList(visit: Visit, request: ListRequest): Promise<ReadList> {
  const { desk, agent } = visit
  const { contactId, assetId, clientId } = request
  const [page, agents, kinds, custom, views, counts, contact, asset] = await Promise.all([
    readPage(visit, request),
    agentOptions(visit),
    categories.list(desk, agent, { limit: catalogueMax }),
    customStatuses.list(desk, agent, { limit: catalogueMax }),
    listViews(desk, agent, { limit: catalogueMax }),
    countUsualViews(desk, agent, clientId),
    contactId === undefined ? undefined : nameOf(readContact(desk, agent, contactId)),
    assetId === undefined ? undefined : nameOf(readAsset(desk, agent, assetId)),
  ])
  return {
    request,
    ...page,
    ...tasteOf(visit, request),
    agents,
    categories: kinds.records.map(({ id, name }) => ({ value: id, label: name })),
    customStatuses: custom.records.map(({ id, name }) => ({ value: id, label: name })),
    savedViews: views.views,
    counts,
    ...(contact === undefined ? {} : { contactName: contact }),
    ...(asset === undefined ? {} : { assetName: asset }),
  }
}

/** The rows alone. */
export async function readPage(
  { desk, agent, view }: Visit,
  request: ListRequest,
): Promise<Pick<ReadList, 'rows' | 'nextCursor' | 'trouble'>> {
  try {
    const filter = filterOf(request, { agentId: agent.id, timeZone: view.timeZone })
    const { tickets, nextCursor } = await listTickets(desk, agent, filter, {
      limit: rowsOnPage,
      ...(request.cursor === undefined ? {} : { cursor: request.cursor }),
    })
    return { rows: tickets, nextCursor }
  } catch (error) {
    const trouble = error instanceof DeskError ? troubleOf(error) : undefined
    if (trouble === undefined) throw error
    return { rows: [], nextCursor: null, trouble }
  }
}

/** The columns and density of a list: the address's, else those chosen last, which are remembered. */
export function tasteOf({ c }: Visit, { columns, density }: ListRequest) {
  const taste = readTaste(readCookie(c, 'lists'))
  const wanted = { columns: columns ?? taste.columns, density: density ?? taste.density }
  if (columns !== undefined || density !== undefined) writeCookie(c, 'lists', writeTaste(wanted))
  return wanted
}

function troubleOf({ code }: DeskError): ListTrouble | undefined {
  switch (code) {
    case 'list.too-broad':
      return 'tooBroad'
    case 'cursor.invalid':
      return 'staleCursor'
    case 'request.invalid':
      return 'backwards'
    default:
      return undefined
  }
}

/** What is not there, or is not the agent's to know, has no name here. */
async function nameOf(reading: Promise<{ name: string }>): Promise<string | undefined> {
  try {
    return (await reading).name
  } catch (error) {
    if (error instanceof DeskError && error.kind === 'missing') return undefined
    throw error
  }
}
