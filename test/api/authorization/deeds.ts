import type { Actor } from '../../../shared/domain/actor.ts'
import { createAgent } from '../../../shared/use-cases/agents.ts'
import { createApiKey, listApiKeys } from '../../../shared/use-cases/api-keys.ts'
import { listAuditLog } from '../../../shared/use-cases/audit-log.ts'
import { blockSender } from '../../../shared/use-cases/blocked-senders.ts'
import { categories } from '../../../shared/use-cases/categories.ts'
import { changeTicket } from '../../../shared/use-cases/change-ticket.ts'
import { changeClient, createClient, readClient } from '../../../shared/use-cases/clients.ts'
import { listQuarantine } from '../../../shared/use-cases/quarantine.ts'
import { attachmentLink } from '../../../shared/use-cases/read-attachment.ts'
import { readOriginal } from '../../../shared/use-cases/read-mail.ts'
import { readEntry, readTicket } from '../../../shared/use-cases/read-ticket.ts'
import { releaseFromQuarantine } from '../../../shared/use-cases/release-mail.ts'
import { replayMail } from '../../../shared/use-cases/replay-mail.ts'
import { replyToTicket } from '../../../shared/use-cases/reply-to-ticket.ts'
import { endAllSessions, listSessions } from '../../../shared/use-cases/sessions.ts'
import { changeSettings, readSettings } from '../../../shared/use-cases/settings.ts'
import { createWebhook } from '../../../shared/use-cases/webhooks.ts'
import { type Api, opened, type Site } from '../door.ts'
import { prepare } from './prepared-call.ts'

export type Deed = () => Promise<(actor: Actor) => Promise<unknown>>

/** What can be done at a site, by the words of the table: each makes what it is about, and is then tried by somebody. */
export function deedsAt(api: Api, site: Site, otherSite: Site): Record<string, Deed> {
  return {
    'read a ticket': async () => {
      const number = await opened(api, site)
      return actor => readTicket(api.desk, actor, number)
    },
    'read a ticket of no client': async () => {
      const { params } = await prepare(api, site, 'releaseFromQuarantine')
      const { body } = await api.post(`/quarantine/${params.id}/release`, { as: 'ticket' })
      return actor => readTicket(api.desk, actor, body.number)
    },
    'answer a ticket': async () => {
      const number = await opened(api, site)
      return actor => replyToTicket(api.desk, actor, { number, visibility: 'public', bodyText: 'Hello.' })
    },
    'move a ticket to another client': async () => {
      const number = await opened(api, site)
      return actor => changeTicket(api.desk, actor, { number, changes: { clientId: otherSite.clientId } })
    },
    'read an attachment': async () => {
      const { params } = await prepare(api, site, 'readAttachment')
      return actor => attachmentLink(api.desk, actor, String(params.id))
    },
    'read a note of the desk': async () => {
      const { params } = await prepare(api, site, 'editEntry')
      return actor => readEntry(api.desk, actor, Number(params.number), String(params.entryId))
    },
    'read a client': async () => actor => readClient(api.desk, actor, site.clientId),
    'change a client': async () => actor =>
      changeClient(api.desk, actor, site.clientId, { name: `Site ${api.next()}` }),
    'add a client': async () => actor => createClient(api.desk, actor, { name: 'New' }),
    'read the mail of a ticket': async () => {
      const { params } = await prepare(api, site, 'readMail')
      return actor => readOriginal(api.desk, actor, String(params.key))
    },
    'look into quarantine': async () => actor => listQuarantine(api.desk, actor, { limit: 1 }),
    'replay the mail of a ticket': async () => {
      const { params } = await prepare(api, site, 'readMail')
      return actor => replayMail(api.desk, actor, String(params.key))
    },
    'block a sender': async () => {
      const address = `spam${api.next()}@nowhere.example`
      return actor => blockSender(api.desk, actor, { address })
    },
    'let a mail out of quarantine': async () => {
      const { params } = await prepare(api, site, 'releaseFromQuarantine')
      const as = { as: 'ticket', clientId: site.clientId } as const
      return actor => releaseFromQuarantine(api.desk, actor, String(params.id), as)
    },
    'read the settings': async () => actor => readSettings(api.desk, actor),
    'change the settings': async () => actor => changeSettings(api.desk, actor, { autoCloseHours: 24 }),
    'add a category': async () => actor => categories.create(api.desk, actor, { name: 'Network' }),
    'add an agent': async () => {
      const email = `kim${api.next()}@desk.example`
      return actor => createAgent(api.desk, actor, { name: 'Kim', email, role: 'read-only' })
    },
    'see where an agent is signed in': async () => {
      const { params } = await prepare(api, site, 'listAgentSessions')
      return actor => listSessions(api.desk, actor, String(params.id), { limit: 1 })
    },
    'sign an agent out': async () => {
      const { params } = await prepare(api, site, 'endAgentSessions')
      return actor => endAllSessions(api.desk, actor, String(params.id))
    },
    'make an API key': async () => actor =>
      createApiKey(api.desk, actor, { name: 'Reports', scopes: ['tickets:read'] }),
    'read the API keys': async () => actor => listApiKeys(api.desk, actor, { limit: 1 }),
    'read the audit log': async () => actor => listAuditLog(api.desk, actor, { limit: 1 }),
    'make a webhook for the client': async () => actor =>
      createWebhook(api.desk, actor, {
        name: 'Chat',
        url: 'http://127.0.0.1:9/hook',
        events: ['ticket.created'],
        clientIds: [site.clientId],
      }),
  }
}
