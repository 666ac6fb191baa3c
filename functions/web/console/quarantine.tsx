import * as z from 'zod'
import { blockScopes } from '../../../shared/domain/blocked-sender.ts'
import { DeskError } from '../../../shared/domain/errors.ts'
import { blockFromQuarantine } from '../../../shared/use-cases/blocked-senders.ts'
import {
  deleteFromQuarantine,
  listQuarantine,
  readQuarantined,
} from '../../../shared/use-cases/quarantine.ts'
import { readMailHeaders, readOriginal } from '../../../shared/use-cases/read-mail.ts'
import { type ReleaseInput, releaseFromQuarantine } from '../../../shared/use-cases/release-mail.ts'
import { replayMail } from '../../../shared/use-cases/replay-mail.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../door.ts'
import type { WebContext } from '../env.ts'
import { attempt, optionalText, parseForm, type RawForm, refusedForm, wholeNumber } from '../form.ts'
import { mailKeyOfSegment, routes, segmentOfMailKey } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { HeadersPage } from './headers-page.tsx'
import { subjectOf } from './held-mail.tsx'
import { clientOptions } from './options.ts'
import { QuarantinePage } from './quarantine-page.tsx'
import { QuarantinedMailPage } from './quarantined-mail-page.tsx'
import { rawMail } from './ticket-files.tsx'

const mailsOnPage = 25

const registerSender = z
  .literal('on')
  .optional()
  .transform(chosen => (chosen === undefined ? {} : { registerSender: true as const }))
const ticketForm = (strings: Strings) =>
  z.strictObject({
    clientId: optionalText(strings, 100),
    registerSender,
    /** Which page it was sent from, and comes back on: the mail's own, or the list. */
    page: z.literal('mail').optional(),
  })
const replyForm = (strings: Strings) =>
  z.strictObject({ number: wholeNumber(strings, 1, 999_999_999), registerSender })
const blockForm = ({ form }: Strings) => z.strictObject({ scope: z.enum(blockScopes, form.notAllowed) })
const bareForm = z.strictObject({})

/** Hangs up the quarantine and what can be done with a mail in it. */
export function hangQuarantine(door: ConsoleDoor): void {
  door.get(routes.quarantine, 'mail:read', visit => showList(visit))
  door.get(routes.quarantinedMail, 'mail:read', visit => showMail(visit))
  door.get(routes.quarantinedOriginal, 'mail:read', async ({ desk, c, agent }) => {
    return rawMail(c, await readOriginal(desk, agent, mailKeyOf(c)), 'quarantined')
  })
  door.get(routes.quarantinedHeaders, 'mail:read', showHeaders)

  door.post(routes.quarantineRelease, 'mail:write', async (visit, form) => {
    const parsed = parseForm(ticketForm(visit.strings), form)
    if (!parsed.ok) return await showMail(visit, { ticket: parsed.state })
    const { clientId, registerSender, page } = parsed.data
    const input: ReleaseInput = {
      as: 'ticket',
      ...(clientId === undefined ? {} : { clientId }),
      ...registerSender,
    }
    return await release(visit, input, async refused =>
      page === 'mail'
        ? await showMail(visit, { ticket: explained(visit.strings, form, refused) })
        : undefined,
    )
  })

  door.post(routes.quarantineReply, 'mail:write', async (visit, form) => {
    const parsed = parseForm(replyForm(visit.strings), form)
    if (!parsed.ok) return await showMail(visit, { reply: parsed.state })
    const { number, registerSender } = parsed.data
    return await release(visit, { as: 'reply', number, ...registerSender }, refused =>
      showMail(visit, { reply: explained(visit.strings, form, refused) }),
    )
  })

  door.post(routes.quarantineBlock, 'mail:write', async (visit, form) => {
    const parsed = parseForm(blockForm(visit.strings), form)
    if (!parsed.ok) return await showMail(visit, { block: parsed.state })
    const { desk, agent, c } = visit
    const done = await attempt(blockFromQuarantine(desk, agent, mailKeyOf(c), parsed.data.scope))
    if (!(done instanceof DeskError)) return c.redirect(routes.quarantine.href({}), 303)
    return isSettled(done)
      ? await showList(visit, done)
      : await showMail(visit, { block: explained(visit.strings, form, done) })
  })

  door.post(routes.quarantineReplay, 'mail:write', async ({ desk, agent, c }, form) => {
    parseForm(bareForm, form)
    const { mailKey } = await replayMail(desk, agent, mailKeyOf(c))
    return c.redirect(routes.quarantinedMail.href({ mail: segmentOfMailKey(mailKey) }, { replayed: 1 }), 303)
  })

  door.post(routes.quarantineDelete, 'mail:write', async (visit, form) => {
    parseForm(bareForm, form)
    const done = await attempt(deleteFromQuarantine(visit.desk, visit.agent, mailKeyOf(visit.c)))
    if (done instanceof DeskError) return await showList(visit, done)
    return visit.c.redirect(routes.quarantine.href({}), 303)
  })
}

