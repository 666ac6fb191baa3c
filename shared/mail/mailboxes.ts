import { domainToASCII } from 'node:url'
import type { Mailbox } from '../domain/incoming-mail.ts'
import { visibleLine } from './clean-text.ts'
import { decodeEncodedWords } from './encoded-words.ts'

/** More recipients than these in one field are a flood: nobody is told of the rest. */
const mailboxesMax = 500
const nameLengthMax = 100
const addressLengthMax = 320

/** An address list (RFC 5322, 3.4) as it stands: mailboxes, and whether it held a group or anything unreadable. */
export interface AddressList {
  mailboxes: Mailbox[]
  isPlain: boolean
}

/** Reads an address list in linear time; group members are listed, unreadable entries are left out. */
export function readAddressList(value: string): AddressList {
  const mailboxes: Mailbox[] = []
  let isPlain = true
  for (const entry of splitEntries(value)) {
    if (entry.inGroup) isPlain = false
    if (mailboxes.length >= mailboxesMax) break
    const mailbox = readMailbox(entry.tokens)
    if (mailbox) mailboxes.push(mailbox)
    else if (entry.tokens.length > 0) isPlain = false
  }
  return { mailboxes, isPlain }
}

/** The one author of a mail; absent unless there is exactly one From field with exactly one mailbox. */
export function readSoleMailbox(fields: readonly string[]): Mailbox | undefined {
  const [only] = fields
  if (only === undefined || fields.length !== 1) return undefined
  const { mailboxes, isPlain } = readAddressList(only)
  return isPlain && mailboxes.length === 1 ? mailboxes[0] : undefined
}

/** The address in the one form we compare: lower-case, ASCII domain, no trailing dot, needless quotes gone. */
export function canonicalAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  if (at < 1 || address.length > addressLengthMax) return undefined
  const domain = domainToASCII(
    address
      .slice(at + 1)
      .replace(/\.+$/, '')
      .toLowerCase(),
  )
  const local = canonicalLocalPart(address.slice(0, at))
  if (local === undefined || !/^(?!-)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}(?<!-)$/.test(domain))
    return undefined
  return `${local}@${domain}`
}

function canonicalLocalPart(local: string): string | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(local)
  const bare = quoted ? (quoted[1] ?? '').replace(/\\(.)/g, '$1') : local
  const lower = bare.normalize('NFC').toLowerCase()
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(lower) || lower === '') return undefined
  if (!/[\s"(),:;<>@[\\\]]/.test(lower)) return lower
  return quoted ? `"${lower.replace(/["\\]/g, '\\$&')}"` : undefined
}

type Token = { kind: 'word' | 'quoted' | 'angle'; text: string }
interface Entry {
  tokens: Token[]
  inGroup: boolean
}

/** Cuts a list at its commas and semicolons, comments left out; every character is looked at once. */
function splitEntries(value: string): Entry[] {
  const entries: Entry[] = []
  let tokens: Token[] = []
  let inGroup = false
  const end = () => {
    if (tokens.length > 0 || inGroup) entries.push({ tokens, inGroup })
    tokens = []
  }
  for (let at = 0; at < value.length && entries.length <= mailboxesMax; ) {
    const character = value.charAt(at)
    if (character === '(') at = commentEnd(value, at)
    else if (character === '"' || character === '<') {
      const next = character === '"' ? quotedEnd(value, at) : angleEnd(value, at)
      const kind = character === '"' ? 'quoted' : 'angle'
      tokens.push({ kind, text: value.slice(at, next) })
      at = next
    } else if (character === ',' || character === ';' || (character === ':' && !inGroup)) {
      if (character === ':') {
        inGroup = true
        tokens = []
      } else end()
      if (character === ';') inGroup = false
      at++
    } else {
      const next = wordEnd(value, at)
      tokens.push({ kind: 'word', text: value.slice(at, next) })
      at = next
    }
  }
  end()
  return entries
}

function wordEnd(value: string, start: number): number {
  let at = start + 1
  while (at < value.length && !'("<,;:'.includes(value.charAt(at))) at++
  return at
}

function quotedEnd(value: string, start: number): number {
  let at = start + 1
  while (at < value.length && value.charAt(at) !== '"') at += value.charAt(at) === '\\' ? 2 : 1
  return Math.min(at + 1, value.length)
}

function angleEnd(value: string, start: number): number {
  let at = start + 1
  while (at < value.length && value.charAt(at) !== '>')
    at = value.charAt(at) === '"' ? quotedEnd(value, at) : at + 1
  return Math.min(at + 1, value.length)
}

function commentEnd(value: string, start: number): number {
  let depth = 0
  for (let at = start; at < value.length; at++) {
    const character = value.charAt(at)
    if (character === '\\') at++
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return at + 1
  }
  return value.length
}

function readMailbox(tokens: readonly Token[]): Mailbox | undefined {
  const angles = tokens.filter(({ kind }) => kind === 'angle')
  const [angle] = angles
  if (angles.length > 1) return undefined
  const isLast =
    angle === undefined || tokens.slice(tokens.indexOf(angle) + 1).every(({ text }) => text.trim() === '')
  if (!isLast) return undefined
  const spec = angle ? angle.text.slice(1).replace(/>$/, '') : tokens.map(({ text }) => text).join('')
  // An obsolete source route (RFC 5322, 4.4) names relays before the mailbox.
  const address = canonicalAddress(
    spec
      .trim()
      .replace(/^@[^:<>"]*:/, '')
      .trim(),
  )
  if (address === undefined) return undefined
  const phrase = angle ? tokens.slice(0, tokens.indexOf(angle)).map(nameOf).join('') : ''
  return { name: visibleLine(decodeEncodedWords(phrase), nameLengthMax), address }
}

function nameOf({ kind, text }: Token): string {
  return kind === 'quoted' ? text.slice(1).replace(/"$/, '').replace(/\\(.)/g, '$1') : text
}
