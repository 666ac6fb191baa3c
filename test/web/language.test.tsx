import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TimelineEntry } from '../../functions/web/console/timeline.tsx'
import { acceptedLanguage } from '../../functions/web/language.ts'
import { routes } from '../../functions/web/routes.ts'
import { english } from '../../functions/web/strings/english.ts'
import { refusedCodes, refusedFields, refusedSentences } from '../../functions/web/strings/german/refusals.ts'
import { german } from '../../functions/web/strings/german.ts'
import { LanguageProvider } from '../../functions/web/strings.ts'
import { absoluteTime } from '../../functions/web/ui/when.tsx'
import { errorKinds } from '../../shared/domain/errors.ts'
import { createAgent } from '../../shared/use-cases/agents.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { Browser, fieldIn } from './browser.ts'
import { entryWith, ticketWith, view } from './fixtures.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

describe('the language that a browser asks for', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-ch-1996', 'de'],
    ['fr, de;q=0.5', 'de'],
    ['en;q=0.4, de;q=0.5', 'de'],
    ['en;q=0.5, de;q=0.4', 'en'],
    ['de;q=0, en;q=0.1', 'en'],
    ['de; q=0.9 , en;q=0.8', 'de'],
    ['de;q=0', 'en'],
    ['*', 'en'],
    ['*;q=0.9, de;q=0.1', 'de'],
    ['fr-FR, es', 'en'],
    ['de;q=rubbish;q', 'de'],
    ['de;q=0.5.5, en;q=0.1', 'en'],
    ['; , ;;q=1,\u0000', 'en'],
    ['__proto__, constructor, toString', 'en'],
    [`${'x,'.repeat(4_096)}de`, 'en'],
    [`de,${'x;q=1;'.repeat(2_000)}`, 'de'],
    ['de'.repeat(4_096), 'en'],
  ] as const)('%j is answered in %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language)
  })
})

describe('the choice of a language', () => {
  let world: TestDesk
  beforeAll(async () => {
    world = await openTestDesk()
    await createAgent(world.desk, admin, { name: 'Mia Torres', email: 'mia@desk.example', role: 'admin' })
  })
  afterAll(() => world.close())

  const visitor = () => new Browser(world.desk)
  const languageAt = async (browser: Browser, path: string) => {
    const answer = await browser.get(path)
    const html = await answer.text()
    expect(answer.headers.get('Content-Language')).toBe(/<html lang="(\w+)">/.exec(html)?.[1])
    return answer.headers.get('Content-Language')
  }

  test('is kept for a year, in a cookie for this host alone, and wins over what the browser asks for', async () => {
    const browser = visitor()
    const answer = await browser.post(
      '/language',
      { language: 'de', back: '/sign-in?next=%2Ftickets%2F7' },
      { from: '/sign-in' },
    )
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe('/sign-in?next=%2Ftickets%2F7')
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^__Host-docket-language=de; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(await languageAt(browser, '/sign-in')).toBe('de')
    expect(await languageAt(browser, '/nowhere')).toBe('de')
  })

  test('is there for whoever is signed in, and comes back to the page it was made on', async () => {
    const browser = await visitor().signIn('mia@desk.example')
    const page = await (await browser.get('/tickets?view=mine')).text()
    expect(page).toContain('name="back" value="/tickets?view=mine"')
    const answer = await browser.post(
      '/language',
      { language: 'de', back: '/tickets?view=mine' },
      { from: '/tickets' },
    )
    expect(answer.headers.get('Location')).toBe('/tickets?view=mine')
    expect(await (await browser.get('/tickets?view=mine')).text()).toContain('Für Sie liegt nichts an')
  })

  test('is not offered on the answer to a form: what was typed would be lost', async () => {
    const answer = await visitor().post('/sign-in', { email: 'nobody' }, { from: '/sign-in' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain('action="/language"')
  })

  test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', ''])(
    'never leads to %j',
    async back => {
      const answer = await visitor().post('/language', { language: 'de', back }, { from: '/sign-in' })
      expect(answer.headers.get('Location')).toBe('/')
    },
  )

  test.each(['fr', '', 'DE', '__proto__', 'de; Domain=evil.example'])('%j is none', async language => {
    const answer = await visitor().post('/language', { language, back: '/' }, { from: '/sign-in' })
    expect(answer.status).toBe(400)
    expect(answer.headers.getSetCookie().join()).not.toContain('docket-language')
  })

  test('needs the token of a form of ours', async () => {
    const answer = await visitor().post('/language', { language: 'de', back: '/' })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('Set-Cookie')).toBeNull()
  })

  test.each(['fr', 'constructor', 'x'.repeat(600)])('a cookie that says %j is ignored', async value => {
    const browser = visitor()
    browser.cookies.set('__Host-docket-language', value)
    expect(await languageAt(browser, '/sign-in')).toBe('en')
  })
})

