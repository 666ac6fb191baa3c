import * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import { DeskError } from '../../../shared/domain/errors.ts'
import {
  deleteFromQuarantine,
  listQuarantine,
  releaseFromQuarantine,
} from '../../../shared/use-cases/quarantine.ts'
import { readOriginal } from '../../../shared/use-cases/read-ticket.ts'
import type { ConsoleDoor, Visit } from '../door.ts'
import type { WebContext } from '../env.ts'
import { attempt, optionalText, parseForm } from '../form.ts'
import { mailKeyOfSegment, routes } from '../routes.ts'
import { strings } from '../strings.ts'
import { clientOptions } from './options.ts'
import { QuarantinePage } from './quarantine-page.tsx'
import { rawMail } from './ticket-files.tsx'

const mailsOnPage = 25

const releaseForm = z.strictObject({ clientId: optionalText(100) })
const deleteForm = z.strictObject({})

/** Hangs up the quarantine and what can be done with a mail in it. */
export function hangQuarantine(door: ConsoleDoor): void {
  door.get(routes.quarantine, 'mail:read', visit => show(visit))

  door.get(routes.quarantinedMail, 'mail:read', async ({ desk, c, agent }) => {
    return rawMail(c, await readOriginal(desk, agent, mailKeyOf(c)), 'quarantined')
  })

  door.post(routes.quarantineRelease, 'mail:write', async (visit, form) => {
    const parsed = parseForm(releaseForm, form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const ticket = await attempt(
      releaseFromQuarantine(visit.desk, visit.agent, mailKeyOf(visit.c), {
        as: 'ticket',
        ...given(parsed.data),
      }),
    )
    if (ticket instanceof DeskError) return show(visit, ticket)
    return visit.c.redirect(routes.ticket.href({ number: ticket.number }), 303)
  })

  door.post(routes.quarantineDelete, 'mail:write', async (visit, form) => {
    parseForm(deleteForm, form)
    const done = await attempt(deleteFromQuarantine(visit.desk, visit.agent, mailKeyOf(visit.c)))
    if (done instanceof DeskError) return show(visit, done)
    return visit.c.redirect(routes.quarantine.href({}), 303)
  })
}

async function show(visit: Visit, refused?: DeskError): Promise<Response> {
  const { desk, c, agent, view } = visit
  const cursor = c.req.method === 'GET' ? c.req.query('cursor') : undefined
  const [{ mails, nextCursor }, clients] = await Promise.all([
    listQuarantine(desk, agent, { limit: mailsOnPage, ...(cursor ? { cursor } : {}) }),
    clientOptions(visit),
  ])
  return c.html(
    <QuarantinePage
      view={view}
      mails={mails}
      nextCursor={nextCursor}
      clients={clients}
      {...(refused === undefined ? {} : { problem: problemOf(refused) })}
    />,
    refused === undefined ? 200 : 409,
  )
}

function problemOf(refused: DeskError): string {
  if (refused.code === 'quarantine.settled' || refused.kind === 'conflict') return strings.quarantine.settled
  return refused.issues[0]?.message ?? refused.message
}

function mailKeyOf(c: WebContext): string {
  return mailKeyOfSegment(c.req.param('mail') ?? '')
}
