import * as agents from './agents.ts'
import * as clients from './clients.ts'
import * as events from './events.ts'
import * as mails from './mails.ts'
import * as merges from './merges.ts'
import type { Operation } from './operation.ts'
import * as settings from './settings.ts'
import * as tickets from './tickets.ts'
import * as webhooks from './webhooks.ts'

/** Every operation of the API. */
export const operations: readonly Operation[] = [
  settings,
  clients,
  agents,
  tickets,
  merges,
  mails,
  events,
  webhooks,
].flatMap(module => Object.values(module).filter(isOperation))

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'method' in value && 'answer' in value
}
