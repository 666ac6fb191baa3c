import { cutWhole, visibleLine } from './clean-text.ts'

const nameLengthMax = 200

const extensions: Record<string, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/svg+xml': '.svg',
  'application/pdf': '.pdf',
  'application/zip': '.zip',
  'text/html': '.html',
  'text/plain': '.txt',
  'text/csv': '.csv',
  'text/calendar': '.ics',
  'text/xml': '.xml',
  'message/rfc822': '.eml',
}

/** What a part is called that has no name of its own, where its type says what it is. */
const standardNames: Record<string, string> = {
  'text/calendar': 'invitation.ics',
  'text/rfc822-headers': 'headers.txt',
  'message/delivery-status': 'delivery-status.txt',
  'message/global-delivery-status': 'delivery-status.txt',
  'message/disposition-notification': 'read-receipt.txt',
  'message/feedback-report': 'feedback-report.txt',
  'application/pgp-signature': 'signature.asc',
  'application/pgp-keys': 'public-key.asc',
  'application/pgp-encrypted': 'pgp-version.txt',
  'application/pkcs7-signature': 'smime.p7s',
  'application/x-pkcs7-signature': 'smime.p7s',
  'application/pkcs7-mime': 'smime.p7m',
  'application/x-pkcs7-mime': 'smime.p7m',
}

/** A name safe to show and to keep: one visible line, no path, at most 200 characters, never empty. */
export function cleanAttachmentName(name: string, contentType: string): string {
  const line = visibleLine(name.slice(0, 4000).normalize('NFKC'), 4000)
  const plain = line.replace(/[/\\\u2044\u2215\u29f5\uff0f\uff3c:*?"<>|]+/g, '_').replace(/\.{2,}/g, '.')
  const bare = plain.replace(/^[\s.]+|[\s.]+$/g, '')
  if (bare === '' || /^_+$/.test(bare))
    return standardNames[contentType] ?? `attachment${extensionOf(contentType)}`
  if (bare.length <= nameLengthMax) return bare
  const extension = /\.[^.\s]{1,16}$/.exec(bare)?.[0] ?? ''
  return cutWhole(bare.slice(0, -extension.length || undefined), nameLengthMax - extension.length) + extension
}

/** The usual extension of a type with its dot; empty where we know none. */
export function extensionOf(contentType: string): string {
  return extensions[contentType] ?? ''
}
