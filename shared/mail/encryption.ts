import type { MimePart } from './mime-parts.ts'

/** What a mail is encrypted with, if all there is to read is (RFC 3156, RFC 8551). */
export function encryptionOf(part: MimePart): string | undefined {
  if (part.contentType === 'multipart/encrypted') {
    return part.params.protocol?.toLowerCase().includes('pgp') === false ? 'S/MIME' : 'PGP'
  }
  if (part.parts.length === 0)
    return /^application\/(?:x-)?pkcs7-mime$/.test(part.contentType) ? 'S/MIME' : undefined
  // Of an opened signature the sealed form is there too.
  if (part.contentType === 'multipart/signed') return undefined
  return part.parts.map(encryptionOf).find(name => name !== undefined)
}

/** The words that stand in for those nobody here can read. */
export function encryptionNotice(encryption: string): string {
  return `This mail is encrypted with ${encryption} and cannot be read here. It is attached as it came.`
}
