import { encryptionNotice } from './encryption.ts'

/** The words of a text that PGP signed or sealed in place (RFC 9580, 7): armour gone, or a notice before what is sealed. */
export function readClearSigned(text: string): string {
  if (!text.includes('-----BEGIN PGP ')) return text
  const sealedAt = text.search(/^-----BEGIN PGP MESSAGE-----\s*$/m)
  if (sealedAt !== -1) return `${encryptionNotice('PGP')}\n\n${text}`
  const signedAt = text.search(/^-----BEGIN PGP SIGNED MESSAGE-----\s*$/m)
  const signatureAt = text.search(/^-----BEGIN PGP SIGNATURE-----\s*$/m)
  if (signedAt === -1 || signatureAt < signedAt) return text
  const end = /^-----END PGP SIGNATURE-----[ \t]*\n?/m.exec(text.slice(signatureAt))
  const signed = text.slice(signedAt, signatureAt)
  const headerEnd = signed.indexOf('\n\n')
  const words = headerEnd === -1 ? '' : signed.slice(headerEnd + 2).replace(/^- /gm, '')
  const after = end ? text.slice(signatureAt + end.index + end[0].length) : ''
  return `${text.slice(0, signedAt)}${words}${after}`
}
