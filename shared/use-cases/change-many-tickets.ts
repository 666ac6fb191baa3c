import { type Actor, assertMay, personOf } from '../domain/actor.ts'
import { DeskError, type ErrorCode, invalid } from '../domain/errors.ts'
import { noticesOfAgentReply, noticesOfAssignment, noticesOfStatus } from '../domain/notifications.ts'
import { applyEntry, changesBetween } from '../domain/reply.ts'
import type { Settings } from '../domain/settings.ts'
import { assertNotClosed, moveTo, type Ticket, tagsMax } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { bodyOf } from '../mail/body.ts'
import type { Desk } from '../runtime/desk.ts'
import { claimRequest, readRequest } from '../store/requests.ts'
import { readSettings } from '../store/settings.ts'
import { saveTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { applyChanges, type TicketChanges } from './change-ticket.ts'
import { activityOf, queueNotices } from './effect.ts'
import { assertMayResolve } from './tasks.ts'
import { ticketFor } from './tickets.ts'

export interface BulkInput {
  /** Each once, at most 100. */
  numbers: readonly number[]
  set?: Pick<TicketChanges, 'assigneeId' | 'priority' | 'status'> & {
    addTags?: readonly string[]
    removeTags?: readonly string[]
  }
  reply?: { visibility: 'public' | 'internal'; bodyText: string }
}

export interface BulkResult {
  number: number
  ok: boolean
  /** The version it has now; null where it was refused. */
  version: number | null
  /** Why it was refused. */
  code: ErrorCode | null
  detail: string | null
}

/** So many tickets are written to at once: one after the other, a hundred would outlast a request. */
const atOnce = 5

/** How often a ticket is decided anew because somebody else wrote to it meanwhile. */
const attemptsMax = 4

/**
 * Does the same to many tickets, each in a transaction of its own and with its own result: one that is refused
 * stops no other. Stops when `mayGoOn` says so; what was not reached says `bulk.not-reached`.
 *
 * A request with an Idempotency-Key leaves a claim per ticket, which holds that ticket's result: a repeat does
 * what is left and tells again what was done. Once all were reached the whole answer is kept as well.
 */
export async function changeManyTickets(
  desk: Desk,
  actor: Actor,
  input: BulkInput,
  mayGoOn: () => boolean = () => true,
): Promise<BulkResult[]> {
  assertMay(actor, 'tickets:write', 'any')
  const settings = await readSettings(desk.table)
  const results: BulkResult[] = []
  for (let start = 0; start < input.numbers.length; start += atOnce) {
    const numbers = input.numbers.slice(start, start + atOnce)
    const reached = mayGoOn()
    results.push(
      ...(await Promise.all(
        numbers.map(number =>
          reached ? changeOne(desk, actor, { number, input, settings }) : notReached(number),
        ),
      )),
    )
  }
  await keepWhole(desk, results)
  return results
}

interface One {
  number: number
  input: BulkInput
  settings: Settings
}

function notReached(number: number): BulkResult {
  const detail = 'Time ran out before this ticket; send the request again.'
  return { number, ok: false, version: null, code: 'bulk.not-reached', detail }
}

async function changeOne(desk: Desk, actor: Actor, one: One): Promise<BulkResult> {
  const { number } = one
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await doneBefore(desk, number)) ?? (await changeOnce(desk, actor, one))
    } catch (error) {
      if (!(error instanceof DeskError)) throw error
      if (error.kind === 'conflict' && attempt < attemptsMax) continue
      const { code, message } = error
      return { number, ok: false, version: null, code, detail: message === code ? null : message }
    }
  }
}

