import type { BlockedSender, BlockScope } from '../domain/blocked-sender.ts'
import type { Agent, Client, Contact } from '../domain/people.ts'
import type { Settings } from '../domain/settings.ts'
import type { Item, Key, Table } from '../runtime/table.ts'
import type { EmailOwner } from './email-owners.ts'
import { blockedSenderIdOf, keys } from './keys.ts'
import type { InboundMail, KnownMessage } from './mails.ts'
import { recordOf } from './records.ts'
import { settingsOf } from './settings.ts'

export interface InboundQuestions {
  mailKey: string
  messageId: string
  /** Message-IDs that may name the ticket. */
  ancestors: readonly string[]
  /** The sender's address, where the mail has one sender. */
  sender?: string
  senderDomain?: string
  /** Addresses in copy. */
  copied: readonly string[]
}

export interface InboundAnswers {
  /** Set where this very mail has its outcome already. */
  done?: InboundMail
  /** What is known of its own Message-ID. */
  message?: KnownMessage
  ancestors: (KnownMessage | undefined)[]
  owner?: EmailOwner
  domainClientId?: string
  /** Set where the sender's address, or else its domain, is blocked. */
  blocked?: BlockScope
  copiedOwners: (EmailOwner | undefined)[]
  settings: Settings
}

/** Everything a mail is decided by that can be asked for by key, in one round trip. */
export async function readInboundFacts(table: Table, asked: InboundQuestions): Promise<InboundAnswers> {
  const fixed: Key[] = [
    keys.inbound(asked.mailKey),
    keys.message(asked.messageId),
    keys.settings(),
    keys.email(asked.sender ?? ''),
    keys.domain(asked.senderDomain ?? ''),
    keys.blockedSender(blockedSenderIdOf(asked.sender ?? '')),
    keys.blockedSender(blockedSenderIdOf(asked.senderDomain ?? '')),
  ]
  const items = await table.getMany([
    ...fixed,
    ...asked.ancestors.map(keys.message),
    ...asked.copied.map(keys.email),
  ])
  const [done, message, settings, owner, domain, blockedAddress, blockedDomain, ...rest] = items
  const blocked = blockedAddress ?? blockedDomain
  const known = <T>(item: Item | undefined) => (item === undefined ? undefined : recordOf<T>(item))
  return {
    ...(done === undefined ? {} : { done: recordOf<InboundMail>(done) }),
    ...(message === undefined ? {} : { message: recordOf<KnownMessage>(message) }),
    settings: settingsOf(settings),
    ...(owner === undefined ? {} : { owner: recordOf<EmailOwner>(owner) }),
    ...(domain === undefined ? {} : { domainClientId: String(domain.clientId) }),
    ...(blocked === undefined ? {} : { blocked: recordOf<BlockedSender>(blocked).scope }),
    ancestors: rest.slice(0, asked.ancestors.length).map(item => known<KnownMessage>(item)),
    copiedOwners: rest.slice(asked.ancestors.length).map(item => known<EmailOwner>(item)),
  }
}

/** The people behind an address, in one round trip. */
export async function readSenderRecords(
  table: Table,
  ids: { contactId?: string; agentId?: string; clientId?: string },
): Promise<{ contact?: Contact; agent?: Agent; client?: Client }> {
  const [contact, agent, client] = await table.getMany([
    keys.contact(ids.contactId ?? ''),
    keys.agent(ids.agentId ?? ''),
    keys.client(ids.clientId ?? ''),
  ])
  return {
    ...(contact === undefined ? {} : { contact: recordOf<Contact>(contact) }),
    ...(agent === undefined ? {} : { agent: recordOf<Agent>(agent) }),
    ...(client === undefined ? {} : { client: recordOf<Client>(client) }),
  }
}