/** Texts and functions by their path, such as `tickets.column.status`. */
function textsOf(strings: object, path = ''): [string, unknown][] {
  return Object.entries(strings).flatMap(([name, text]: [string, unknown]) =>
    typeof text === 'object' && text !== null ? textsOf(text, `${path}${name}.`) : [[`${path}${name}`, text]],
  )
}

/** Rooms whose texts are made of what the desk says; they are held to it below. */
const isMade = (path: string) => path.startsWith('refusals.')
const englishTexts = textsOf(english).filter(([path]) => !isMade(path))
const germanTexts = new Map(textsOf(german))

/** What a text says, its parameters being 41, 42 …; as words and as numbers they read alike. */
function said(text: unknown, parameters: number): string {
  if (typeof text === 'string') return text
  if (typeof text !== 'function') throw new Error(`neither text nor function: ${String(text)}`)
  return String(text(...Array.from({ length: parameters }, (_, at) => String(41 + at))))
}

const parametersOf = (text: unknown) => (typeof text === 'function' ? text.length : 0)

/** The same in both languages, and meant to be. */
const same = new Set([
  'Docket',
  'Tickets',
  'Ticket',
  'Status',
  'Name',
  'Portal',
  'Code',
  'Spam',
  'Virus',
  'Domain',
  'Agent',
  'Webhook',
  'Webhooks',
  'Text',
  'Version',
])

describe('German', () => {
  test('has every text of English, and no other', () => {
    expect([...germanTexts.keys()].sort()).toEqual(
      textsOf(english)
        .map(([path]) => path)
        .sort(),
    )
  })

  test.each(englishTexts)('says %s in words of its own, with all that English puts in', (path, text) => {
    const count = parametersOf(text)
    const inEnglish = said(text, count)
    const inGerman = said(germanTexts.get(path), count)
    expect(inEnglish.trim()).not.toBe('')
    expect(inGerman.trim()).not.toBe('')
    for (const parameter of ['#', ...Array.from({ length: count }, (_, at) => String(41 + at))]) {
      expect(inGerman.includes(parameter), `${parameter} in “${inGerman}”`).toBe(
        inEnglish.includes(parameter),
      )
    }
    // Keys, abbreviations and patterns have no word of four letters in them.
    const isWord = /\p{L}*\p{Ll}{2}\p{L}*/u.test(inEnglish) && /\p{L}{4}/u.test(inEnglish)
    const isText = typeof text === 'string' && isWord && !same.has(text)
    if (isText) expect(inGerman).not.toBe(inEnglish)
  })

  test('has its own words for whatever the desk refuses', () => {
    const codes = Object.keys(errorKinds)
    expect(codes.filter(code => !Object.hasOwn(refusedCodes, code))).toEqual([])
    for (const words of Object.values(refusedCodes)) expect(words).toMatch(/^\p{Lu}.*[.!?]$/su)
  })

  test('puts what is refused into words, with what it names', () => {
    const { whole, field } = german.refusals
    expect(whole('name.taken', 'name.taken')).toBe('Dieser Name ist schon vergeben.')
    expect(whole('ticket.merged', 'TCK-7 is merged into ticket 9.')).toBe(
      'TCK-7 ist mit Ticket 9 zusammengeführt.',
    )
    expect(whole('ticket.merged', 'something else')).toBe(
      'Dieses Ticket ist mit einem anderen zusammengeführt.',
    )
    expect(field('{{nobody}} is no placeholder here')).toBe('{{nobody}} ist hier kein Platzhalter.')
    expect(field('a sentence that nobody has put into German')).toBe('Diese Angabe passt hier nicht.')
  })

  test('translates only sentences that the desk still says', () => {
    const sources = globSync('shared/{domain,use-cases,contract}/**/*.ts', { cwd: project })
      .map(file => readFileSync(`${project}/${file}`, 'utf8'))
      .join('\n')
    const gone = [...Object.keys(refusedSentences), ...Object.keys(refusedFields)].filter(
      sentence => !sentence.split('*').every(part => sources.includes(part)),
    )
    expect(gone).toEqual([])
  })
})

