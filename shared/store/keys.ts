import { createHash } from 'node:crypto'
import type { CatalogueKind } from '../domain/catalogue.ts'
import type { Key } from '../runtime/table.ts'

/** Every key of the table, on one page, but for the signing key's, which lies under the rooms' ground. */
export const keys = {
  settings: (): Key => ({ pk: 'DESK', sk: 'SETTINGS' }),
  sweepCursor: (job: string): Key => ({ pk: 'DESK', sk: `SWEEP#${job}` }),

  ticket: (number: number): Key => ({ pk: ticketPartition(number), sk: 'HEAD' }),
  entry: (number: number, id: string): Key => ({ pk: ticketPartition(number), sk: `E#${id}` }),
  ticketMail: (number: number, id: string): Key => ({ pk: ticketPartition(number), sk: `OUT#${id}` }),
  tasks: (number: number): Key => ({ pk: ticketPartition(number), sk: 'TASKS' }),
  visit: (number: number, id: string): Key => ({ pk: ticketPartition(number), sk: `VISIT#${id}` }),
  /** That an agent looked at a ticket. */
  look: (number: number, agentId: string): Key => ({ pk: `LOOKS#${number}`, sk: agentId }),
  /** An entry as it was before it was edited. */
  pastEntry: (number: number, id: string, version: number): Key => ({
    pk: ticketPartition(number),
    sk: `PAST#${id}#${String(version).padStart(4, '0')}`,
  }),
  /** That agents were told on a ticket that mail to an address is not sent. */
  stopTold: (number: number, address: string, since: string): Key => ({
    pk: ticketPartition(number),
    sk: `STOP#${sha256(`${address}#${since}`)}`,
  }),
  /** How to take a reply back whose mails are held. */
  replyUndo: (number: number, entryId: string): Key => ({
    pk: ticketPartition(number),
    sk: `UNDO#${entryId}`,
  }),
  /** What somebody has begun to write on a ticket. */
  draft: (owner: string, number: number): Key => ({ pk: draftsOf(owner), sk: paddedOrder(number) }),
  deskMail: (id: string): Key => ({ pk: `OUTBOX#${id}`, sk: 'A' }),

  client: (id: string): Key => ({ pk: `CLIENT#${id}`, sk: 'A' }),
  contact: (id: string): Key => ({ pk: `CONTACT#${id}`, sk: 'A' }),
  asset: (id: string): Key => ({ pk: `ASSET#${id}`, sk: 'A' }),
  agent: (id: string): Key => ({ pk: `AGENT#${id}`, sk: 'A' }),
  /** Who an address or a domain belongs to; its being there is what makes it unique. */
  email: (address: string): Key => ({ pk: `EMAIL#${address}`, sk: 'A' }),
  domain: (domain: string): Key => ({ pk: `DOMAIN#${domain}`, sk: 'A' }),

  /** Statuses, categories, templates and the like: what admins keep for agents to choose from. */
  catalogue: (kind: CatalogueKind, id: string): Key => ({ pk: `CATALOGUE#${kind}#${id}`, sk: 'A' }),
  audit: (id: string): Key => ({ pk: 'AUDIT', sk: id }),

  /** A Message-ID that this desk received, sent, or saw mentioned. */
  message: (messageId: string): Key => ({ pk: `MAIL#${sha256(messageId)}`, sk: 'A' }),
  /** What became of one stored raw mail. */
  inbound: (mailKey: string): Key => ({ pk: `INBOUND#${mailKey}`, sk: 'A' }),
  /** That an address, or a whole domain, is blocked. */
  blockedSender: (id: string): Key => ({ pk: `BLOCKED#${id}`, sk: 'A' }),

  /** A file that was uploaded to go with an entry. */
  upload: (id: string): Key => ({ pk: `UPLOAD#${id}`, sk: 'A' }),

  /** One ticket's place in a list of `memberLists`. */
  member: (list: string, order: number): Key => ({ pk: list, sk: paddedOrder(order) }),
  /** That a word stands in a ticket, or in the name of something else that can be found. */
  posting: (word: string, place: string): Key => ({ pk: `WORD#${word}`, sk: place }),
  /** That a word is known, among those of the same first letter. */
  knownWord: (word: string): Key => ({ pk: `WORDS#${[...word][0] ?? ''}`, sk: word }),

  /** How many tickets are what, of the desk, a client or an agent. */
  counts: (of: string): Key => ({ pk: countsPartition, sk: of }),
  /** That a ticket is in these counters. */
  counted: (number: number): Key => ({
    pk: countedPartitions[number % countedPartitions.length] ?? '',
    sk: paddedOrder(number),
  }),
  listsVersion: (): Key => ({ pk: countsPartition, sk: 'version' }),
  savedView: (id: string): Key => ({ pk: `VIEW#${id}`, sk: 'A' }),

  /** What the desk has of its own for one kind of mail. */
  mailTemplate: (event: string): Key => ({ pk: `MAIL-TEMPLATE#${event}`, sk: 'A' }),
  /** An address that gets no more mail. */
  suppressed: (id: string): Key => ({ pk: `SUPPRESSED#${id}`, sk: 'A' }),
  /** The latest mails that answered an address's own by themselves. */
  autoMail: (address: string): Key => ({ pk: `AUTO-MAIL#${sha256(address)}`, sk: 'A' }),

  /** A report of SES on sent mail. */
  report: (id: string): Key => ({ pk: `REPORT#${id}`, sk: 'A' }),

  /** One batch of events; the sequence counts without gaps. */
  feedBatch: (sequence: number): Key => ({ pk: feedPartition, sk: String(sequence).padStart(12, '0') }),
  webhook: (id: string): Key => ({ pk: `WEBHOOK#${id}`, sk: 'A' }),
  delivery: (webhookId: string, id: string): Key => ({ pk: `WEBHOOK#${webhookId}`, sk: `D#${id}` }),

  apiKey: (id: string): Key => ({ pk: `KEY#${id}`, sk: 'A' }),
  /** How much somebody did in one span of time. */
  rateWindow: (whose: string, window: string): Key => ({ pk: `RATE#${whose}`, sk: window }),
  signInCode: (flowId: string): Key => ({ pk: `SIGNIN#${sha256(flowId)}`, sk: 'A' }),
  signInQuota: (address: string, hour: string): Key => ({ pk: `SIGNIN-QUOTA#${sha256(address)}`, sk: hour }),
  /** One of the sessions of an agent. */
  session: (whose: string, id: string): Key => ({ pk: sessionsOf(whose), sk: id }),
  /** Whose the subject of an identity provider is. */
  identity: (issuer: string, subject: string): Key => ({
    pk: `IDENTITY#${sha256(JSON.stringify([issuer, subject]))}`,
    sk: 'A',
  }),
  portalSession: (token: string): Key => ({ pk: `PORTAL-SESSION#${sha256(token)}`, sk: 'A' }),
  request: (principal: string, idempotencyKey: string): Key => ({
    pk: `REQUEST#${principal}#${sha256(idempotencyKey)}`,
    sk: 'A',
  }),
} as const

