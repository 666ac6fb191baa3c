import type { TestCloud } from '../support/cloud.ts'
import { amara } from './busy-ticket.ts'

export interface WorkedTicket {
  number: number
  /** One that was merged into it. */
  merged: number
  /** One of another client. */
  foreign: number
  /** A note on it that was edited twice. */
  noteId: string
}

/** A ticket with everything beside its timeline: tasks, visits, links, watchers, fields, others around it. */
export async function openWorkedTicket(cloud: TestCloud): Promise<WorkedTicket> {
  const { docket } = cloud
  const clients = (await docket.listClients({ query: { limit: 100 } })).data
  const client = clients.find(({ domains }) => domains.some(domain => amara.address.endsWith(`@${domain}`)))
  const contacts = await docket.listContacts({ params: { id: client?.id ?? '' }, query: { limit: 100 } })
  const contactId = contacts.data.find(({ email }) => email === amara.address)?.id ?? ''
  const assets = await docket.listAssets({ params: { id: client?.id ?? '' }, query: { limit: 100 } })
  const { id: categoryId } = await docket.createCategory({ body: { name: 'Warehouse' } })
  const { id: fieldId } = await docket.createCustomField({ body: { name: 'Dock', type: 'text' } })
  await docket.createStatus({ body: { name: 'Waiting for parts', status: 'hold' } })
  await docket.createTag({ body: { name: 'hardware' } })
  const open = async (subject: string, more: object = {}) => {
    const words = { subject, descriptionText: 'It has been so since this morning.' }
    return (await docket.openTicket({ body: { contactId, ...words, ...more } })).number
  }
  const number = await open('Conveyor 3 stops when it rains', {
    priority: 'high',
    assigneeId: 'agt_alex',
    assetIds: assets.data.slice(0, 1).map(({ id }) => id),
    watchers: [{ email: 'night.shift@nordkap-freight.example', name: 'Night shift' }],
    tags: ['conveyor', 'weather'],
    categoryId,
    customFields: { [fieldId]: 'B4' },
    due: '2026-11-20T16:00:00Z',
    externalReference: 'PO-2026-0077',
  })
  const on = { params: { number } }
  const merged = await open('Conveyor stands still again')
  const parent = await open('Roof of hall 2 leaks')
  const foreign = await docket.openTicket({
    body: {
      clientId: clients.find(({ id }) => id !== client?.id)?.id ?? '',
      ...{ subject: 'Conveyor belt of another company', descriptionText: 'It squeaks.' },
    },
  })
  for (const [title, required] of [
    ['Check the drive for water', true],
    ['Order a cover', false],
    ['Ask the builder about the roof', true],
  ] as const) {
    const task = await docket.createTask({ ...on, body: { title, required } })
    if (title.startsWith('Check')) {
      await docket.changeTask({ params: { number, taskId: task.id }, body: { done: true } })
    }
  }
  await docket.scheduleVisit({
    ...on,
    body: {
      ...{ startAt: '2090-03-01T09:00:00Z', endAt: '2090-03-01T11:30:00Z', location: 'Hall 2, gate B4' },
      note: 'Please switch conveyor 3 off before.',
    },
  })
  await docket.linkTickets({ ...on, body: { number: parent, kind: 'blocked-by' } })
  const write = async (bodyText: string, visibility: 'public' | 'internal' = 'internal') =>
    (await docket.replyToTicket({ ...on, body: { visibility, bodyText, minutesWorked: 15 } })).id
  const noteId = await write('The pasword of the controller is on the lid.')
  for (const bodyText of [
    'The password of the controller is on its lid.',
    'The controller asks for a code.',
  ]) {
    await docket.editEntry({ params: { number, entryId: noteId }, body: { bodyText } })
  }
  await write(
    Array.from({ length: 60 }, (_, line) => `${line + 1}. The log says E${line % 7}.`).join('\n'),
    'public',
  )
  await docket.replyToTicket({
    params: { number: merged },
    body: { visibility: 'public', bodyText: 'We are on it.' },
  })
  await docket.mergeTickets({ params: { number: merged }, body: { into: number } })
  await write('Belt and drive are dry now; the cover is ordered.', 'public')
  await cloud.settle()
  return { number, merged, foreign: foreign.number, noteId }
}