/** Lets the mail in and goes to its ticket; what is refused is shown by `explain`, or else above the list. */
async function release(
  visit: Visit,
  input: ReleaseInput,
  explain: (refused: DeskError) => Promise<Response | undefined>,
): Promise<Response> {
  const ticket = await attempt(releaseFromQuarantine(visit.desk, visit.agent, mailKeyOf(visit.c), input))
  if (!(ticket instanceof DeskError)) {
    return visit.c.redirect(routes.ticket.href({ number: ticket.number }), 303)
  }
  const shown = isSettled(ticket) ? undefined : await explain(ticket)
  return shown ?? (await showList(visit, ticket))
}

async function showList(visit: Visit, refused?: DeskError): Promise<Response> {
  const { desk, c, agent, view } = visit
  const cursor = c.req.method === 'GET' ? c.req.query('cursor') : undefined
  const [{ mails, nextCursor }, clients] = await Promise.all([
    listQuarantine(desk, agent, { limit: mailsOnPage, ...(cursor ? { cursor } : {}) }),
    clientOptions(visit),
  ])
  return answerPage(
    c,
    <QuarantinePage
      view={view}
      mails={mails}
      nextCursor={nextCursor}
      clients={clients}
      {...(refused === undefined ? {} : { problem: problemOf(visit.strings, refused) })}
    />,
    refused === undefined ? 200 : 409,
  )
}

type Forms = Partial<Record<'ticket' | 'reply' | 'block', FormState>>

/** The mail's page, with the form that was refused as it was sent; the list where somebody dealt with it. */
async function showMail(visit: Visit, sent: Forms = {}): Promise<Response> {
  const { desk, c, agent, view } = visit
  const [found, clients] = await Promise.all([
    attempt(readQuarantined(desk, agent, mailKeyOf(c))),
    clientOptions(visit),
  ])
  if (found instanceof DeskError) return await showList(visit, found)
  const isSent = Object.keys(sent).length > 0
  return answerPage(
    c,
    <QuarantinedMailPage
      view={view}
      found={found}
      clients={clients}
      ticket={sent.ticket ?? freshForm()}
      reply={sent.reply ?? freshForm()}
      block={sent.block ?? freshForm({ scope: 'address' })}
      replayed={!isSent && c.req.query('replayed') !== undefined}
    />,
    isSent ? 400 : 200,
  )
}

async function showHeaders({ desk, c, agent, view, strings }: Visit): Promise<Response> {
  const mailKey = mailKeyOf(c)
  const [{ held }, headers] = await Promise.all([
    readQuarantined(desk, agent, mailKey),
    readMailHeaders(desk, agent, mailKey),
  ])
  const back = {
    href: routes.quarantinedMail.href({ mail: segmentOfMailKey(mailKey) }),
    label: subjectOf(strings, held),
  }
  return answerPage(
    c,
    <HeadersPage
      view={view}
      section="quarantine"
      subject={subjectOf(strings, held)}
      headers={headers}
      back={back}
    />,
  )
}

/** What was refused, at the field it is about. */
function explained(strings: Strings, form: RawForm, refused: DeskError): FormState {
  const { quarantine: words } = strings
  if (refused.code === 'ticket.closed') {
    return { values: form, errors: { number: words.numberClosed } }
  }
  if (refused.issues.some(({ pointer }) => pointer === '/number')) {
    return { values: form, errors: { number: words.numberMissing } }
  }
  return refusedForm(strings, form, refused)
}

function isSettled({ code, kind }: DeskError): boolean {
  return code === 'quarantine.settled' || kind === 'conflict'
}

function problemOf({ quarantine: words, refusals }: Strings, refused: DeskError): string {
  if (isSettled(refused)) return words.settled
  const [issue] = refused.issues
  return issue === undefined ? refusals.whole(refused.code, refused.message) : refusals.field(issue.message)
}

function mailKeyOf(c: WebContext): string {
  return mailKeyOfSegment(c.req.param('mail') ?? '')
}
