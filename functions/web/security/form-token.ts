import { createHmac, timingSafeEqual } from 'node:crypto'

/** Name of the hidden field that carries the token. */
export const formTokenField = 'formToken'

/** The token of every form given to the holder of one cookie: useless with any other cookie. */
export function formTokenFor(signingKey: string, cookie: string): string {
  return createHmac('sha256', signingKey).update(`form-token:${cookie}`).digest('base64url')
}

/** Whether a form carries the token of this cookie; compared in constant time. */
export function isFormToken(signingKey: string, cookie: string, token: string | undefined): boolean {
  const expected = Buffer.from(formTokenFor(signingKey, cookie))
  const given = Buffer.from(token ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

export interface RequestSource {
  origin: string | undefined
  secFetchSite: string | undefined
}

/**
 * Whether a browser says that a form was sent from one of our pages. Under `Referrer-Policy: no-referrer` its
 * Origin is `null` for our own forms too (Fetch standard, "append a request Origin header"), so that `null`
 * counts only beside Sec-Fetch-Site. Where both are missing, the form token alone decides.
 */
export function isFromOurPages({ origin, secFetchSite }: RequestSource, publicUrl: string): boolean {
  if (secFetchSite !== undefined && secFetchSite !== 'same-origin' && secFetchSite !== 'none') return false
  if (origin === undefined) return true
  if (origin === 'null') return secFetchSite !== undefined
  return origin === new URL(publicUrl).origin
}
