import * as z from 'zod'
import {
  endOtherSessions,
  endSession,
  listSessions,
  sessionIdIn,
} from '../../../../shared/use-cases/sessions.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor } from '../../door.ts'
import { parseForm } from '../../form.ts'
import { routes } from '../../routes.ts'
import { AccountPage } from './account-page.tsx'

const sessionsOnPage = 50
/** A form of nothing but its button. */
const noFields = z.strictObject({})

/** Hangs up the page of one's own account; every role has one, as every role may read tickets. */
export function hangAccount(door: ConsoleDoor): void {
  door.get(routes.account, 'tickets:read', async ({ desk, c, agent, view, session }) => {
    const cursor = c.req.query('cursor')
    const page = await listSessions(desk, agent, agent.id, {
      limit: sessionsOnPage,
      ...(cursor ? { cursor } : {}),
    })
    const ended = c.req.query('ended') === '1'
    return answerPage(c, <AccountPage view={view} {...page} hereId={sessionIdIn(session)} ended={ended} />)
  })

  door.post(routes.accountSession, 'tickets:read', async ({ desk, c, agent }, form) => {
    parseForm(noFields, form)
    await endSession(desk, agent, agent.id, c.req.param('sessionId') ?? '')
    return c.redirect(routes.account.href({}, { ended: 1 }), 303)
  })

  door.post(routes.accountOtherSessions, 'tickets:read', async ({ desk, c, agent, session }, form) => {
    parseForm(noFields, form)
    await endOtherSessions(desk, agent, session)
    return c.redirect(routes.account.href({}, { ended: 1 }), 303)
  })
}
