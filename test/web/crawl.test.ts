import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes, segmentOfMailKey } from '../../functions/web/routes.ts'
import { guestLinkDays, writeGuestToken } from '../../shared/mail/guest-token.ts'
import { createAgent } from '../../shared/use-cases/agents.ts'
import { createAsset } from '../../shared/use-cases/assets.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { requestPortalSignIn, signInToPortalWithCode } from '../../shared/use-cases/portal-sign-in.ts'
import { readTimeline } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { Browser } from './browser.ts'

/** As many pages as a small desk can have, several times over: a crawl that goes on is a circle. */
const pagesMax = 1_500

let world: TestDesk
let near: Premises
let far: Premises

/** One client with everything that hangs on it; each word of it can be told from those of any other. */
interface Premises {
  /** In every word that belongs to the client, and in nobody else's. */
  mark: string
  /** In the internal notes alone. */
  secret: string
  clientId: string
  contactId: string
  assetId: string
  number: number
  entryIds: string[]
}

beforeAll(async () => {
  world = await openTestDesk()
  const { desk } = world
  ;[near, far] = [await premises('Nearhaven', 'NEARSECRET'), await premises('Farhaven', 'FARSECRET')]
  const people = [
    { name: 'Ada Min', email: 'ada@desk.example', role: 'admin' },
    { name: 'Rea Donly', email: 'rea@desk.example', role: 'read-only' },
    { name: 'Bill Ing', email: 'bill@desk.example', role: 'billing' },
    { name: 'Scott Oped', email: 'scott@desk.example', role: 'technician', clientIds: [near.clientId] },
  ] as const
  for (const person of people) await createAgent(desk, admin, person)
  await world.publish()
}, 60_000)
afterAll(() => world.close())

describe('whoever crawls every link of the desk', () => {
  it('finds, not signed in, the way in and nothing else', async () => {
    const found = await crawl(new Browser(world.desk), [
      '/',
      '/tickets',
      ...addressesOf(near),
      ...addressesOf(far),
    ])
    expectNothingOf([near, far], found)
    const open = [...found].filter(([, { status }]) => status === 200).map(([path]) => path)
    expect(open.filter(path => !/^\/((portal\/)?sign-in|assets)\b/.test(path))).toEqual([])
    expect(open.length).toBeGreaterThan(2)
  })

  it('finds, as an agent of one client, everything of that client and nothing of another', async () => {
    const scott = await new Browser(world.desk).signIn('scott@desk.example')
    const found = await crawl(scott, ['/'])
    expect(found.size).toBeGreaterThan(15)
    expect(textOf(found)).toContain(near.secret)
    expectNothingOf([far], found)
  })

  it('is answered, as an agent of one client, alike for what is another client’s and what is not there', async () => {
    const scott = await new Browser(world.desk).signIn('scott@desk.example')
    for (const path of addressesOf(far)) {
      const absent = absentOf(path, far)
      const [theirs, nobodys] = await Promise.all([scott.get(path), scott.get(absent)])
      expect(theirs.status, path).toBe(nobodys.status)
      const [one, other] = await Promise.all([theirs.text(), nobodys.text()])
      expect(bare(one), path).toBe(bare(other))
    }
  })

  it.each(['ada', 'rea', 'bill'])('finds, as %s, pages that all can be read', async name => {
    const found = await crawl(await new Browser(world.desk).signIn(`${name}@desk.example`), ['/'])
    expect(found.size).toBeGreaterThan(15)
    expect(textOf(found)).toContain(far.secret)
  })

  it('finds, as a read-only agent, no form that changes anything but their own session', async () => {
    const found = await crawl(await new Browser(world.desk).signIn('rea@desk.example'), ['/'])
    const actions = [...textOf(found).matchAll(/<form[^>]*method="post"[^>]*action="([^"]+)"/g)].map(
      ([, to]) => to,
    )
    expect(
      [...new Set(actions)].filter(to => !/^\/(sign-out|language|account|views)/.test(to ?? '')),
    ).toEqual([])
  })
})

describe('whoever crawls every link of the portal', () => {
  it.each([
    ['a contact', 'plain'],
    ['a technical contact', 'tech'],
    ['a primary contact', 'person'],
    ['a billing contact', 'bill'],
  ])('finds, as %s, what is public of their own and nothing more', async (_who, name) => {
    const found = await crawl(await inPortal(`${name}@nearhaven.example`), [
      '/portal',
      ...portalOf(near),
      ...portalOf(far),
    ])
    expectNothingOf([far], found)
    const text = textOf(found)
    expect(text).not.toContain(near.secret)
    expect(text).not.toContain('@desk.example')
    const mayRead = name === 'tech' || name === 'person'
    expect(text.includes(`We look at ${near.mark}.`)).toBe(mayRead)
  })

  it('finds, as another client’s contact, nothing of this one, and of the console the way in', async () => {
    const browser = await inPortal('tech@farhaven.example')
    const found = await crawl(browser, ['/portal', '/tickets', ...addressesOf(near), ...portalOf(near)])
    expectNothingOf([near], found)
    expect(textOf(found)).toContain(far.mark)
    expect(textOf(found)).not.toContain(far.secret)
  })

  it('finds, with a guest link, the one ticket’s public side', async () => {
    const key = await world.desk.secrets.signingKey()
    const until = Math.floor(Date.parse(world.desk.now()) / 1_000) + guestLinkDays * 86_400
    const { number: ticketNumber, clientId } = near
    const token = writeGuestToken(
      { ticketNumber, until, recipient: 'person@nearhaven.example', clientId },
      key,
    )
    const found = await crawl(new Browser(world.desk), [
      `/guest/${token}`,
      ...portalOf(near),
      ...portalOf(far),
    ])
    expectNothingOf([far], found)
    const text = textOf(found)
    expect(text).toContain(`We look at ${near.mark}.`)
    expect(text).not.toContain(near.secret)
    expect(text).not.toContain('@desk.example')
  })
})

