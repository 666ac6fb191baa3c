import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { problem } from './problem.ts'
import { servePublished } from './published.ts'
import { requestIdHeader, requestIdOf } from './request-id.ts'
import { assertRoutesAsk } from './route-permissions.ts'
import { serveAgentSessions } from './routes/agent-sessions.ts'
import { serveAgents, serveApiKeys } from './routes/agents.ts'
import { serveAttachments } from './routes/attachments.ts'
import { serveAuditLog } from './routes/audit-log.ts'
import { serveBlockedSenders } from './routes/blocked-senders.ts'
import { serveBulk } from './routes/bulk.ts'
import { serveCatalogues } from './routes/catalogues.ts'
import { serveAssets, serveClients, serveContacts } from './routes/clients.ts'
import { serveDashboard } from './routes/dashboard.ts'
import { serveDrafts } from './routes/drafts.ts'
import { serveEntries } from './routes/entries.ts'
import { serveEvents } from './routes/events.ts'
import { serveFeedback } from './routes/feedback.ts'
import { serveLinks } from './routes/links.ts'
import { serveMailTemplates } from './routes/mail-templates.ts'
import { serveMails } from './routes/mails.ts'
import { serveMerges } from './routes/merges.ts'
import { serveOutgoingMails } from './routes/outgoing-mails.ts'
import { servePreviews } from './routes/previews.ts'
import { serveSearch } from './routes/search.ts'
import { serveSettings } from './routes/settings.ts'
import { serveSuppressedAddresses } from './routes/suppressed-addresses.ts'
import { serveTasks } from './routes/tasks.ts'
import { serveTickets } from './routes/tickets.ts'
import { serveViewers } from './routes/viewers.ts'
import { serveViews } from './routes/views.ts'
import { serveVisits } from './routes/visits.ts'
import { serveWebhookDeliveries, serveWebhooks } from './routes/webhooks.ts'

/** The JSON API; every route of it is an operation of the contract. */
export function createApi(desk: Desk): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    c.header(requestIdHeader, randomUUID())
    c.header('Cache-Control', 'no-store')
    c.header('X-Content-Type-Options', 'nosniff')
    await next()
  })
  servePublished(app, desk)
  serveSettings(app, desk)
  serveClients(app, desk)
  serveContacts(app, desk)
  serveAssets(app, desk)
  serveAgents(app, desk)
  serveAgentSessions(app, desk)
  serveApiKeys(app, desk)
  serveTickets(app, desk)
  serveSearch(app, desk)
  serveViews(app, desk)
  serveDashboard(app, desk)
  serveMerges(app, desk)
  serveEntries(app, desk)
  serveDrafts(app, desk)
  serveBulk(app, desk)
  serveTasks(app, desk)
  serveFeedback(app, desk)
  serveLinks(app, desk)
  serveVisits(app, desk)
  servePreviews(app, desk)
  serveViewers(app, desk)
  serveMails(app, desk)
  serveBlockedSenders(app, desk)
  serveSuppressedAddresses(app, desk)
  serveMailTemplates(app, desk)
  serveOutgoingMails(app, desk)
  serveAttachments(app, desk)
  serveCatalogues(app, desk)
  serveAuditLog(app, desk)
  serveEvents(app, desk)
  serveWebhooks(app, desk)
  serveWebhookDeliveries(app, desk)
  app.notFound(c => answerProblem(c, new DeskError('resource.missing')))
  app.onError((error, c) => answerProblem(c, error))
  assertRoutesAsk(app)
  return app

  function answerProblem(c: Parameters<Parameters<typeof app.notFound>[0]>[0], error: unknown) {
    const requestId = requestIdOf(c)
    return problem(c, error, requestId, bug =>
      desk.log.error('A request failed', { requestId, path: c.req.path, why: describeBug(bug) }),
    )
  }
}

function describeBug(bug: unknown): string {
  return bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)
}
