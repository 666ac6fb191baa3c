import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { readForward } from '../../shared/mail/forwarded-mail.ts'
import { parseMail } from '../../shared/mail/parse-mail.ts'
import { newWords } from '../../shared/mail/reply-text.ts'

const fixtures = fileURLToPath(new URL('../fixtures/mail/', import.meta.url))

/** Texts made so that some expression, or some loop over lines, would look at everything again and again. */
const hostile: [name: string, piece: string][] = [
  ['lead words and digits', 'On 1 '],
  ['lead words on lines', 'On 1\n'],
  ['verbs on lines', 'wrote:\n'],
  ['attributions', 'On Tue, Mar 3, 2026 at 9:01 AM <a@b.example> wrote:\n'],
  ['attributions without an end', 'On Tue, Mar 3, 2026 at 9:01 AM\nAnna <a@b.example\n'],
  ['times with addresses', '9:01 x<a@b>: '],
  ['at signs', 'a@a@a@a@a@a@a@a@a@a@a@a@a:\n'],
  ['open brackets', 'a <'],
  ['quote marks in a line', '> '],
  ['quoted blank lines', '>\n'],
  ['quoted attributions', '> On 3/3/26 09:01, Anna wrote:\n'],
  ['senders', 'From: a\n'],
  ['senders with addresses', 'From: a@b.example\n'],
  ['blocks that are never whole', 'From: a\nDate: b\n\n'],
  ['blanks', '                                                  '],
  ['blank lines', '\n'],
  ['strokes', '--------------------------------------------------'],
  ['rules', '-----\n'],
  ['signature lines', '-- \n'],
  ['device lines', 'Sent from my iPhone\n'],
  ['legal words', 'confidential '],
  ['legal paragraphs', 'confidential\n\n'],
  ['closings', 'Kind regards\nAnna\n+49 30 1234567\n'],
  ['lines that announce a forward', '---------- Forwarded message ---------\n'],
  ['quoted lines that announce a forward', '> Begin forwarded message:\n>\n'],
  ['fields glued together', 'From: a <a@b.example>To: '],
  ['fields without an end', 'Cc: a <a@b.example>,\n'],
  ['our marker, broken', '##- Please type your reply above this\n'],
  ['zero-width blanks', '\u200b\n'],
  ['carriage returns', '\r'],
]

function read(text: string): void {
  newWords(text)
  readForward({ subject: 'Fwd: x', text, newText: text, attachments: [] })
}

/** Processor time in microseconds, the least of three: what other processes do does not count. */
function costOf(text: string): number {
  const costs = [1, 2, 3].map(() => {
    const before = process.threadCpuUsage()
    read(text)
    const { user, system } = process.threadCpuUsage(before)
    return user + system
  })
  return Math.min(...costs)
}

function ofLength(piece: string, length: number): string {
  return `Fwd\n${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)}`
}

describe('hostile text costs as much more as it is longer', () => {
  const short = 60_000
  // Below, the processor's clock and the collector of garbage say more than the text.
  const noise = 15_000

  test.each(hostile)('%s', { timeout: 60_000 }, (_, piece) => {
    read(ofLength(piece, short))
    // What a busy machine blurs is measured anew; what grows with the square does so each time.
    const isInStep = Array.from({ length: 4 }).some(() => {
      const once = costOf(ofLength(piece, short))
      return costOf(ofLength(piece, 2 * short)) < 2.6 * once + noise
    })
    expect(isInStep).toBe(true)
  })

  test('and never twenty times what as many short lines of prose do', { timeout: 60_000 }, () => {
    const prose = ofLength('It hums.\n', 120_000)
    read(prose)
    const usual = costOf(prose)
    const costly = hostile.filter(([, piece]) => costOf(ofLength(piece, 120_000)) > 20 * usual + noise)
    expect(costly).toEqual([])
  })
})

/** Of addresses, dates and subjects: run on values that were cut to some hundred characters before. */
const onShortValues = new Set([
  '\\.+$',
  '^"((?:[^"\\\\]|\\\\.)*)"$',
  '\\([^()]*\\)',
  '^(?!-)(?:[a-z0-9_-]{1,63}\\.)*[a-z0-9_-]{1,63}(?<!-)$',
  '[\\t\\r\\n\\u2028\\u2029]+',
  '[\\r\\n\\u0085\\u2028\\u2029\\t\\v\\f]+',
])
const monthInDate = '([a-z]{3})[a-z]{0,6}'

describe('every expression that mail text meets', () => {
  const used = new Map<string, RegExp>()
  const { exec } = RegExp.prototype
  const ours = () =>
    [...used.values()]
      .map(({ source }) => source)
      .filter(source => !onShortValues.has(source) && !source.includes(monthInDate))

  beforeAll(async () => {
    const files = globSync('{replies,forwards}/*.eml', { cwd: fixtures })
    const mails = await Promise.all(files.map(file => parseMail(readFileSync(`${fixtures}${file}`))))
    RegExp.prototype.exec = function (text: string) {
      used.set(`${this.source}/${this.flags}`, this)
      return exec.call(this, text)
    }
    for (const { subject, text, newText } of mails) {
      newWords(text)
      readForward({ subject, text, newText, attachments: [] })
    }
    RegExp.prototype.exec = exec
  })

  it('repeats nothing without a bound', () => {
    expect(used.size).toBeGreaterThan(40)
    expect(ours().filter(repeatsWithoutBound)).toEqual([])
  })

  it('repeats no group that repeats', () => {
    expect(ours().filter(repeatsRepetition)).toEqual([])
  })

  it('is told from one that does', () => {
    expect(['a*', 'a+', '[a]{2,}', '(?:a)+?'].map(repeatsWithoutBound)).toEqual([true, true, true, true])
    expect(['a{0,9}', '[*+]', '\\*\\+', 'a?'].some(repeatsWithoutBound)).toBe(false)
    expect(['(?:a{1,9}b)*', '(a+)+', '(?:a|b{2,3}){2}'].every(repeatsRepetition)).toBe(true)
    expect(['(?:ab){1,3}', '(?:a{1,3})?b', '(?:a+|b)c'].some(repeatsRepetition)).toBe(false)
  })
})

/** The pattern with everything that is no operator made a letter. */
function operatorsOf(source: string): string {
  return source
    .replace(/\\(?:[pP]\{[^}]*\}|u\{?[0-9a-fA-F]+\}?|.)/g, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
    .replace(/\(\?(?:[:=!]|<[=!]|<[^>]*>)/g, '(')
}

function repeatsWithoutBound(source: string): boolean {
  return /[*+]|\{\d+,\}/.test(operatorsOf(source))
}

function repeatsRepetition(source: string): boolean {
  for (let rest = operatorsOf(source); ; ) {
    if (/\([^()]*(?:[*+]|\{\d+,\d*\})[^()]*\)(?:[*+]|\{\d+(?:,\d*)?\})/.test(rest)) return true
    const flat = rest.replace(/\(([^()]*)\)/, '$1')
    if (flat === rest) return false
    rest = flat
  }
}
