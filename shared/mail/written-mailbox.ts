import type { Mailbox } from '../domain/incoming-mail.ts'
import { visibleLine } from './clean-text.ts'
import { canonicalAddress } from './mailboxes.ts'

const valueLengthMax = 1000
const angled = /[<[(]\s{0,3}([^\s<>[\]()"@]{1,100}@[^\s<>[\]()"@]{1,255})\s{0,3}[>\])]/g
const bare = /[^\s<>[\]()"',;:@]{1,100}@[^\s<>[\]()"',;:@]{1,255}/g

/**
 * The one mailbox that a line in the text of a mail names, as mail programs write it: `Name <a@b>`,
 * `Name [mailto:a@b]`, `a@b<mailto:a@b>`. Undefined where it names none, or several.
 * Fixtures: outlook-2003-mailto-in-brackets, outlook-mobile-address-twice, outlook-name-with-comma-and-brackets, forward-naming-two-senders, forward-name-is-another-address.
 */
export function readWrittenMailbox(value: string): Mailbox | undefined {
  const line = withoutLinks(value.slice(0, valueLengthMax).replaceAll('*', ''))
  const inAngles = [...line.matchAll(angled)]
  const found = inAngles.length > 0 ? inAngles.map(match => match[1] ?? '') : (line.match(bare) ?? [])
  const addresses = new Set(found.map(address => canonicalAddress(address.replace(/\.$/, ''))))
  const [address] = addresses
  if (address === undefined || addresses.size > 1) return undefined
  return { name: nameIn(line, inAngles[0]?.index ?? 0), address }
}

/** Programs that make text of HTML write an address that is a link twice. */
function withoutLinks(line: string): string {
  const plain = line.replace(/<mailto:[^<>\s]{1,400}>/gi, '')
  const kept = plain.includes('@') ? plain : line
  return kept.replace(/([<[(]\s{0,3})mailto:/gi, '$1').replace(/<<([^<>]{1,400})>>/g, '<$1>')
}

function nameIn(line: string, end: number): string {
  const name = visibleLine(line.slice(0, end), 200)
    .replace(/^[\s"'„“”«»‘’]{1,40}/, '')
    .replace(/[\s"'„“”«»‘’,]{1,20}$/, '')
  // A name that is an address says nothing more, or something else than the address does.
  return /\S@\S/.test(name) ? '' : visibleLine(name, 100)
}
