import type { Hono } from 'hono'
import type * as z from 'zod'
import * as contract from '../../../shared/contract/agent-sessions.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { unlinkAgent } from '../../../shared/use-cases/agents.ts'
import * as sessions from '../../../shared/use-cases/sessions.ts'
import { serve } from '../serve.ts'

export function serveAgentSessions(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listAgentSessions, async ({ desk, actor, params, query }) => {
    const page = await sessions.listSessions(desk, actor, params.id, given(query))
    return { body: { data: page.sessions.map(presentSession), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.endAgentSessions, async ({ desk, actor, params, ifVersion }) => {
    await sessions.endAllSessions(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
  serve(app, ground, contract.endAgentSession, async ({ desk, actor, params }) => {
    await sessions.endSession(desk, actor, params.id, params.sessionId)
    return {}
  })
  serve(app, ground, contract.unlinkAgent, async ({ desk, actor, params, ifVersion }) => {
    await unlinkAgent(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
}

function presentSession(session: sessions.ListedSession): z.output<typeof contract.sessionAnswer> {
  const { id, createdAt, seenAt, expiresAt, browser = null, system = null } = session
  return { id, createdAt, seenAt, expiresAt, browser, system }
}
