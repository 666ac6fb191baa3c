import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeskProcess, openDeskProcess } from '../support/desk-process.ts'

/** What two desks sent each other by themselves. */
export interface LoopReport {
  days: number
  mails: number
  automatic: number
  /** The most automatic mails to one address in one day. */
  mostADay: number
  tickets: number
}

interface Side {
  desk: DeskProcess
  address: string
  /** Mails of its outbox that were carried over. */
  carried: number
}

interface SentMail {
  id: string
  at: string
  to: string[]
  headers: Record<string, string>
}

const stepHours = 6
/** Mails go to and fro within one step so often at most: a loop without an end shows all the same. */
const roundsMax = 12

/**
 * Lets two desks answer each other for so many days. Each has the other's address as a contact, and what says that
 * a mail is automatic is taken off on the way, as bad relays do. Every day the agents of both resolve what is open;
 * what nobody answers then closes by itself.
 */
export async function answerEachOther(days: number): Promise<LoopReport> {
  const folder = await mkdtemp(join(tmpdir(), 'docket-loop-'))
  const sides = await Promise.all(
    ['desk.example', 'peer.example'].map(async (domain): Promise<Side> => {
      const desk = await openDeskProcess(join(folder, domain), domain)
      return { desk, address: `support@${domain}`, carried: 0 }
    }),
  )
  try {
    return await converse(sides, days)
  } finally {
    await Promise.all(sides.map(({ desk }) => desk.kill()))
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function converse(sides: readonly Side[], days: number): Promise<LoopReport> {
  await Promise.all(sides.map(({ desk }) => desk.boot()))
  for (const [index, side] of sides.entries()) await openPeer(side, otherThan(sides, index).address)
  await beginWith(sides)
  for (let hour = 0; hour < days * 24; hour += stepHours) {
    for (let round = 0; round < roundsMax && (await carryAll(sides)) > 0; round += 1);
    if (hour % 24 === 0) for (const { desk } of sides) await resolveAll(desk)
    for (const { desk } of sides) {
      await desk.local('POST', 'clock', JSON.stringify({ advance: `PT${stepHours}H` }))
    }
  }
  return await report(sides, days)
}

function otherThan(sides: readonly Side[], index: number): Side {
  const other = sides[1 - index]
  if (other === undefined) throw new Error('There are two desks')
  return other
}

/** The other desk as a contact, which is sent whatever contacts are sent. */
async function openPeer({ desk }: Side, address: string): Promise<void> {
  const { id } = await desk.docket.createClient({
    body: { name: 'Peer', domains: [address.slice(address.indexOf('@') + 1)] },
  })
  await desk.docket.createContact({ params: { id }, body: { name: 'Peer desk', email: address } })
}

async function beginWith([first]: readonly Side[]): Promise<void> {
  if (first === undefined) return
  const { data } = await first.desk.docket.listClients({ query: {} })
  const clientId = data[0]?.id ?? ''
  const contacts = await first.desk.docket.listContacts({ params: { id: clientId }, query: {} })
  const { number } = await first.desk.docket.openTicket({
    body: {
      clientId,
      contactId: contacts.data[0]?.id ?? '',
      subject: 'Are you there?',
      descriptionText: 'Hello.',
    },
  })
  await first.desk.docket.replyToTicket({
    params: { number },
    body: { visibility: 'public', bodyText: 'Please answer.' },
  })
}

/** Carries what each desk sent since to the other; answers how many mails. */
async function carryAll(sides: readonly Side[]): Promise<number> {
  let carried = 0
  for (const [index, side] of sides.entries()) {
    await side.desk.local('POST', 'settle')
    const sent = await outboxOf(side)
    const { desk } = otherThan(sides, index)
    for (const { id, to } of sent.slice(side.carried)) {
      const raw = await (await side.desk.local('GET', `outbox/${id}`)).text()
      await desk.local('POST', `mail?to=${encodeURIComponent(to[0] ?? '')}`, withoutMarks(raw))
      carried += 1
    }
    side.carried = sent.length
  }
  return carried
}

async function outboxOf({ desk }: Side): Promise<SentMail[]> {
  const { data } = (await (await desk.local('GET', 'outbox')).json()) as { data: SentMail[] }
  return data
}

/** The mail without the fields by which a program says that it is one. */
function withoutMarks(raw: string): string {
  const end = raw.indexOf('\r\n\r\n')
  const header = raw
    .slice(0, end)
    .replace(
      /^(?:auto-submitted|precedence|x-auto-response-suppress|list-[a-z]+|feedback-id):.*\r?\n(?:[ \t].*\r?\n)*/gim,
      '',
    )
  return header + raw.slice(end)
}

async function resolveAll({ docket }: DeskProcess): Promise<void> {
  const { data } = await docket.listTickets({ query: { status: 'open,working,hold', limit: 100 } })
  for (const { number } of data) await docket.resolveTicket({ params: { number } })
}

async function report(sides: readonly Side[], days: number): Promise<LoopReport> {
  const counts = new Map<string, number>()
  let mails = 0
  let automatic = 0
  let tickets = 0
  for (const side of sides) {
    for (const { at, to, headers } of await outboxOf(side)) {
      mails += 1
      if (headers['auto-submitted'] === undefined) continue
      automatic += 1
      const day = `${side.address} ${to[0]?.replace(/\+[^@]*@/, '@')} ${at.slice(0, 10)}`
      counts.set(day, (counts.get(day) ?? 0) + 1)
    }
    for await (const _ticket of side.desk.docket.listTickets.rows({ query: { limit: 100 } })) tickets += 1
  }
  return { days, mails, automatic, mostADay: Math.max(0, ...counts.values()), tickets }
}