describe('a page in German', () => {
  let world: TestDesk
  let browser: Browser
  let number: number

  beforeAll(async () => {
    world = await openTestDesk()
    const { desk } = world
    await createAgent(desk, admin, { name: 'Mia Torres', email: 'mia@desk.example', role: 'admin' })
    const client = await createClient(desk, admin, { name: 'Northwind', domains: ['northwind.example'] })
    const contact = await createContact(desk, admin, client.id, {
      name: 'Anna Berg',
      email: 'anna@northwind.example',
      roles: ['primary'],
    })
    const ticket = await openTicket(desk, admin, {
      clientId: client.id,
      contactId: contact.id,
      subject: 'Backup',
      descriptionText: 'It did',
    })
    number = ticket.number
    browser = await new Browser(desk).signIn('mia@desk.example')
    browser.cookies.set('__Host-docket-language', 'de')
  })
  afterAll(() => world.close())

  /** English texts that are no German ones as well. */
  const onlyEnglish = new Set(
    englishTexts
      .flatMap(([, text]) => (typeof text === 'string' ? [text] : []))
      .filter(text => text.length > 2 && ![...germanTexts.values()].includes(text)),
  )
  const patterns = Object.values(routes).map(({ pattern }) => pattern)
  const plain = patterns.filter(pattern => !pattern.includes(':'))

  test.each([...plain, '/nowhere', '/tickets/:number', '/tickets/:number/timeline'])(
    '%s has no English left on it',
    async pattern => {
      const answer = await browser.get(pattern.replace(':number', String(number)))
      if (answer.status === 303 || !answer.headers.get('Content-Type')?.startsWith('text/html')) return
      const html = await answer.text()
      expect(answer.headers.get('Content-Language')).toBe('de')
      expect(readOn(html).filter(words => onlyEnglish.has(words))).toEqual([])
    },
  )

  test('says in German what a use case refuses, at its field', async () => {
    const path = '/settings/mail-templates/resolved'
    const page = await (await browser.get(path)).text()
    const fields = { version: fieldIn(page, 'version'), subject: 'S', text: '{{nobody}}', html: '' }
    const answer = await browser.post(path, { ...fields, number: '' }, { from: path })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('{{nobody}} ist hier kein Platzhalter.')
  })

  test('writes times and sizes as German does', async () => {
    expect(absoluteTime('2026-11-24T13:05:00.000Z', 'Europe/Vienna', 'de')).toBe('24.11.2026, 14:05 MEZ')
    const files = [{ id: 'att_1', name: 'a.pdf', contentType: 'application/pdf', bytes: 1_449_000 }]
    const entry = (
      <TimelineEntry
        view={view}
        ticket={ticketWith({ number: 1 })}
        entry={entryWith({ attachments: files })}
      />
    )
    const drawn = String(await (<LanguageProvider value="de">{entry}</LanguageProvider>))
    expect(drawn).toContain('1,4 MB')
    expect(drawn).toContain('vor 1 Std.')
  })
})

/** What is read on a page, or read out: its text, and the attributes that say something. */
function readOn(html: string): string[] {
  const found = html.matchAll(/>([^<]+)<|(?:aria-label|title|placeholder|alt)="([^"]*)"/g)
  return [...found].map(([, text = '', attribute = '']) =>
    (text || attribute).trim().replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  )
}

test('words are taken while a page is drawn, never when a module is loaded', () => {
  const early = globSync('functions/web/**/*.{ts,tsx}', { cwd: project }).flatMap(file => {
    const lines = readFileSync(`${project}/${file}`, 'utf8').split('\n')
    return lines.flatMap((line, at) => {
      if (!/\buse(Strings|Language)\(\)/.test(line)) return []
      const statement = lines.slice(0, at + 1).findLast(each => /^[^\s})\]/]/.test(each)) ?? ''
      return /\bfunction\b|=>/.test(statement) ? [] : [`${file}: ${line.trim()}`]
    })
  })
  expect(early).toEqual([])
})