/** Signed in to the portal by the code of the latest mail. */
async function inPortal(email: string): Promise<Browser> {
  const { flow } = await requestPortalSignIn(world.desk, { email })
  await world.sendMails()
  const code = /^[A-Z2-9]{8}$/m.exec(world.outbox.list({ to: email }).at(-1)?.text ?? '')?.[0] ?? ''
  const { session } = await signInToPortalWithCode(world.desk, { flow, code })
  const browser = new Browser(world.desk)
  browser.cookies.set('__Host-docket-portal', session)
  return browser
}

/** What the portal has of a client's ticket, for whoever may. */
function portalOf({ number, entryIds: [entryId = ''] }: Premises): string[] {
  return [
    routes.portalTicket.href({ number }),
    routes.portalFile.href({ number, attachmentId: entryId }),
    routes.portal.href({}, { show: 'client' }),
  ]
}

type Found = Map<string, { status: number; text: string }>

/** Follows every link there is, each address once; none of them answers with an error of ours. */
async function crawl(browser: Browser, from: readonly string[]): Promise<Found> {
  const found: Found = new Map()
  const ahead = [...from]
  const seen = new Set(ahead)
  for (let path = ahead.shift(); path !== undefined; path = ahead.shift()) {
    const answer = await browser.get(path)
    expect(answer.status, path).toBeLessThan(500)
    const text = await answer.text()
    found.set(path, { status: answer.status, text })
    expect(found.size, `at ${path}`).toBeLessThan(pagesMax)
    for (const next of [answer.headers.get('Location'), ...linksIn(text)]) {
      if (next === null || !next.startsWith('/') || seen.has(next) || isEndless(next)) continue
      seen.add(next)
      ahead.push(next)
    }
  }
  return found
}

function linksIn(html: string): string[] {
  const links = html.matchAll(/\s(?:href|src|action|data-refresh|data-href)="(\/[^"#]*)/g)
  return [...links].map(([, to]) => (to ?? '').replaceAll('&amp;', '&'))
}

/** Lists under each other's filters: more addresses than pages. */
function isEndless(path: string): boolean {
  return /[?&](?:cursor|sort|column|columns|density|until)=/.test(path) || (path.match(/&/g)?.length ?? 0) > 1
}

function expectNothingOf(others: readonly Premises[], found: Found): void {
  const text = textOf(found)
  for (const { mark, secret } of others) {
    expect(text).not.toContain(mark)
    expect(text).not.toContain(secret)
  }
}

function textOf(found: Found): string {
  return [...found.values()].map(({ text }) => text).join('\n')
}

/** A page without what is new each time it is drawn. */
function bare(html: string): string {
  return html.replace(/data-now="[^"]*"/, '')
}

/** Every address that names something of a client. */
function addressesOf({ clientId, contactId, assetId, number, entryIds: [entryId = ''] }: Premises): string[] {
  const values: Record<string, string> = {
    clientId,
    contactId,
    assetId,
    number: String(number),
    entryId,
    mail: segmentOfMailKey('mail/none'),
  }
  const names = Object.keys(values)
  return Object.values(routes).flatMap(({ pattern }) => {
    const wanted = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')
    if (wanted.length === 0 || !wanted.every(name => names.includes(name))) return []
    return [pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))]
  })
}

function absentOf(
  path: string,
  { clientId, contactId, assetId, number, entryIds: [entryId = ''] }: Premises,
): string {
  return path
    .replace(`/${number}`, '/999999')
    .replace(clientId, 'clt_absent')
    .replace(contactId, 'con_absent')
    .replace(assetId, 'ast_absent')
    .replace(entryId, '01JD0000000000000000000000')
}

async function premises(mark: string, secret: string): Promise<Premises> {
  const { desk } = world
  const domain = `${mark.toLowerCase()}.example`
  const client = await createClient(desk, admin, { name: `${mark} Ltd`, domains: [domain] })
  const contact = await createContact(desk, admin, client.id, {
    name: `${mark} Person`,
    email: `person@${domain}`,
    roles: ['primary'],
  })
  for (const [name, roles] of [
    ['plain', []],
    ['tech', ['technical']],
    ['bill', ['billing']],
  ] as const) {
    await createContact(desk, admin, client.id, {
      name: `${mark} ${name}`,
      email: `${name}@${domain}`,
      roles: [...roles],
    })
  }
  const asset = await createAsset(desk, admin, client.id, { name: `${mark}-SRV`, type: 'server' })
  const ticket = await openTicket(desk, admin, {
    clientId: client.id,
    contactId: contact.id,
    subject: `${mark} is down`,
    descriptionText: `All of ${mark}.`,
    assetIds: [asset.id],
    tags: [mark],
    source: 'console',
  })
  const { number } = ticket
  for (const visibility of ['public', 'internal'] as const) {
    const bodyText = visibility === 'internal' ? `${secret} ${mark}` : `We look at ${mark}.`
    await replyToTicket(desk, admin, { number, visibility, bodyText })
  }
  const { entries } = await readTimeline(desk, admin, number, { limit: 100 })
  return {
    mark,
    secret,
    clientId: client.id,
    contactId: contact.id,
    assetId: asset.id,
    number,
    entryIds: entries.map(({ id }) => id),
  }
}
