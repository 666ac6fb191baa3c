import type { Strings } from '../strings.ts'
import { clientPages } from './german/client-pages.ts'
import { clients } from './german/clients.ts'
import { composer, stale } from './german/composer.ts'
import {
  account,
  form,
  goTo,
  language,
  nav,
  offline,
  problem,
  product,
  shortcuts,
  skipToContent,
  time,
} from './german/frame.ts'
import * as lists from './german/lists.ts'
import { mailedFile } from './german/mailed-file.ts'
import { palette } from './german/palette.ts'
import { agents, apiKeys, providerSignIn, sessions, yourAccount } from './german/people.ts'
import { portal } from './german/portal.ts'
import { quarantine } from './german/quarantine.ts'
import { refusals } from './german/refusals.ts'
import { mailTemplates, settings } from './german/settings.ts'
import {
  auditLog,
  catalogue,
  generalSettings,
  settingsArea,
  suppressedAddresses,
  webhooks,
} from './german/settings-area.ts'
import { signIn } from './german/sign-in.ts'
import { change, entry, outgoing, ticket } from './german/ticket.ts'
import { ticketWork } from './german/ticket-work.ts'
import { newTicket, tickets } from './german/tickets.ts'
import { priority, role, source, status } from './german/words.ts'
import { writing } from './german/writing.ts'

/** Every word of console and portal in German, by the room that says it. */
export const german: Strings = {
  product,
  skipToContent,
  nav,
  account,
  language,
  goTo,
  time,
  form,
  refusals,
  offline,
  problem,
  shortcuts,
  palette,
  status,
  priority,
  source,
  role,
  signIn,
  tickets,
  newTicket,
  ticket,
  entry,
  change,
  outgoing,
  ticketWork,
  composer,
  writing,
  stale,
  clients,
  quarantine,
  settings,
  settingsArea,
  generalSettings,
  suppressedAddresses,
  catalogue,
  webhooks,
  auditLog,
  clientPages,
  mailTemplates,
  mailedFile,
  ...lists,
  providerSignIn,
  sessions,
  yourAccount,
  agents,
  apiKeys,
  portal,
}
