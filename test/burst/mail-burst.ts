import { apiKey, openTestCloud, type TestCloud } from '../support/cloud.ts'

/** What a mail of the burst must end as. */
type Kind = 'ticket' | 'reply' | 'quarantined' | 'recorded'

interface BurstMail {
  id: string
  kind: Kind
  raw: string
  to: string
  /** Of a reply: the ticket. */
  number?: number
}

export interface BurstOptions {
  mails: number
  /** How often each is sent, shuffled. */
  copies: number
  seed: number
  /** Chance of a fault at each call. */
  faultProbability: number
}

export interface Ledger {
  lines: string[]
  /** Whatever is not as it must be, in words. */
  wrong: string[]
}

const clients = 20
const targets = 40

/**
 * Sends mails, each several times, shuffled, while calls of every service fail at random, and checks afterwards that
 * each has one outcome and one effect. The same seed sends the same mails in the same order.
 */
export async function burst(options: BurstOptions): Promise<Ledger> {
  const cloud = await openTestCloud({ demo: false })
  try {
    await openClients(cloud)
    const numbers = await openTargets(cloud)
    const random = randomFrom(options.seed)
    const mails = mailsOf(options.mails, numbers, random)
    const all = shuffled(
      mails.flatMap(mail => Array.from({ length: options.copies }, () => mail)),
      random,
    )
    await armFaults(cloud, options)
    const keys = await sendAll(cloud, all)
    await calm(cloud)
    return await ledgerOf(cloud, mails, keys)
  } finally {
    await cloud.close()
  }
}

async function openClients({ docket }: TestCloud): Promise<void> {
  for (let index = 0; index < clients; index += 1) {
    const { id } = await docket.createClient({
      body: { name: `Client ${index}`, domains: [domainOf(index)] },
    })
    await docket.createContact({
      params: { id },
      body: { name: `Contact ${index}`, email: `contact@${domainOf(index)}` },
    })
  }
}

/** The tickets that the replies of the burst are for. */
async function openTargets(cloud: TestCloud): Promise<number[]> {
  for (let index = 0; index < targets; index += 1) {
    await post(cloud, mailFrom(index, { id: `target-${index}@sender.example`, subject: `Target ${index}` }))
  }
  await settle(cloud)
  const numbers: number[] = []
  for await (const { subject, number } of cloud.docket.listTickets.rows({ query: { limit: 100 } })) {
    numbers[Number(subject.slice('Target '.length))] = number
  }
  return numbers
}

function mailsOf(count: number, numbers: readonly number[], random: () => number): BurstMail[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `burst-${index}@sender.example`
    const to = 'support@desk.example'
    const dice = random()
    if (dice < 0.55) {
      // Each from somebody new, as an address is acknowledged once in a while only.
      const from = `Person ${index} <person-${index}@${domainOf(index % clients)}>`
      return { id, kind: 'ticket', to, raw: mailFrom(index, { id, from, subject: `Burst ${index}` }) }
    }
    const target = index % targets
    const number = numbers[target] ?? 0
    if (dice < 0.85) {
      const subject = `Re: [TCK-${number}] Target ${target}`
      return {
        id,
        kind: 'reply',
        number,
        to,
        raw: mailFrom(target, { id, subject, body: `Reply ${index}.` }),
      }
    }
    if (dice < 0.95) {
      const from = `Stranger <stranger-${index}@elsewhere.example>`
      return { id, kind: 'quarantined', to, raw: mailFrom(index, { id, from, subject: `Offer ${index}` }) }
    }
    const headers = ['Auto-Submitted: auto-replied']
    return { id, kind: 'recorded', to, raw: mailFrom(index, { id, subject: `Away ${index}`, headers }) }
  })
}

