import type { IncomingAttachment } from '../domain/incoming-mail.ts'
import { cleanAttachmentName, extensionOf } from './attachment-name.ts'
import { headerLine } from './clean-text.ts'
import { sniffContentType } from './content-type.ts'
import { decodeEncodedWords } from './encoded-words.ts'
import { readHeaders } from './mail-headers.ts'
import { splitSource } from './mail-source.ts'
import type { MimePart } from './mime-parts.ts'

/** What a mail's file is made of, wherever in the mail it was found. */
export type FoundFile = Pick<MimePart, 'contentType' | 'filename' | 'contentId' | 'content'>

/** A file of a mail as we keep it; `shown` holds the content ids that the mail's HTML shows in place. */
export function incomingFile(file: FoundFile, shown: ReadonlySet<string>): IncomingAttachment {
  const isMail = file.contentType === 'message/rfc822' || file.contentType === 'message/global'
  const contentType = isMail ? 'message/rfc822' : sniffContentType(file.content, file.contentType)
  const written = file.filename?.trim() ?? ''
  const name = written !== '' ? written : isMail ? subjectName(file.content) : ''
  const contentId = bareContentId(file.contentId ?? '')
  return {
    name: cleanAttachmentName(decodeEncodedWords(name), contentType),
    contentType,
    content: file.content,
    ...(contentId === '' ? {} : { contentId }),
    inline: contentType.startsWith('image/') && shown.has(contentId),
  }
}

/** The content ids in a body's `cid:` sources (RFC 2392), percent-encoding undone. */
export function shownContentIds(html: string): Set<string> {
  const sources = html.matchAll(/\ssrc="cid:([^"]{1,500})"/g)
  return new Set(
    [...sources].map(([, id = '']) => bareContentId(percentDecoded(id.replaceAll('&amp;', '&')))),
  )
}

function bareContentId(contentId: string): string {
  return contentId.replace(/[<>\s]/g, '').slice(0, 998)
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function subjectName(content: Uint8Array): string {
  const subject = readHeaders(splitSource(content.subarray(0, 65_536)).header).get('subject') ?? ''
  const words = headerLine(decodeEncodedWords(subject), 150)
  return words === '' ? '' : `${words}${extensionOf('message/rfc822')}`
}
