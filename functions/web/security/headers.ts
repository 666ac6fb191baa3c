/** What a page of the console may load and do: its own files, nothing inline, nobody's frame; files go to one bucket. */
const consolePolicy = (uploadUrl: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    `connect-src 'self' ${uploadUrl}`,
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** What a mail's frame may do: open its links in tabs that know nothing of us. Never a script, a form or our origin. */
export const mailSandbox = 'allow-popups allow-popups-to-escape-sandbox'

/** Formatted mail: sanitised before, and sandboxed all the same. */
const mailPolicy = (images: string) =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src ${images}`,
    `sandbox ${mailSandbox}`,
    "frame-ancestors 'self'",
  ].join('; ')

const everywhere = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** Headers of every answer that does not bring its own. */
export function pageHeaders(uploadUrl: string): Record<string, string> {
  return {
    ...everywhere,
    'Content-Security-Policy': consolePolicy(uploadUrl),
    'X-Frame-Options': 'DENY',
    'Cache-Control': 'no-store',
  }
}

/** Headers of a mail's formatted body, shown in a frame of the console. */
export const mailFrameHeaders: Record<string, string> = {
  ...everywhere,
  'Content-Security-Policy': mailPolicy("'self'"),
  'X-Frame-Options': 'SAMEORIGIN',
  'Cache-Control': 'no-store',
}

/** The same where an agent asked for the images that lie elsewhere. */
export const mailFrameWithImagesHeaders: Record<string, string> = {
  ...mailFrameHeaders,
  'Content-Security-Policy': mailPolicy("'self' https:"),
}

/** Headers of a raw mail: saved to disk, never shown. */
export const downloadHeaders: Record<string, string> = {
  ...everywhere,
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cache-Control': 'no-store',
}

/** Headers of a file whose name changes with its content. */
export const assetHeaders: Record<string, string> = {
  ...everywhere,
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cache-Control': 'public, max-age=31536000, immutable',
}

/**
 * Headers of an image that a mail shows in its body's place. A sandboxed frame is nobody's origin, so CORP must
 * let it in; who has no pass for the image gets nothing.
 */
export const imageHeaders: Record<string, string> = {
  ...everywhere,
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cache-Control': 'private, max-age=600',
}
