import * as agentSessions from './agent-sessions.ts'
import * as agents from './agents.ts'
import * as attachments from './attachments.ts'
import * as auditLog from './audit-log.ts'
import * as blockedSenders from './blocked-senders.ts'
import * as bulk from './bulk.ts'
import { catalogues } from './catalogues.ts'
import * as clients from './clients.ts'
import * as dashboard from './dashboard.ts'
import * as drafts from './drafts.ts'
import * as entries from './entries.ts'
import * as events from './events.ts'
import * as feedback from './feedback.ts'
import * as links from './links.ts'
import * as mailTemplates from './mail-templates.ts'
import * as mails from './mails.ts'
import * as merges from './merges.ts'
import type { Operation } from './operation.ts'
import * as outgoingMails from './outgoing-mails.ts'
import * as previews from './previews.ts'
import * as search from './search.ts'
import * as settings from './settings.ts'
import * as suppressedAddresses from './suppressed-addresses.ts'
import * as tasks from './tasks.ts'
import * as tickets from './tickets.ts'
import * as viewers from './viewers.ts'
import * as views from './views.ts'
import * as visits from './visits.ts'
import * as webhooks from './webhooks.ts'

const modules = [
  settings,
  clients,
  agents,
  agentSessions,
  tickets,
  entries,
  drafts,
  bulk,
  tasks,
  links,
  feedback,
  visits,
  merges,
  previews,
  viewers,
  mails,
  blockedSenders,
  suppressedAddresses,
  mailTemplates,
  outgoingMails,
  attachments,
  ...Object.values(catalogues),
  auditLog,
  events,
  webhooks,
  search,
  views,
  dashboard,
] as const

/** Every operation of the API. */
export const operations: readonly Operation[] = modules.flatMap(module =>
  Object.values<unknown>(module).filter(isOperation),
)

/** The operations with their literal types, by their ids. */
export type Operations = { [O in OperationIn<(typeof modules)[number]> as O['id']]: O }
export type OperationId = keyof Operations

type OperationIn<Module> = Module extends unknown ? Extract<Module[keyof Module], Operation> : never

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'method' in value && 'answer' in value
}
