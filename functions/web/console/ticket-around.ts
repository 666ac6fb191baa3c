import type { CustomField, CustomStatus } from '../../../shared/domain/catalogue.ts'
import type { Asset, Contact } from '../../../shared/domain/people.ts'
import type { Task } from '../../../shared/domain/task.ts'
import type { Status, Ticket } from '../../../shared/domain/ticket.ts'
import type { Visit as ScheduledVisit } from '../../../shared/domain/visit.ts'
import { listAssets } from '../../../shared/use-cases/assets.ts'
import { categories } from '../../../shared/use-cases/categories.ts'
import { customFields } from '../../../shared/use-cases/custom-fields.ts'
import { customStatuses } from '../../../shared/use-cases/custom-statuses.ts'
import { listTickets, type TicketRow } from '../../../shared/use-cases/list-tickets.ts'
import { readKnownTickets } from '../../../shared/use-cases/read-known-tickets.ts'
import { readRelatedToTickets } from '../../../shared/use-cases/related-to-tickets.ts'
import { tags } from '../../../shared/use-cases/tags.ts'
import { listTasks } from '../../../shared/use-cases/tasks.ts'
import { listVisits } from '../../../shared/use-cases/visits.ts'
import type { Visit } from '../door.ts'
import type { Option } from '../ui/fields.tsx'
import { mayWriteTickets } from '../ui/view.ts'
import { contactOptions } from './options.ts'

/** The parts of the panel whose forms need more than the ticket to be drawn: drawn when asked for. */
export const editedParts = ['contact', 'assets', 'details'] as const
export type EditedPart = (typeof editedParts)[number]

/** What belongs to a ticket's page besides the ticket and its timeline. */
export interface Around {
  contact: Contact | undefined
  tasks: readonly Task[]
  visits: readonly ScheduledVisit[]
  /** Those it names that the agent may know, by their numbers. */
  known: ReadonlyMap<number, Pick<Ticket, 'number' | 'prefix' | 'subject' | 'status' | 'statusName'>>
  /** Other open tickets of the client, those of the same contact first. */
  others: readonly TicketRow[]
  statuses: readonly CustomStatus[]
  proposedTags: readonly string[]
  fields: readonly CustomField[]
  edited: { part: EditedPart; options: readonly Option[]; assets: readonly Asset[] } | undefined
}

const othersShown = 5
const othersRead = 25
/** Of a catalogue that is offered in the panel. */
const offeredMax = 100
const open: Status[] = ['open', 'working', 'hold']

/** Reads it all side by side; what a ticket has none of is not asked for. */
export async function readAround(
  visit: Visit,
  ticket: Ticket,
  part: EditedPart | undefined,
): Promise<Around> {
  const { desk, agent, view } = visit
  const { number } = ticket
  const changeable = mayWriteTickets(view) && ticket.status !== 'closed'
  const page = { limit: offeredMax }
  const relating = {
    clientId: null,
    contactId: ticket.contactId ?? null,
    assigneeId: null,
  }
  const [related, tasks, visits, known, others, statuses, proposed, fields, edited] = await Promise.all([
    readRelatedToTickets(desk, agent, [relating], ['contact']),
    ticket.tasksOpen === undefined ? [] : listTasks(desk, agent, number),
    listVisits(desk, agent, number),
    readKnownTickets(desk, agent, numbersOn(ticket)),
    readOthers(visit, ticket),
    changeable ? customStatuses.list(desk, agent, page) : { records: [] },
    changeable ? tags.list(desk, agent, page) : { records: [] },
    ticket.customFields === undefined && part !== 'details'
      ? { records: [] }
      : customFields.list(desk, agent, page),
    changeable && part !== undefined ? readEdited(visit, ticket, part) : undefined,
  ])
  return {
    contact: related(relating).contact,
    tasks,
    visits,
    known,
    others,
    statuses: statuses.records,
    proposedTags: proposed.records.map(({ name }) => name),
    fields: fields.records,
    edited,
  }
}

function numbersOn({
  links = [],
  followUpOf,
  mergedInto,
  mergedFrom = [],
  splitInto = [],
}: Ticket): number[] {
  const one = [followUpOf, mergedInto].filter(number => number !== undefined)
  return [...links.map(({ number }) => number), ...one, ...mergedFrom, ...splitInto]
}

async function readOthers({ desk, agent }: Visit, ticket: Ticket): Promise<TicketRow[]> {
  const { clientId, contactId } = ticket
  if (clientId === undefined) return []
  const { tickets } = await listTickets(desk, agent, { clientId, status: open }, { limit: othersRead })
  const others = tickets.filter(({ number }) => number !== ticket.number)
  const isOfContact = (row: TicketRow) => contactId !== undefined && row.contactId === contactId
  return [...others.filter(isOfContact), ...others.filter(row => !isOfContact(row))].slice(0, othersShown)
}

async function readEdited(visit: Visit, { clientId, categoryId, categoryName }: Ticket, part: EditedPart) {
  const { desk, agent } = visit
  switch (part) {
    case 'contact':
      return {
        part,
        options: clientId === undefined ? [] : await contactOptions(visit, clientId),
        assets: [],
      }
    case 'assets':
      return {
        part,
        options: [],
        assets:
          clientId === undefined
            ? []
            : (await listAssets(desk, agent, clientId, { limit: offeredMax })).assets,
      }
    case 'details': {
      const { records } = await categories.list(desk, agent, { limit: offeredMax })
      const offered = records.filter(({ id, active }) => active || id === categoryId)
      const isGone = categoryId !== undefined && !offered.some(({ id }) => id === categoryId)
      return {
        part,
        options: [
          ...offered.map(({ id, name }) => ({ value: id, label: name })),
          ...(isGone ? [{ value: categoryId, label: categoryName ?? categoryId }] : []),
        ],
        assets: [],
      }
    }
  }
}
