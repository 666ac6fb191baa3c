import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statuses } from '../../shared/domain/ticket.ts'
import { wholeTable } from '../support/whole-table.ts'
import { type Api, type Json, makeSite, opened, openTestApi, type Reply, type Site } from './door.ts'

let api: Api
let site: Site
let otherSite: Site
/** Some ticket that is open. */
let other: number
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  otherSite = await makeSite(api)
  other = await opened(api, site)
})
afterAll(() => api.close())

/** Makes what is needed, and answers the request that is to be refused. */
type Attempt = () => Promise<() => Promise<Reply>>

interface Refusal {
  what: string
  attempt: Attempt
  status: number
  code: string
  pointer?: string
}

const ticketIn = async (status: string) => {
  const number = await opened(api, site)
  if (status === 'working' || status === 'hold') await api.patch(`/tickets/${number}`, { status })
  if (status === 'resolved' || status === 'closed') await api.post(`/tickets/${number}/resolve`)
  if (status === 'closed') await api.post(`/tickets/${number}/close`)
  return number
}

const onTicket =
  (status: string, request: (number: number) => Promise<Reply>): Attempt =>
  async () => {
    const number = await ticketIn(status)
    return () => request(number)
  }

const may: Record<string, readonly string[]> = {
  open: ['working', 'hold', 'resolved'],
  working: ['open', 'hold', 'resolved'],
  hold: ['open', 'working', 'resolved'],
  resolved: ['open', 'closed'],
  closed: [],
}

const transitions: Refusal[] = statuses.flatMap(from =>
  statuses
    .filter(to => to !== from && !may[from]?.includes(to))
    .flatMap(to => {
      const refused = { status: 409, code: from === 'closed' ? 'ticket.closed' : 'ticket.transition' }
      const reply = { visibility: 'public', bodyText: 'x', status: to }
      return [
        {
          what: `a PATCH from ${from} to ${to}`,
          attempt: onTicket(from, number => api.patch(`/tickets/${number}`, { status: to })),
          ...refused,
        },
        {
          what: `a reply that moves ${from} to ${to}`,
          attempt: onTicket(from, number => api.post(`/tickets/${number}/replies`, reply)),
          ...refused,
        },
      ]
    }),
)

const closedIsFinal: Refusal[] = (
  [
    ['a new subject', number => api.patch(`/tickets/${number}`, { subject: 'Other' })],
    ['a new assignee', number => api.patch(`/tickets/${number}`, { assigneeId: null, priority: 'low' })],
    ['a watcher', number => api.patch(`/tickets/${number}`, { watchers: [`w@${site.domain}`] })],
    ['a note', number => api.post(`/tickets/${number}/replies`, { visibility: 'internal', bodyText: 'x' })],
    ['resolving', number => api.post(`/tickets/${number}/resolve`)],
    ['reopening', number => api.post(`/tickets/${number}/reopen`)],
    ['merging', number => api.post(`/tickets/${number}/merge`, { into: other })],
    ['splitting', number => api.post(`/tickets/${number}/split`, { entryIds: ['01J'] })],
  ] as [string, (number: number) => Promise<Reply>][]
).map(([what, request]) => ({
  what: `${what} on a closed ticket`,
  attempt: onTicket('closed', request),
  status: 409,
  code: 'ticket.closed',
}))

const merges: Refusal[] = [
  {
    what: 'a merge into itself',
    attempt: onTicket('open', number => api.post(`/tickets/${number}/merge`, { into: number })),
    status: 409,
    code: 'merge.into-itself',
  },
  {
    what: 'a merge into a closed ticket',
    attempt: async () => {
      const [number, into] = [await ticketIn('open'), await ticketIn('closed')]
      return () => api.post(`/tickets/${number}/merge`, { into })
    },
    status: 409,
    code: 'ticket.closed',
  },
  {
    what: 'a merge back into what is merged into it',
    attempt: async () => {
      const [number, into] = [await ticketIn('open'), await ticketIn('open')]
      await api.post(`/tickets/${number}/merge`, { into })
      return () => api.post(`/tickets/${into}/merge`, { into: number })
    },
    status: 409,
    code: 'ticket.merged',
  },
  {
    what: 'a merge into what does not exist',
    attempt: onTicket('open', number => api.post(`/tickets/${number}/merge`, { into: 999_999_999 })),
    status: 400,
    code: 'request.invalid',
    pointer: '/into',
  },
  {
    what: 'the undoing of no merge',
    attempt: onTicket('open', number => api.post(`/tickets/${number}/unmerge`)),
    status: 409,
    code: 'ticket.not-merged',
  },
  {
    what: 'the undoing of a merge within a chain',
    attempt: async () => {
      const [a, b, c] = [await ticketIn('open'), await ticketIn('open'), await ticketIn('open')]
      await api.post(`/tickets/${a}/merge`, { into: b })
      await api.post(`/tickets/${b}/merge`, { into: c })
      return () => api.post(`/tickets/${a}/unmerge`)
    },
    status: 409,
    code: 'merge.chained',
  },
]