function mailFrom(
  index: number,
  fields: { id: string; subject: string; from?: string; body?: string; headers?: string[] },
): string {
  const contact = index % clients
  return [
    `From: ${fields.from ?? `Contact ${contact} <contact@${domainOf(contact)}>`}`,
    'To: support@desk.example',
    `Subject: ${fields.subject}`,
    `Message-ID: <${fields.id}>`,
    'Date: Mon, 23 Nov 2026 09:00:00 +0000',
    ...(fields.headers ?? []),
    'Content-Type: text/plain; charset=utf-8',
    '',
    fields.body ?? `Words of ${fields.id}.`,
    '',
  ].join('\r\n')
}

function domainOf(client: number): string {
  return `client-${client}.example`
}

/** Every service fails now and then, before and after the effect. SES says yes or no, so that each mail sent is one. */
async function armFaults(
  cloud: TestCloud,
  { seed, faultProbability: probability }: BurstOptions,
): Promise<void> {
  const kinds: Record<string, readonly string[]> = {
    dynamodb: ['error', 'throttle', 'conflict', 'timeout', 'crash-after'],
    s3: ['error', 'throttle', 'timeout'],
    ses: ['error', 'throttle'],
    lambda: ['crash-before', 'crash-after'],
    sqs: ['error', 'duplicate'],
  }
  for (const [service, each] of Object.entries(kinds)) {
    for (const [index, kind] of each.entries()) {
      await local(cloud, 'faults', { service, kind, probability, seed: seed + index })
    }
  }
}

/** A few connections at once; a refused mail is sent again, as its sender would. Answers the keys of each mail. */
async function sendAll(cloud: TestCloud, all: readonly BurstMail[]): Promise<Map<string, string[]>> {
  const keys = new Map<string, string[]>()
  const waiting = [...all]
  const send = async () => {
    for (let mail = waiting.pop(); mail !== undefined; mail = waiting.pop()) {
      const key = await post(cloud, mail.raw)
      if (key === undefined) waiting.push(mail)
      else keys.set(mail.id, [...(keys.get(mail.id) ?? []), key])
    }
  }
  await Promise.all([1, 2, 3, 4].map(send))
  return keys
}

async function post(cloud: TestCloud, raw: string): Promise<string | undefined> {
  const answer = await fetch(`${cloud.url}/_local/mail`, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822' },
    body: raw,
  })
  if (!answer.ok) return undefined
  const { key } = (await answer.json()) as { key: string }
  return key
}

/** Without faults, until nothing waits any more. */
async function calm(cloud: TestCloud): Promise<void> {
  await fetch(`${cloud.url}/_local/faults`, { method: 'DELETE' })
  for (let round = 0; round < 5; round += 1) await settle(cloud)
}

async function settle(cloud: TestCloud): Promise<void> {
  await fetch(`${cloud.url}/_local/settle`, { method: 'POST' })
}

async function local(cloud: TestCloud, door: string, body: object): Promise<void> {
  const answer = await fetch(`${cloud.url}/_local/${door}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${door}: ${await answer.text()}`)
}

