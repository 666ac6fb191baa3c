import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../shared/contract/api.ts'
import { type ForeignIds, type Id, makeForeignIds } from './authorization/foreign-ids.ts'
import { idFieldsOf } from './authorization/id-fields.ts'
import { ask, type PreparedCall, prepare, rowOf } from './authorization/prepared-call.ts'
import { answerOf, noCase, readTable } from './authorization/read-table.ts'
import { type Api, type Json, made, makeSite, openTestApi, type Reply, type Site } from './door.ts'

const table = readTable('ids.md', ['operation', 'field', 'of', 'absent', 'all', 'own'])
type Line = (typeof table)[number]

/** Fields that a body cannot do without, though each of them can be left out. */
const neededBesides: Record<string, string[]> = {
  openTicket: ['clientId', 'subject', 'descriptionText'],
  replyToTicket: ['bodyText'],
  changeManyTickets: ['set'],
  'changeManyTickets /mergeInto': [],
  editEntry: ['bodyText'],
  createTicketTemplate: ['descriptionText'],
}

/** What a body has to say for the field to be taken. */
const otherwise: Record<string, Json> = { 'releaseFromQuarantine /number': { as: 'reply' } }

let api: Api
let site: Site
let own: string
let foreign: Record<string, ForeignIds>
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  const otherSite = await makeSite(api)
  own = (await api.makeKey(['*'], [site.clientId])).secret
  const clientKey = (await api.makeKey(['*'], [otherSite.clientId])).secret
  foreign = await makeForeignIds(api, { site: otherSite, ownSite: site, clientKey })
})
afterAll(() => api.close())

it('the table names every field that takes an id exactly once', () => {
  expect(table.map(({ operation, field }) => `${operation} ${field}`).sort()).toEqual(
    operations.flatMap(operation => idFieldsOf(operation).map(field => `${operation.id} ${field}`)).sort(),
  )
})

describe('an id in', () => {
  it.each(table)('$operation $field', async line => {
    const { absent, others, hidden } = idsOf(line)
    const call = await prepareFor(line)
    const none = await askWith(call, line, absent, own)
    expectAnswer(none, line.own)
    for (const id of [...others, ...hidden, ...(await notesOf(line, call))]) {
      expect([id, seen(await askWith(call, line, id, own), id)]).toEqual([id, seen(none, absent)])
    }
    expectAnswer(await askWith(await prepareFor(line), line, absent, api.secret), line.absent)
    if (line.all === noCase) return
    expect(others).not.toEqual([])
    for (const id of others) {
      expectAnswer(await askWith(await prepareFor(line), line, id, api.secret), line.all)
    }
  })
})

function idsOf({ of }: Line): ForeignIds {
  const found = foreign[of]
  if (found === undefined) throw new Error(`Nobody made ids of ${of}`)
  return found
}

/** The call with no more in its body than it needs. */
async function prepareFor({ operation, field }: Line): Promise<PreparedCall> {
  // A reply can only be overtaken by another.
  const at = rowOf(operation === 'replyToTicket' ? 'readTimeline' : operation).at
  const { body, ...call } = await prepare(api, site, operation, at)
  if (body === undefined) return call
  const shape = call.operation.body?.shape ?? {}
  const needed = neededBesides[`${operation} ${field}`] ?? neededBesides[operation]
  const isNeeded = (name: string) => !shape[name]?.safeParse(undefined).success || needed?.includes(name)
  const fields = Object.entries(body).filter(([name]) => isNeeded(name))
  return { ...call, body: { ...Object.fromEntries(fields), ...otherwise[`${operation} ${field}`] } }
}

/** An entry of the ticket itself that a client's key is not shown. */
async function notesOf({ of }: Line, { params: { number } }: PreparedCall): Promise<Id[]> {
  if (of !== 'entry') return []
  return [await made(api, `/tickets/${number}/replies`, { visibility: 'internal', bodyText: 'Between us.' })]
}

async function askWith(call: PreparedCall, { field }: Line, id: Id, key: string): Promise<Reply> {
  const [place, ...path] = [field.charAt(0), ...field.slice(1).split('/')]
  switch (place) {
    case '{':
      return await ask(api, { ...call, params: { ...call.params, [field.slice(1, -1)]: id } }, key)
    case '?':
      return await ask(api, { ...call, query: `limit=1&${field.slice(1)}=${id}` }, key)
    default:
      return await ask(api, { ...call, body: withId(call.body ?? {}, path, id) }, key)
  }
}

function withId(body: Json, [name = '', next, ...rest]: string[], id: Id): Json {
  if (next === undefined) return { ...body, [name]: id }
  if (next !== '*') return { ...body, [name]: withId(innerOf(body[name]), [next, ...rest], id) }
  if (rest.length > 0) {
    const [first] = Array.isArray(body[name]) ? body[name] : []
    return { ...body, [name]: [withId(innerOf(first), rest, id)] }
  }
  return { ...body, [name]: name === 'customFields' ? { [id]: 'B4' } : [id] }
}

/** What stands beside the field in a list that the body cannot do without; elsewhere the field stands alone. */
function innerOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && 'number' in value ? { ...value } : {}
}

/** Of a bulk change what came of its one ticket. */
function expectAnswer(reply: Reply, cell: string): void {
  const { results } = reply.body
  const answer = Array.isArray(results) ? `${reply.status} ${results[0].code ?? 'done'}` : answerOf(reply)
  expect({ answer, raw: reply.raw }).toMatchObject({ answer: cell })
}

/** The answer without what is each request's own, and without the id that was asked for. */
function seen({ status, raw }: Reply, id: Id): [number, string] {
  const asked = typeof id === 'number' ? `"number":${id},` : id
  return [status, raw.replace(/,"requestId":"[\w-]+"/, '').replaceAll(asked, '')]
}