const creating = (fields: () => Json): Attempt => {
  return async () => {
    const body = { clientId: site.clientId, subject: 'Printer', descriptionText: 'x', ...fields() }
    return () => api.post('/tickets', body)
  }
}
const changing = (fields: () => Json): Attempt =>
  onTicket('open', number => api.patch(`/tickets/${number}`, fields()))

const foreigners: [string, () => Json, number, string, string][] = [
  [
    'a contact of another client',
    () => ({ contactId: otherSite.contactId }),
    409,
    'contact.other-client',
    '/contactId',
  ],
  ['a contact that does not exist', () => ({ contactId: 'con_none' }), 400, 'request.invalid', '/contactId'],
  [
    'an asset of another client',
    () => ({ assetIds: [otherSite.assetId] }),
    409,
    'asset.other-client',
    '/assetIds/0',
  ],
  ['an asset that does not exist', () => ({ assetIds: ['ast_none'] }), 400, 'request.invalid', '/assetIds/0'],
  ['an agent who does not exist', () => ({ assigneeId: 'agt_none' }), 400, 'request.invalid', '/assigneeId'],
  ['an unknown field', () => ({ __proto: 1 }), 400, 'request.invalid', '/__proto'],
  ['a subject of 501 characters', () => ({ subject: 'x'.repeat(501) }), 400, 'request.invalid', '/subject'],
]
const fields: Refusal[] = foreigners.flatMap(([what, given, status, code, pointer]) => [
  { what: `a new ticket with ${what}`, attempt: creating(given), status, code, pointer },
  { what: `a change to ${what}`, attempt: changing(given), status, code, pointer },
])

const stale: Refusal[] = (
  [
    ['PATCH', '', { subject: 'Other' }],
    ['POST', '/replies', { visibility: 'public', bodyText: 'x' }],
    ['POST', '/resolve', undefined],
    ['POST', '/unmerge', undefined],
  ] as const
).map(([method, path, body]) => ({
  what: `${method} ${path} at a version that is past`,
  attempt: onTicket('open', number =>
    api.call(method, `/tickets/${number}${path}`, { body, headers: { 'If-Match': '"7"' } }),
  ),
  status: 412,
  code: 'version.stale',
}))

const keys: Refusal[] = [
  {
    what: 'an Idempotency-Key with another body',
    attempt: async () => {
      const headers = { 'Idempotency-Key': `key-${api.next()}` }
      const body = { clientId: site.clientId, subject: 'Printer', descriptionText: 'x' }
      await api.post('/tickets', body, { headers })
      return () => api.post('/tickets', { ...body, subject: 'Scanner' }, { headers })
    },
    status: 422,
    code: 'idempotency.other-body',
  },
  {
    what: 'a body larger than 1 MB',
    attempt: async () => () => api.post('/tickets', `"${'x'.repeat(1_000_001)}"`),
    status: 413,
    code: 'request.too-large',
  },
  {
    what: 'what is not JSON',
    attempt: async () => () => api.post('/tickets', '{'),
    status: 400,
    code: 'request.malformed',
  },
]

describe('nothing is written by', () => {
  const refusals = [...transitions, ...closedIsFinal, ...merges, ...fields, ...stale, ...keys]

  it.each(refusals)('$what', async ({ attempt, status, code, pointer }) => {
    const request = await attempt()
    const rows = await wholeTable()
    const reply = await request()
    expect(reply.body).toMatchObject({ status, code, ...(pointer && { errors: [{ pointer }] }) })
    expect(await wholeTable()).toEqual(rows)
  })
})
