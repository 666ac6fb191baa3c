import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { openApiDocument } from './openapi.ts'
import { problem } from './problem.ts'
import { serveAgents, serveApiKeys } from './routes/agents.ts'
import { serveAssets, serveClients, serveContacts } from './routes/clients.ts'
import { serveEvents } from './routes/events.ts'
import { serveMails } from './routes/mails.ts'
import { serveMerges } from './routes/merges.ts'
import { serveSettings } from './routes/settings.ts'
import { serveTickets } from './routes/tickets.ts'
import { serveWebhookDeliveries, serveWebhooks } from './routes/webhooks.ts'
import { apiPath } from './serve.ts'

/** The JSON API; every route of it is an operation of the contract. */
export function createApi(desk: Desk): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    c.header('X-Request-Id', randomUUID())
    c.header('Cache-Control', 'no-store')
    c.header('X-Content-Type-Options', 'nosniff')
    await next()
  })
  app.get(`${apiPath}/openapi.json`, c => c.json(openApiDocument(desk.config.publicUrl)))
  serveSettings(app, desk)
  serveClients(app, desk)
  serveContacts(app, desk)
  serveAssets(app, desk)
  serveAgents(app, desk)
  serveApiKeys(app, desk)
  serveTickets(app, desk)
  serveMerges(app, desk)
  serveMails(app, desk)
  serveEvents(app, desk)
  serveWebhooks(app, desk)
  serveWebhookDeliveries(app, desk)
  app.notFound(c => answerProblem(c, new DeskError('resource.missing')))
  app.onError((error, c) => answerProblem(c, error))
  return app

  function answerProblem(c: Parameters<Parameters<typeof app.notFound>[0]>[0], error: unknown) {
    const requestId = c.res.headers.get('X-Request-Id') ?? randomUUID()
    return problem(c, error, requestId, bug =>
      desk.log.error('A request failed', { requestId, path: c.req.path, why: describeBug(bug) }),
    )
  }
}

function describeBug(bug: unknown): string {
  return bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)
}
