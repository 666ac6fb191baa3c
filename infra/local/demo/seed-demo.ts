import { createHash } from 'node:crypto'
import { monotonicFactory } from 'ulid'
import type { Actor } from '../../../shared/domain/actor.ts'
import { composeMail } from '../../../shared/mail/compose-mail.ts'
import { replyAddress, threadRoot } from '../../../shared/mail/reply-token.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import type { Table as TableDoor } from '../../../shared/runtime/table.ts'
import { createAgent } from '../../../shared/store/agents.ts'
import { createAsset } from '../../../shared/use-cases/assets.ts'
import { changeTicket } from '../../../shared/use-cases/change-ticket.ts'
import { createClient } from '../../../shared/use-cases/clients.ts'
import { createContact } from '../../../shared/use-cases/contacts.ts'
import { openTicket } from '../../../shared/use-cases/open-ticket.ts'
import { receiveMail } from '../../../shared/use-cases/receive-mail.ts'
import { replyToTicket } from '../../../shared/use-cases/reply-to-ticket.ts'
import { unlessThere } from '../unless-there.ts'
import { demoDesk } from './desk.ts'
import type { DemoAgent, DemoContact, DemoEntry, DemoTicket } from './shape.ts'

const progressKey = { pk: 'DESK', sk: 'DEMO' }
const system: Actor = { kind: 'system', name: 'Demo' }
/** Minutes after which somebody looked at a new ticket. */
const triageMinutes = 4

/**
 * Fills the desk with the demo's two months of history, through the same use cases as everything else, at the
 * times it happened. Mails of the past are not sent again. Goes on where an interrupted start stopped.
 */
export async function fillDemoDesk(desk: Desk, domain: string): Promise<void> {
  const progress = await desk.table.get(progressKey)
  const done = progress === undefined ? -1 : Number(progress.tickets)
  if (done >= demoDesk.tickets.length) return
  const past = pastDesk(desk)
  if (done < 0) await fillPeople(past, domain)
  const oldestFirst = [...demoDesk.tickets].sort((a, b) => b.daysAgo - a.daysAgo)
  for (const [index, ticket] of oldestFirst.entries()) {
    if (index < done) continue
    await new DemoThread(past, domain, Date.parse(desk.now()) - ticket.daysAgo * 86_400_000).tell(ticket)
    await desk.table.commit([{ put: { ...progressKey, itemType: 'demo', tickets: index + 1 } }])
  }
}

/** The desk, but what it queues to be mailed is dropped: those mails went out long ago. */
function pastDesk(desk: Desk): Desk {
  return { ...desk, table: new PastTable(desk.table) }
}

/** Passes everything on but the outbox. */
class PastTable implements TableDoor {
  readonly #table: TableDoor

  constructor(table: TableDoor) {
    this.#table = table
  }

  get: TableDoor['get'] = (key, consistent) => this.#table.get(key, consistent)
  getMany: TableDoor['getMany'] = keys => this.#table.getMany(keys)
  query: TableDoor['query'] = query => this.#table.query(query)
  increment: TableDoor['increment'] = (...given) => this.#table.increment(...given)
  commit: TableDoor['commit'] = writes =>
    this.#table.commit(writes.filter(write => !('put' in write && write.put.itemType === 'outbox')))
}

async function fillPeople(desk: Desk, domain: string): Promise<void> {
  const at = desk.now()
  for (const agent of demoDesk.agents.slice(1)) {
    const { key, name, role } = agent
    await unlessThere(
      desk.table.commit(
        createAgent({
          id: `agt_${key}`,
          name,
          role,
          email: addressOf(agent, domain),
          disabled: false,
          createdAt: at,
          version: 1,
        }),
      ),
    )
  }
  const { currency } = demoDesk.settings
  for (const client of demoDesk.clients) {
    const named = (key: string): Desk => ({ ...desk, newId: prefix => `${prefix}_${key}` })
    const hourlyRate = { amount: client.hourlyRateMinorUnits, currency }
    const { name, domains } = client
    await unlessThere(createClient(named(client.key), system, { name, domains, hourlyRate }))
    const clientId = `clt_${client.key}`
    for (const { key, name, email, roles } of client.contacts) {
      await unlessThere(createContact(named(key), system, clientId, { name, email, roles }))
    }
    for (const { key, name, type } of client.assets) {
      await unlessThere(createAsset(named(key), system, clientId, { name, type }))
    }
  }
}

function addressOf({ email }: DemoAgent, domain: string): string {
  return email.replace(/@desk\.example$/, `@${domain}`)
}

/** One ticket of the demo, told from its beginning. */
class DemoThread {
  readonly #desk: Desk
  readonly #domain: string
  #atMs: number
  #number = 0