async function changeOnce(desk: Desk, actor: Actor, { number, input, settings }: One): Promise<BulkResult> {
  const before = await ticketFor(desk, actor, number, 'tickets:write')
  assertNotClosed(before)
  const { addTags, removeTags, ...set } = input.set ?? {}
  await assertMayResolve(desk, before, set.status)
  const tags = tagsOf(before, addTags ?? [], removeTags ?? [])
  const wanted = await applyChanges(desk, actor, before, { ...set, tags })
  const [by, at] = [personOf(actor), desk.now()]
  const entry = input.reply && replyOf(desk, input.reply, by, at)
  const status = set.status ?? before.status
  const after =
    entry === undefined
      ? { ...moveTo(wanted, status, at, settings.autoCloseHours), updatedAt: at, version: before.version + 1 }
      : applyEntry(wanted, entry, { side: 'agent', status, autoCloseHours: settings.autoCloseHours }).ticket
  const changes = changesBetween(before, after)
  const isDone = entry === undefined && changes.length === 0
  const { version } = isDone ? before : after
  const result: BulkResult = { number, ok: true, version, code: null, detail: null }
  const entries = [...(entry === undefined ? [] : [entry]), ...changes.map(c => activityOf(desk, c, by, at))]
  await desk.table.commit([
    ...(isDone ? [] : saveTicket(before, after)),
    ...(await Promise.all(entries.map(each => appendEntry(desk.files, number, each)))),
    ...queueNotices(desk, number, [
      ...(after.assigneeId === before.assigneeId ? [] : noticesOfAssignment(after, by)),
      ...(entry?.visibility === 'public' ? noticesOfAgentReply(after, entry.id, by) : []),
      ...noticesOfStatus(before, after, by, settings),
    ]),
    ...claimOf(desk, result),
  ])
  return result
}

function replyOf(
  desk: Desk,
  { visibility, bodyText }: NonNullable<BulkInput['reply']>,
  by: Entry['by'],
  at: string,
): Entry {
  const kind = visibility === 'public' ? 'reply' : 'note'
  const body = bodyOf({ text: bodyText })
  if (body.text.trim() === '') throw invalid('/reply/bodyText', 'has no words in it')
  return { id: desk.newUlid(), kind, visibility, at, by, ...body, attachments: [] }
}

function tagsOf({ tags }: Ticket, added: readonly string[], removed: readonly string[]): string[] {
  const wanted = [...new Set([...tags, ...added])].filter(tag => !removed.includes(tag))
  if (wanted.length > tagsMax) throw invalid('/set/addTags', `would make more than ${tagsMax} tags`)
  return wanted
}

/** A blank is in no Idempotency-Key: these claims meet no other request's. */
function claimKey(desk: Desk, number: number): string | undefined {
  return desk.request && `${desk.request.idempotencyKey} ${number}`
}

async function doneBefore(desk: Desk, number: number): Promise<BulkResult | undefined> {
  const key = claimKey(desk, number)
  if (key === undefined || desk.request === undefined) return undefined
  const { principal, bodySha256 } = desk.request
  const found = await readRequest(desk.table, principal, key)
  if (found?.answer === undefined) return undefined
  if (found.bodySha256 !== bodySha256) {
    throw new DeskError('idempotency.other-body', 'This Idempotency-Key was used for another request.')
  }
  return JSON.parse(found.answer.body)
}

function claimOf(desk: Desk, result: BulkResult) {
  const key = claimKey(desk, result.number)
  if (key === undefined || desk.request === undefined) return []
  return [claim(desk, desk.request, key, { made: `tickets/${result.number}`, answer: result })]
}

/**
 * The claim of the whole comes last and together with its answer: were it there before, a repeat after a crash
 * would be answered from it and finish nothing.
 */
async function keepWhole(desk: Desk, results: readonly BulkResult[]): Promise<void> {
  const isWhole = results.every(({ code }) => code !== 'bulk.not-reached')
  if (desk.request === undefined || !isWhole) return
  const { idempotencyKey } = desk.request
  await desk.table.commit([
    claim(desk, desk.request, idempotencyKey, { made: 'tickets', answer: { results } }),
  ])
}

function claim(
  desk: Desk,
  { principal, bodySha256 }: NonNullable<Desk['request']>,
  key: string,
  { made, answer }: { made: string; answer: object },
) {
  return claimRequest(principal, key, {
    bodySha256,
    made,
    at: desk.now(),
    answer: { status: 200, body: JSON.stringify(answer), headers: { 'Content-Type': 'application/json' } },
  })
}
