import { splitSource } from './mail-source.ts'
import { type MimePart, readMime } from './mime-parts.ts'
import { readSignedContent } from './signed-content.ts'
import type { SortedParts } from './sort-parts.ts'
import { readTnef, type TnefContent } from './tnef.ts'

/** The tree with opaque S/MIME signatures opened: what was signed comes first, the signature stays a file. */
export async function openSigned(part: MimePart): Promise<MimePart> {
  if (part.parts.length > 0) return { ...part, parts: await Promise.all(part.parts.map(openSigned)) }
  if (!/^application\/(?:x-)?pkcs7-mime$/.test(part.contentType)) return part
  const content = readSignedContent(part.content)
  if (content === undefined) return part
  const { header, body } = splitSource(content)
  const signed = await readMime(header, body)
  return { ...part, contentType: 'multipart/signed', content: Buffer.alloc(0), parts: [signed, part] }
}

/** The parts with every winmail.dat unpacked: its files are files, its words are used where the mail has none of that form. */
export function openTnef(sorted: SortedParts): SortedParts {
  const { textBody, htmlBody } = sorted
  const opened: TnefContent[] = []
  const files = sorted.files.flatMap(file => {
    const content = isTnef(file) ? readTnef(file.content) : undefined
    if (content === undefined) return [file]
    opened.push(content)
    return content.files
  })
  const text = opened.find(content => content.text !== undefined)?.text
  const html = opened.find(content => content.html !== undefined)?.html
  const hasText = textBody.some(part => part.content.some(byte => byte > 0x20))
  const hasHtml = htmlBody.some(({ contentType }) => contentType === 'text/html')
  return {
    textBody: hasText || text === undefined ? textBody : [textPart('text/plain', text)],
    htmlBody: hasHtml || html === undefined ? htmlBody : [textPart('text/html', html)],
    files,
  }
}

function isTnef({ contentType, filename }: Pick<MimePart, 'contentType' | 'filename'>): boolean {
  return /^application\/(?:vnd\.)?ms-tnef$/.test(contentType) || filename?.toLowerCase() === 'winmail.dat'
}

function textPart(contentType: string, text: string): MimePart {
  return {
    contentType,
    params: { charset: 'utf-8' },
    disposition: undefined,
    filename: undefined,
    contentId: undefined,
    content: Buffer.from(text),
    parts: [],
  }
}
