import * as z from 'zod'
import { listBlockedSenders, unblockSender } from '../../../shared/use-cases/blocked-senders.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor } from '../door.ts'
import { parseForm } from '../form.ts'
import { routes } from '../routes.ts'
import { BlockedSendersPage } from './blocked-senders-page.tsx'

const sendersOnPage = 50
const unblockForm = z.strictObject({})

/** Hangs up who is blocked, and how to let them write again. */
export function hangBlockedSenders(door: ConsoleDoor): void {
  door.get(routes.blockedSenders, 'mail:read', async ({ desk, c, agent, view }) => {
    const cursor = c.req.query('cursor')
    const page = await listBlockedSenders(desk, agent, {
      limit: sendersOnPage,
      ...(cursor ? { cursor } : {}),
    })
    return answerPage(c, <BlockedSendersPage view={view} {...page} />)
  })

  door.post(routes.unblockSender, 'mail:write', async ({ desk, c, agent }, form) => {
    parseForm(unblockForm, form)
    await unblockSender(desk, agent, c.req.param('sender') ?? '')
    return c.redirect(routes.blockedSenders.href({}), 303)
  })
}