  constructor(desk: Desk, domain: string, startMs: number) {
    const nextUlid = monotonicFactory()
    this.#atMs = startMs
    this.#domain = domain
    this.#desk = {
      ...desk,
      now: () => new Date(this.#atMs).toISOString(),
      newUlid: () => nextUlid(this.#atMs),
    }
  }

  async tell(ticket: DemoTicket): Promise<void> {
    const contact = contactWith(ticket.contact)
    if (ticket.source === 'email') {
      this.#number = await this.#receive(contact, ticket.subject, ticket.description)
    } else {
      this.#number = await this.#open(ticket, contact)
    }
    const later = ticket.timeline[0]?.minutesLater ?? Number.POSITIVE_INFINITY
    const triagedAfter = Math.min(triageMinutes, later / 2, (ticket.daysAgo * 1_440) / 2)
    this.#wait(triagedAfter)
    await this.#triage(ticket)
    this.#wait(-triagedAfter)
    for (const entry of ticket.timeline) {
      this.#wait(entry.minutesLater)
      await this.#add(entry, ticket.subject)
    }
  }

  #wait(minutes: number): void {
    this.#atMs += Math.round(minutes * 60_000)
  }

  async #open(ticket: DemoTicket, contact: DemoContact): Promise<number> {
    const opened = await openTicket(this.#desk, this.#agent(ticket.assignee ?? 'alex'), {
      clientId: `clt_${ticket.client}`,
      contactId: `con_${contact.key}`,
      subject: ticket.subject,
      descriptionText: ticket.description,
      source: 'console',
    })
    return opened.number
  }

  async #triage({ priority, assignee, assets, tags }: DemoTicket): Promise<void> {
    await changeTicket(this.#desk, this.#agent(assignee ?? 'priya'), {
      number: this.#number,
      changes: {
        priority,
        ...(assignee === undefined ? {} : { assigneeId: `agt_${assignee}` }),
        ...(assets === undefined ? {} : { assetIds: assets.map(key => `ast_${key}`) }),
        ...(tags === undefined ? {} : { tags }),
      },
    })
  }

  async #add(entry: DemoEntry, subject: string): Promise<void> {
    const number = this.#number
    switch (entry.kind) {
      case 'assign':
        await changeTicket(this.#desk, this.#agent(entry.by), {
          number,
          changes: { assigneeId: `agt_${entry.to}` },
        })
        return
      case 'status':
        await changeTicket(this.#desk, this.#agent(entry.by), { number, changes: { status: entry.to } })
        return
      case 'reply':
      case 'note':
        if (demoDesk.agents.some(({ key }) => key === entry.by)) {
          await replyToTicket(this.#desk, this.#agent(entry.by), {
            number,
            visibility: entry.kind === 'reply' ? 'public' : 'internal',
            bodyText: entry.text,
            ...(entry.minutesWorked === undefined ? {} : { minutesWorked: entry.minutesWorked }),
          })
          return
        }
        await this.#receive(contactWith(entry.by), `Re: [TCK-${number}] ${subject}`, entry.text)
    }
  }

  /** Takes in a mail as SES would have delivered it then; answers the number of its ticket. */
  async #receive(from: DemoContact, subject: string, text: string): Promise<number> {
    const desk = `support@${this.#domain}`
    const secret = await this.#desk.secrets.signingKey()
    const number = this.#number
    const to =
      number === 0 ? desk : replyAddress({ desk, ticketNumber: number, recipient: from.email, secret })
    const composed = await composeMail({
      from: { name: from.name, address: from.email },
      to: [{ name: '', address: to }],
      cc: [],
      subject,
      text,
      references: number === 0 ? [] : [threadRoot({ ticketNumber: number, secret, domain: this.#domain })],
      automatic: false,
    })
    const at = this.#desk.now()
    const mailKey = createHash('sha256').update(`${at}\n${from.email}\n${subject}`).digest('hex').slice(0, 40)
    await this.#desk.rawMail.write(mailKey, dated(composed, at), 'message/rfc822')
    const { ticketNumber } = await receiveMail(this.#desk, {
      mailKey,
      envelopeFrom: from.email,
      recipients: [to],
      verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' },
      receivedAt: at,
    })
    if (ticketNumber === undefined) throw new Error(`The demo's mail "${subject}" became no ticket`)
    return ticketNumber
  }

  #agent(key: string): Actor {
    const agent = demoDesk.agents.find(each => each.key === key)
    if (agent === undefined) throw new Error(`The demo has no agent ${key}`)
    return {
      kind: 'agent',
      id: `agt_${key}`,
      name: agent.name,
      email: addressOf(agent, this.#domain),
      role: agent.role,
    }
  }
}

function contactWith(key: string): DemoContact {
  const contact = demoDesk.clients.flatMap(({ contacts }) => contacts).find(each => each.key === key)
  if (contact === undefined) throw new Error(`The demo has no contact ${key}`)
  return contact
}

/** The mail with the Date of then. */
function dated(raw: Uint8Array, at: string): Uint8Array {
  const text = Buffer.from(raw).toString('latin1')
  return Buffer.from(text.replace(/^Date: .*$/m, `Date: ${new Date(at).toUTCString()}`), 'latin1')
}
