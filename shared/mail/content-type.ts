const magic: [type: string, at: number, bytes: string][] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 8, 'WEBPVP8'],
  ['image/bmp', 0, 'BM'],
  ['application/pdf', 0, '%PDF-'],
  ['application/zip', 0, 'PK\x03\x04'],
  ['application/zip', 0, 'PK\x05\x06'],
  ['application/gzip', 0, '\x1f\x8b\x08'],
  ['application/vnd.microsoft.portable-executable', 0, 'MZ'],
]

/** Documents that are zip archives inside: the declared type says more than the bytes. */
const zipBased = /^application\/(?:vnd\.|java-archive|epub|x-zip|zip)/
const exact = /^[a-z0-9][a-z0-9.+_-]{0,80}\/[a-z0-9][a-z0-9.+_-]{0,80}$/

/** What the bytes say they are, else the declared type, else `application/octet-stream`; lower-case. */
export function sniffContentType(content: Uint8Array, declared: string): string {
  const type = exact.exec(declared.trim().toLowerCase())?.[0] ?? 'application/octet-stream'
  const start = Buffer.from(content.subarray(0, 1024)).toString('latin1')
  const known = magic.find(([, at, bytes]) => start.startsWith(bytes, at))?.[0]
  if (known === 'application/zip') return zipBased.test(type) ? type : known
  // Two letters prove little: text may begin with them too.
  if (known === 'image/bmp' || known?.endsWith('executable')) return /^text\//.test(type) ? type : known
  return known ?? activeText(start) ?? type
}

/** The type a sender declares, without parameters; `application/octet-stream` where it is none. Lower-case. */
export function declaredContentType(declared: string): string {
  const [type = ''] = declared.split(';')
  return exact.exec(type.trim().toLowerCase())?.[0] ?? 'application/octet-stream'
}

/**
 * As `sniffContentType`, and a type that would show in the bytes is believed only if it does: what claims to be
 * an image and begins like none is `application/octet-stream`.
 */
export function provenContentType(content: Uint8Array, declared: string): string {
  const type = sniffContentType(content, declared)
  if (!magic.some(([known]) => known === type)) return type
  const start = Buffer.from(content.subarray(0, 1024)).toString('latin1')
  const isProven = magic.some(([known, at, bytes]) => known === type && start.startsWith(bytes, at))
  return isProven ? type : 'application/octet-stream'
}

/** Markup that a browser would run is named as such, whatever it claims to be. */
function activeText(start: string): string | undefined {
  const text = start.replace(/^(?:\xef\xbb\xbf)?\s+|^\xef\xbb\xbf/, '').toLowerCase()
  if (/^<!doctype html|^<(?:html|head|body|script|iframe)[\s>]/.test(text)) return 'text/html'
  if (text.startsWith('<svg') || (text.startsWith('<?xml') && text.includes('<svg'))) return 'image/svg+xml'
  return text.startsWith('<?xml') ? 'text/xml' : undefined
}
