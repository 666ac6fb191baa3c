import type { FoundFile } from './incoming-file.ts'
import type { MimePart } from './mime-parts.ts'

/** The leaves of a mail by what they are for, in their order; a leaf may be in both bodies. */
export interface SortedParts {
  /** The mail as plain text: also HTML where there is no other form. */
  textBody: MimePart[]
  /** The mail as HTML: also plain text where there is no other form. */
  htmlBody: MimePart[]
  /** All leaves that are no text of the mail, with the images shown in it. */
  files: FoundFile[]
}

/** Tells text from files as RFC 8621, 4.1.4 does. */
export function sortParts(root: MimePart): SortedParts {
  const bodies: Bodies = { text: [], html: [] }
  sortInto([root], { type: 'mixed', isInAlternative: false }, bodies, new Set(['text', 'html']))
  const texts = new Set([...bodies.text, ...bodies.html])
  const leaves = leavesOf(root)
  if (texts.size > 0) return { textBody: bodies.text, htmlBody: bodies.html, files: without(leaves, texts) }
  // No plain text and no HTML: another kind of text is better than none, and stays a file too.
  const other = leaves.find(isOtherText)
  return { textBody: other ? [{ ...other, contentType: 'text/plain' }] : [], htmlBody: [], files: leaves }
}

type Form = 'text' | 'html'
type Bodies = Record<Form, MimePart[]>

function sortInto(
  parts: readonly MimePart[],
  place: { type: string; isInAlternative: boolean },
  bodies: Bodies,
  forms: ReadonlySet<Form>,
): void {
  const before = { text: bodies.text.length, html: bodies.html.length }
  let wanted = forms
  for (const [index, part] of parts.entries()) {
    if (part.parts.length > 0) {
      const type = part.contentType.slice('multipart/'.length)
      sortInto(
        part.parts,
        { type, isInAlternative: place.isInAlternative || type === 'alternative' },
        bodies,
        wanted,
      )
      continue
    }
    if (!isShown(part, index, place.type)) continue
    const form = part.contentType === 'text/html' ? 'html' : 'text'
    if (place.type === 'alternative') bodies[form].push(part)
    else {
      // What follows the first text of one form belongs to that form, whatever it is written in.
      if (place.isInAlternative && wanted.size > 1) wanted = new Set([form])
      for (const each of wanted) bodies[each].push(part)
    }
  }
  if (place.type !== 'alternative') return
  // An alternative of one form only stands for both.
  const [texts, htmls] = [bodies.text.slice(before.text), bodies.html.slice(before.html)]
  if (texts.length === 0) bodies.text.push(...htmls)
  if (htmls.length === 0) bodies.html.push(...texts)
}

/** Of a multipart/related only the first part is text; a named text is a file unless it comes first. */
function isShown({ contentType, disposition, filename }: MimePart, index: number, place: string): boolean {
  if (disposition === 'attachment' || !/^text\/(?:plain|html)$/.test(contentType)) return false
  return index === 0 || (place !== 'related' && filename === undefined)
}

function isOtherText({ contentType, disposition, filename }: MimePart): boolean {
  if (disposition === 'attachment' || !contentType.startsWith('text/')) return false
  if (contentType === 'text/plain') return true
  return (
    filename === undefined &&
    !/^text\/(?:calendar|css|csv|html|vcard|x-vcard|directory|rtf)$/.test(contentType)
  )
}

/** A part without a name and without a byte is nothing to show. */
function leavesOf(part: MimePart): MimePart[] {
  if (part.parts.length > 0) return part.parts.flatMap(leavesOf)
  return part.content.byteLength === 0 &&
    part.filename === undefined &&
    /^(?:multipart|text)\//.test(part.contentType)
    ? []
    : [part]
}

function without(leaves: readonly MimePart[], texts: ReadonlySet<MimePart>): MimePart[] {
  return leaves.filter(leaf => !texts.has(leaf))
}
