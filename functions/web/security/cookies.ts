import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/**
 * `session`: who is signed in. `flow`: a sign-in under way, known to this browser only. `provider`: one at
 * the identity provider. `visitor`: what the form tokens of somebody who is not signed in are bound to.
 * `language`: which one was chosen. `lists`: how this browser likes its lists.
 */
const cookies = {
  session: { name: 'docket', maxAgeSeconds: 14 * 86_400 },
  flow: { name: 'docket-flow', maxAgeSeconds: 600 },
  lists: { name: 'docket-lists', maxAgeSeconds: 400 * 86_400 },
  provider: { name: 'docket-provider', maxAgeSeconds: 600 },
  /** A contact in the portal, and their sign-in under way. */
  portalSession: { name: 'docket-portal', maxAgeSeconds: 14 * 86_400 },
  portalFlow: { name: 'docket-portal-flow', maxAgeSeconds: 600 },
  visitor: { name: 'docket-visitor', maxAgeSeconds: 86_400 },
  language: { name: 'docket-language', maxAgeSeconds: 365 * 86_400 },
} as const

export type CookieName = keyof typeof cookies

/** The value of one of our cookies; undefined where it is missing, empty or too long to be ours. */
export function readCookie(c: Context, which: CookieName): string | undefined {
  const value = getCookie(c, cookies[which].name, 'host')
  return value === undefined || value === '' || value.length > 512 ? undefined : value
}

/** Sets one of our cookies as `__Host-…`: Secure, HttpOnly, SameSite=Lax, for this host alone. */
export function writeCookie(c: Context, which: CookieName, value: string): void {
  const { name, maxAgeSeconds } = cookies[which]
  setCookie(c, name, value, { prefix: 'host', ...attributes, maxAge: maxAgeSeconds })
}

/** Makes the browser forget one of our cookies. */
export function dropCookie(c: Context, which: CookieName): void {
  deleteCookie(c, cookies[which].name, { prefix: 'host', ...attributes })
}

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
