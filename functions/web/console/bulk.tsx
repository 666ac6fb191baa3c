import { createHash } from 'node:crypto'
import { undoManyChanges as undoContract } from '../../../shared/contract/bulk.ts'
import { given } from '../../../shared/contract/given.ts'
import { DeskError } from '../../../shared/domain/errors.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import type { BulkResult } from '../../../shared/use-cases/bulk-run.ts'
import { categories } from '../../../shared/use-cases/categories.ts'
import { changeManyTickets } from '../../../shared/use-cases/change-many-tickets.ts'
import { readKnownTickets } from '../../../shared/use-cases/read-known-tickets.ts'
import { undoManyChanges } from '../../../shared/use-cases/undo-many-changes.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../door.ts'
import { parseForm, type RawForm } from '../form.ts'
import { routes } from '../routes.ts'
import { safeNextPath } from '../security/next-path.ts'
import { bulkForm, bulkInputOf } from './bulk-input.ts'
import { BulkPreviewPage, BulkResultPage, BulkWrongPage, type ManyResults } from './bulk-pages.tsx'
import { agentOptions } from './options.ts'

/** The function has 20 seconds: the rest is for what is begun by then, and for the page. */
const bulkMillisecondsMax = 12_000

/** Hangs up what is done to several tickets of a list: the preview, the change, and its undo. */
export function hangBulk(door: ConsoleDoor): void {
  door.post(routes.changeMany, 'tickets:write', async (visit, form) => {
    const { c, view, agent, strings } = visit
    const back = backTo(form.back)
    const parsed = parseForm(bulkForm(strings), form)
    if (!parsed.ok) {
      const [agents, kinds] = await Promise.all([
        agentOptions(visit),
        categories.list(visit.desk, agent, { limit: 100 }),
      ])
      const options = kinds.records.map(({ id, name }) => ({ value: id, label: name }))
      const page = { view, agents, categories: options, back, form: withMessage(parsed.state) }
      return answerPage(c, <BulkWrongPage {...page} />, 422)
    }
    const { step, key, reply, visibility } = parsed.data
    const isChange = step === 'change' && key !== undefined
    const desk = isChange ? onceOn(visit, key, form) : visit.desk
    const results = await changeManyTickets(
      desk,
      agent,
      { ...bulkInputOf(parsed.data), dryRun: !isChange },
      inTime(),
    )
    const many = {
      ...(await resultsOf(visit, results, back)),
      reply: reply === undefined ? undefined : visibility,
    }
    const newKey = visit.desk.newId('blk')
    return answerPage(
      c,
      isChange ? (
        <BulkResultPage view={view} {...many} once={newKey} isUndo={false} />
      ) : (
        <BulkPreviewPage view={view} {...many} form={{ ...form, back }} once={newKey} />
      ),
    )
  })

  door.post(routes.undoMany, 'tickets:write', async (visit, form) => {
    const { c, view, agent } = visit
    const { key = '' } = form
    const tickets = undosIn(form.tickets)
    if (tickets === undefined || !/^\w{8,60}$/.test(key)) throw new DeskError('request.malformed')
    const results = await undoManyChanges(onceOn(visit, key, form), agent, { tickets }, inTime())
    const many = await resultsOf(visit, results, backTo(form.back))
    return answerPage(c, <BulkResultPage view={view} {...many} once={visit.desk.newId('blk')} isUndo />)
  })
}

/** What was sent is done once, however often the browser sends it. */
function onceOn({ desk, agent }: Visit, key: string, form: RawForm): Desk {
  const bodySha256 = createHash('sha256').update(JSON.stringify(form)).digest('hex')
  return { ...desk, request: { principal: `console#${agent.id}`, idempotencyKey: key, bodySha256 } }
}

async function resultsOf(
  { desk, agent }: Visit,
  results: readonly BulkResult[],
  back: string,
): Promise<ManyResults> {
  const numbers = results.map(({ number }) => number)
  return { results, tickets: await readKnownTickets(desk, agent, numbers), back }
}

function undosIn(json = '') {
  try {
    const parsed = undoContract.body.safeParse({ tickets: JSON.parse(json) })
    return parsed.data?.tickets.map(({ set, ...undo }) => given({ ...undo, set: set && given(set) }))
  } catch {
    return undefined
  }
}

/** No ticket was ticked: there is no field to say so at. */
function withMessage<T extends { errors: Record<string, string> }>(state: T): T & { message?: string } {
  const { numbers, 'numbers[]': listed, ...errors } = state.errors
  const message = numbers ?? listed
  return { ...state, errors, ...(message === undefined ? {} : { message }) }
}

function backTo(path: string | undefined): string {
  return safeNextPath(path) ?? routes.tickets.href({})
}

function inTime(): () => boolean {
  const end = Date.now() + bulkMillisecondsMax
  return () => Date.now() < end
}
