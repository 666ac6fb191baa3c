import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/agents.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import * as agents from '../../../shared/use-cases/agents.ts'
import * as apiKeys from '../../../shared/use-cases/api-keys.ts'
import { presentAgent, presentApiKey } from '../present.ts'
import { serve } from '../serve.ts'

export function serveAgents(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listAgents, async ({ desk, actor, query }) => {
    const page = await agents.listAgents(desk, actor, given(query))
    return { body: { data: page.agents.map(presentAgent), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.createAgent, async ({ desk, actor, body }) => {
    const agent = await agents.createAgent(desk, actor, given(body))
    return { body: presentAgent(agent), version: agent.version, location: `/agents/${agent.id}` }
  })
  serve(app, ground, contract.readAgent, async ({ desk, actor, params }) => {
    const agent = await agents.readAgent(desk, actor, params.id)
    return { body: presentAgent(agent), version: agent.version }
  })
  serve(app, ground, contract.changeAgent, async ({ desk, actor, params, body, ifVersion }) => {
    const agent = await agents.changeAgent(desk, actor, params.id, given(body), ifVersion.ifVersion)
    return { body: presentAgent(agent), version: agent.version }
  })
}

export function serveApiKeys(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listApiKeys, async ({ desk, actor, query }) => {
    const page = await apiKeys.listApiKeys(desk, actor, given(query))
    return { body: { data: page.apiKeys.map(presentApiKey), nextCursor: page.nextCursor } }
  })
  serve(
    app,
    ground,
    contract.createApiKey,
    async ({ desk, actor, body }) => {
      const { apiKey, secret } = await apiKeys.createApiKey(desk, actor, given(body))
      return {
        body: { ...presentApiKey(apiKey), secret },
        version: apiKey.version,
        location: `/api-keys/${apiKey.id}`,
      }
    },
    { field: 'secret', again: apiKeys.secretAgain },
  )
  serve(app, ground, contract.readApiKey, async ({ desk, actor, params }) => {
    const apiKey = await apiKeys.readApiKey(desk, actor, params.id)
    return { body: presentApiKey(apiKey), version: apiKey.version }
  })
  serve(app, ground, contract.changeApiKey, async ({ desk, actor, params, body, ifVersion }) => {
    const apiKey = await apiKeys.changeApiKey(desk, actor, params.id, given(body), ifVersion.ifVersion)
    return { body: presentApiKey(apiKey), version: apiKey.version }
  })
  serve(app, ground, contract.deleteApiKey, async ({ desk, actor, params, ifVersion }) => {
    await apiKeys.deleteApiKey(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
}