async function ledgerOf(
  cloud: TestCloud,
  mails: readonly BurstMail[],
  keys: ReadonlyMap<string, readonly string[]>,
): Promise<Ledger> {
  const wrong: string[] = []
  const counts = new Map<string, number>()
  const subjects = await subjectsOf(cloud)
  const replies = await repliesOf(cloud, new Set(mails.flatMap(({ number }) => number ?? [])))
  let deliveries = 0
  for (const mail of mails) {
    const outcomes = await Promise.all((keys.get(mail.id) ?? []).map(key => outcomeOf(cloud, key)))
    deliveries += outcomes.length
    const lost = outcomes.filter(outcome => outcome === undefined).length
    if (lost > 0) wrong.push(`${mail.id}: ${lost} deliveries without an outcome`)
    const own = outcomes.filter(outcome => outcome !== undefined && outcome !== 'duplicate')
    if (own.length !== 1 || own[0] !== mail.kind)
      wrong.push(`${mail.id}: ${outcomes.join(', ')}, not one ${mail.kind}`)
    counts.set(mail.kind, (counts.get(mail.kind) ?? 0) + own.length)
    const effects = mail.kind === 'ticket' ? subjects.get(subjectOf(mail)) : replies.get(textOf(mail))
    if ((mail.kind === 'ticket' || mail.kind === 'reply') && effects !== 1) {
      wrong.push(`${mail.id}: ${effects ?? 0} times on the desk`)
    }
  }
  const acknowledged = acknowledgements(cloud)
  const again = [...acknowledged].filter(([, count]) => count > 1).map(([subject]) => subject)
  const queuedTwice = await ticketsQueuedTwice(cloud, again)
  if (queuedTwice > 0) wrong.push(`${queuedTwice} tickets have more than one acknowledgement`)
  const unanswered = (counts.get('ticket') ?? 0) - acknowledged.size
  if (unanswered !== 0) wrong.push(`${unanswered} tickets were not acknowledged`)
  const line = (label: string, value: number) => `${label.padEnd(34)} ${String(value).padStart(6)}`
  return {
    lines: [
      line('mails', mails.length),
      line('deliveries', deliveries),
      ...[...counts].sort().map(([kind, count]) => line(`outcome ${kind}`, count)),
      line('outcome duplicate', deliveries - [...counts.values()].reduce((sum, count) => sum + count, 0)),
      line('tickets acknowledged', acknowledged.size),
      // A function that ends between SES's yes and its own mark sends the same mail again: that no desk can help.
      line('one acknowledgement, sent again', again.length - queuedTwice),
      line('more than one acknowledgement', queuedTwice),
      line('wrong', wrong.length),
    ],
    wrong,
  }
}

async function outcomeOf(cloud: TestCloud, key: string): Promise<string | undefined> {
  const answer = await fetch(`${cloud.url}/_local/mail/${encodeURIComponent(key)}`)
  if (!answer.ok) return undefined
  return ((await answer.json()) as { outcome: string }).outcome
}

/** How many tickets have each subject. */
async function subjectsOf({ docket }: TestCloud): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for await (const { subject } of docket.listTickets.rows({ query: { limit: 100 } })) {
    counts.set(subject, (counts.get(subject) ?? 0) + 1)
  }
  return counts
}

/** How many replies have each text. */
async function repliesOf({ url }: TestCloud, numbers: ReadonlySet<number>): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const number of numbers) {
    let cursor = ''
    do {
      const answer = await fetch(`${url}/api/v1/tickets/${number}/timeline?limit=100${cursor}`, {
        headers: { authorization: `Bearer ${apiKey}` },
      })
      const { data, nextCursor } = (await answer.json()) as {
        data: { text: string; kind: string }[]
        nextCursor: string | null
      }
      for (const { text, kind } of data) if (kind === 'reply') counts.set(text, (counts.get(text) ?? 0) + 1)
      cursor = nextCursor === null ? '' : `&cursor=${encodeURIComponent(nextCursor)}`
    } while (cursor !== '')
  }
  return counts
}

/** How often each ticket of the burst was acknowledged. */
function acknowledgements({ outbox }: TestCloud): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { subject, headers } of outbox.list()) {
    const isAutomatic = headers['auto-submitted'] !== undefined
    if (isAutomatic && subject.includes('Burst ')) counts.set(subject, (counts.get(subject) ?? 0) + 1)
  }
  return counts
}

/** How many of the tickets have more than one acknowledgement in the outbox, whatever became of those. */
async function ticketsQueuedTwice({ docket }: TestCloud, subjects: readonly string[]): Promise<number> {
  let count = 0
  for (const subject of subjects) {
    const number = Number(/-(\d+)\]/.exec(subject)?.[1])
    const { data } = await docket.listOutgoingMails({ params: { number }, query: { limit: 100 } })
    if (data.filter(({ event }) => event === 'ticket-created').length !== 1) count += 1
  }
  return count
}

function subjectOf({ raw }: BurstMail): string {
  return /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? ''
}

function textOf({ raw }: BurstMail): string {
  return raw.slice(raw.indexOf('\r\n\r\n')).trim()
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map(item => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** Park and Miller's generator: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
