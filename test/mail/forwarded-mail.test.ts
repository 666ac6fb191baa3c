import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { bareSubject, kindOfSubject } from '../../shared/mail/forward-patterns.ts'
import { readForward } from '../../shared/mail/forwarded-mail.ts'
import { readWrittenMailbox } from '../../shared/mail/written-mailbox.ts'
import { parseFixture } from './fixtures.ts'

const fixtures = fileURLToPath(new URL('../fixtures/mail/forwards/', import.meta.url))
const names = globSync('*.eml', { cwd: fixtures })
  .map(file => file.slice(0, -'.eml'.length))
  .sort()

describe('what a mail forwards', () => {
  it('is expected of every mail there is', () => {
    expect(names.length).toBeGreaterThanOrEqual(80)
  })

  test.each(names)('%s', async name => {
    const expected: unknown = JSON.parse(readFileSync(`${fixtures}${name}.json`, 'utf8'))
    const forward = readForward(await parseFixture(`forwards/${name}`))
    if (forward === undefined) return expect(expected).toBeNull()
    const { attached, ...told } = forward
    expect({ from: null, ...told }).toEqual(expected)
    expect(attached !== undefined).toBe(name.startsWith('attached-'))
  })
})

describe('the subject tells', () => {
  test.each([
    ['Fwd: x', 'forward'],
    ['FW: x', 'forward'],
    ['[EXT] WG: x', 'forward'],
    ['WG[2]: x', 'forward'],
    ['Doorst.: x', 'forward'],
    ['转发：x', 'forward'],
    ['Re: Fwd: x', 'reply'],
    ['AW: x', 'reply'],
    ['Antw.: x', 'reply'],
    ['回复：x', 'reply'],
    ['Printer: x', undefined],
    ['Forwarding mail', undefined],
    ['', undefined],
  ])('%s', (subject, kind) => {
    expect(kindOfSubject(subject)).toBe(kind)
  })

  it('and says what it is about without its prefixes', () => {
    expect(bareSubject('Fwd: RE: WG: [TCK-7] Scanner: it hums')).toBe('[TCK-7] Scanner: it hums')
    expect(bareSubject('Fwd:')).toBe('')
  })
})

describe('the mailbox in a line', () => {
  const anna = { name: 'Anna Berg', address: 'anna@northwind.example' }
  test.each([
    ['Anna Berg <anna@northwind.example>', anna],
    ['"Anna Berg" <Anna@Northwind.Example>', anna],
    ['*Anna Berg* <anna@northwind.example>', anna],
    ['Anna Berg [mailto:anna@northwind.example]', anna],
    ['Anna Berg <mailto:anna@northwind.example>', anna],
    ['Anna Berg <anna@northwind.example<mailto:anna@northwind.example>>', anna],
    ['Anna Berg (anna@northwind.example)', anna],
    ['„Anna Berg” <anna@northwind.example>', anna],
    ['anna@northwind.example', { ...anna, name: '' }],
    ['anna@northwind.example<mailto:anna@northwind.example>', { ...anna, name: '' }],
    ['Anna\u202e Berg <anna@northwind.example>', anna],
    ['Anna Berg', undefined],
    ['a@northwind.example, b@northwind.example', undefined],
    ['A <a@northwind.example>, B <b@northwind.example>', undefined],
    ['Anna <anna@>', undefined],
    ['', undefined],
  ])('%s', (value, mailbox) => {
    expect(readWrittenMailbox(value)).toEqual(mailbox)
  })
})
