import { Hono } from 'hono'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import type { IdentityProvider } from '../../shared/runtime/identity-provider.ts'
import { assetNamed } from './assets/served.ts'
import { hangLanguage } from './choose-language.ts'
import { hangBlockedSenders } from './console/blocked-senders.tsx'
import { hangBoard } from './console/board.tsx'
import { hangBulk } from './console/bulk.tsx'
import { hangAssets } from './console/clients/assets.tsx'
import { hangClients } from './console/clients/clients.tsx'
import { hangContacts } from './console/clients/contacts.tsx'
import { hangDashboard } from './console/dashboard.tsx'
import { hangDrafts } from './console/drafts.tsx'
import { hangEntryEdit } from './console/entry-edit.tsx'
import { hangEntryRedact } from './console/entry-redact.tsx'
import { hangMailTemplates } from './console/mail-templates.tsx'
import { hangMailedFiles } from './console/mailed-files.tsx'
import { hangNewTicket } from './console/new-ticket.tsx'
import { hangPalette } from './console/palette.tsx'
import { hangAccount } from './console/people/account.tsx'
import { hangAgents } from './console/people/agents.tsx'
import { hangApiKeys } from './console/people/api-keys.tsx'
import { hangProviderSignIn } from './console/provider-sign-in.tsx'
import { hangQuarantine } from './console/quarantine.tsx'
import { hangReplies } from './console/replies.tsx'
import { hangSavedViews } from './console/saved-views.tsx'
import { hangSearch } from './console/search.tsx'
import { hangAuditLog } from './console/settings/audit-log.tsx'
import { hangCatalogues } from './console/settings/catalogue.tsx'
import { hangSettings } from './console/settings/general.tsx'
import { hangSuppressedAddresses } from './console/settings/suppressed-addresses.tsx'
import { hangWebhooks } from './console/settings/webhooks.tsx'
import { hangSignIn } from './console/sign-in.tsx'
import { hangTicket } from './console/ticket.tsx'
import { hangTicketChanges } from './console/ticket-changes.tsx'
import { hangInlineImages, hangTicketFiles } from './console/ticket-files.tsx'
import { hangTicketLinks } from './console/ticket-links.tsx'
import { hangTicketMerge } from './console/ticket-merge.tsx'
import { hangTicketMove } from './console/ticket-move.tsx'
import { hangTicketSplit } from './console/ticket-split.tsx'
import { hangTicketTasks } from './console/ticket-tasks.tsx'
import { hangTicketTimeline } from './console/ticket-timeline.tsx'
import { hangTicketViewers } from './console/ticket-viewers.tsx'
import { hangTicketVisits } from './console/ticket-visits.tsx'
import { hangTickets } from './console/tickets.tsx'
import { consoleDoor } from './door.ts'
import type { WebEnv } from './env.ts'
import { hangPortal } from './portal/portal.ts'
import { answerError, answerMissing } from './problems.tsx'
import { routes } from './routes.ts'
import { assetHeaders, pageHeaders } from './security/headers.ts'

/** No address of ours is longer; longer ones would ask the table for keys that it refuses. */
const pathCharactersMax = 500

/** The console: every page and form of it, on one desk; with the identity provider of its agents, if it has one. */
export function createWeb(desk: Desk, provider?: IdentityProvider): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  app.use(async (c, next) => {
    c.set('requestId', requestIdOf(c.env?.event) ?? desk.newId('req'))
    if (c.req.path.length > pathCharactersMax) throw new DeskError('resource.missing')
    await next()
    // What brings its own policy (a file, a mail in its frame) brings all of its headers.
    if (c.res.headers.has('Content-Security-Policy')) return
    for (const [name, value] of Object.entries(pageHeaders(desk.config.uploadUrl)))
      c.res.headers.set(name, value)
  })
  app.onError((error, c) => answerError(desk, c, error))
  app.notFound(c => answerMissing(desk, c))

  app.get(routes.asset.pattern, c => {
    const asset = assetNamed(c.req.param('file') ?? '')
    if (asset === undefined) throw new DeskError('resource.missing')
    return c.body(asset.text, 200, { ...assetHeaders, 'Content-Type': asset.contentType })
  })
  hangSignIn(app, { desk, provider })
  if (provider !== undefined) hangProviderSignIn(app, desk, provider)
  hangLanguage(app, desk)
  hangInlineImages(app, desk)
  hangMailedFiles(app, desk)
  hangPortal(app, desk)
  const door = consoleDoor(app, desk)
  hangPalette(door)
  hangTickets(door)
  hangBulk(door)
  hangSavedViews(door)
  hangBoard(door)
  hangSearch(door)
  hangDashboard(door)
  hangNewTicket(door)
  hangTicket(door)
  hangReplies(door)
  hangDrafts(door)
  hangTicketTimeline(door)
  hangTicketViewers(door)
  hangTicketChanges(door)
  hangTicketTasks(door)
  hangTicketLinks(door)
  hangTicketVisits(door)
  hangTicketMerge(door)
  hangTicketSplit(door)
  hangTicketMove(door)
  hangEntryEdit(door)
  hangEntryRedact(door)
  hangTicketFiles(door)
  hangClients(door)
  hangContacts(door)
  hangAssets(door)
  hangQuarantine(door)
  hangBlockedSenders(door)
  hangSettings(door)
  hangMailTemplates(door)
  hangAccount(door)
  hangAgents(door)
  hangApiKeys(door)
  hangSuppressedAddresses(door)
  hangCatalogues(door)
  hangWebhooks(door)
  hangAuditLog(door)
  return app
}

function requestIdOf(event: WebEnv['Bindings']['event']): string | undefined {
  const context: object | undefined = event?.requestContext
  return context !== undefined && 'requestId' in context ? String(context.requestId) : undefined
}