/** Bounds of the sort key within a ticket's partition: newest first they give the header, then its entries. */
export const ticketPage = { from: 'E#', to: 'HEAD' } as const
export const ticketEntries = { from: 'E#', to: 'E#~' } as const
export const ticketMails = { from: 'OUT#', to: 'OUT#~' } as const
export const ticketVisits = { from: 'VISIT#', to: 'VISIT#~' } as const
export function pastEntries(id: string) {
  return { from: `PAST#${id}#`, to: `PAST#${id}#~` } as const
}

export const feedPartition = 'FEED'
export const countsPartition = 'COUNTS'
/** As many as they are, for good: a mark is found by its ticket's number. */
export const countedPartitions: readonly string[] = ['0', '1', '2', '3'].map(shard => `COUNTED#${shard}`)
/** Bounds of the sort key of a webhook's deliveries. */
export const webhookDeliveries = { from: 'D#', to: 'D#~' } as const

/** Where those stand that are out of use: no list of those in use reads past them. */
export function archived(directory: string): string {
  return `archived-${directory}`
}

/** The named lists of the `directory` index. */
export const directories = {
  clients: 'clients',
  contacts: (clientId: string) => `contacts#${clientId}`,
  assets: (clientId: string) => `assets#${clientId}`,
  agents: 'agents',
  apiKeys: 'api-keys',
  quarantine: 'quarantine',
  blockedSenders: 'blocked-senders',
  suppressed: 'suppressed',
  catalogue: (kind: CatalogueKind) => `catalogue#${kind}`,
  webhooks: 'webhooks',
  savedViews: 'views',
  savedViewsOf: (owner: string) => `views#${owner}`,
  pendingUploads: (uploader: string) => `uploads#${uploader}`,
} as const

/**
 * The partitions that each list of the whole desk is spread over: one carries some 500 header writes a second.
 * Add to them at any time: what was written before stays where it is found.
 */
export const ticketShards: readonly string[] = ['0']

export function ticketShardOf(number: number, shards = ticketShards): string {
  return shards[number % shards.length] ?? '0'
}

/** In lists that are read backwards: live tickets before closed ones, each newest first. */
export function listOrderOf({ number, status }: { number: number; status: string }): number {
  return status === 'closed' ? number : firstLive + number
}

/** Where the live tickets begin; no ticket number is as large. */
export const firstLive = 10_000_000_000

/** A `listOrder` or a ticket number as a sort key that is a string. */
export function paddedOrder(order: number): string {
  return String(order).padStart(11, '0')
}

/** The partitions of the lists that are kept as items of their own. */
export const memberLists = {
  /** Letter case aside. */
  tag: (tag: string) => `TAG#${foldedTag(tag)}`,
  asset: (assetId: string) => `ASSET-TICKETS#${assetId}`,
  category: (categoryId: string) => `CATEGORY-TICKETS#${categoryId}`,
} as const

/** A tag as it is compared. */
export function foldedTag(tag: string): string {
  return tag.normalize('NFKC').toLowerCase()
}

/** Work of one kind that falls due in one hour. */
export function dueBucket(kind: DueKind, at: string): string {
  return `DUE#${kind}#${at.slice(0, 13)}`
}

export type DueKind = 'auto-close' | 'outbox' | 'upload' | 'webhooks'

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The id of a blocked sender is the head of the hash of its address or domain, so that a mail finds it. */
export function blockedSenderIdOf(name: string): string {
  return `blk_${sha256(name).slice(0, 24)}`
}

/** The id of a suppressed address is the head of its hash, so that a mail finds it. */
export function suppressedIdOf(address: string): string {
  return `sup_${sha256(address).slice(0, 24)}`
}

/** The id of an API key is the head of its hash, so that the secret alone finds the row. */
export function apiKeyIdOf(secret: string): string {
  return `key_${sha256(secret).slice(0, 24)}`
}

/** The id of a session is the head of its token's hash, so that the cookie alone finds the row. */
export function sessionIdOf(token: string): string {
  return `ses_${sha256(token).slice(0, 40)}`
}

/** The partition that somebody's sessions lie in. */
export function sessionsOf(whose: string): string {
  return `SESSIONS#${whose}`
}

/** The partition of everything that somebody has begun to write. */
export function draftsOf(owner: string): string {
  return `DRAFTS#${owner}`
}

function ticketPartition(number: number): string {
  return `TICKET#${number}`
}
