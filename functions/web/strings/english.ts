import { clientPages } from './english/client-pages.ts'
import { clients } from './english/clients.ts'
import { composer, stale } from './english/composer.ts'
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
} from './english/frame.ts'
import * as lists from './english/lists.ts'
import { mailedFile } from './english/mailed-file.ts'
import { palette } from './english/palette.ts'
import { agents, apiKeys, providerSignIn, sessions, yourAccount } from './english/people.ts'
import { portal } from './english/portal.ts'
import { quarantine } from './english/quarantine.ts'
import { refusals } from './english/refusals.ts'
import { mailTemplates, settings } from './english/settings.ts'
import {
  auditLog,
  catalogue,
  generalSettings,
  settingsArea,
  suppressedAddresses,
  webhooks,
} from './english/settings-area.ts'
import { signIn } from './english/sign-in.ts'
import { change, entry, outgoing, ticket } from './english/ticket.ts'
import { ticketWork } from './english/ticket-work.ts'
import { newTicket, tickets } from './english/tickets.ts'
import { priority, role, source, status } from './english/words.ts'
import { writing } from './english/writing.ts'

/** Every word of console and portal in English, by the room that says it. */
export const english = {
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
} as const
