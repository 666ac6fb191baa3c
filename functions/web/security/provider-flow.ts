import { createHmac, randomBytes } from 'node:crypto'
import type { SignInChallenge } from '../../../shared/runtime/identity-provider.ts'
import { safeNextPath } from './next-path.ts'

/** As long as a person may take at the provider. */
const flowSeconds = 600
/** A longer path would not fit into the cookie; nobody is sent on then. */
const nextCharactersMax = 200

/** A sign-in at the identity provider, under way in one browser. */
export interface ProviderFlow {
  challenge: SignInChallenge
  /** Where to go once signed in. */
  next: string | undefined
}

/** Begins a sign-in: what its cookie holds. Nothing of it is kept elsewhere, so that beginning one writes nothing. */
export function beginProviderFlow(next: string | undefined, now: string): string {
  const until = Math.floor(Date.parse(now) / 1_000) + flowSeconds
  const kept = next !== undefined && next.length <= nextCharactersMax ? next : ''
  return [randomBytes(32).toString('base64url'), until, Buffer.from(kept).toString('base64url')].join('.')
}

/**
 * The sign-in that a cookie stands for; undefined once it is too old. State, nonce and verifier are made from the
 * whole of the cookie with the desk's key: one that was changed, or made up, has others than the provider was given.
 */
export function readProviderFlow(signingKey: string, cookie: string, now: string): ProviderFlow | undefined {
  const [, until = '', next = ''] = cookie.split('.')
  if (!/^\d{1,12}$/.test(until) || Number(until) * 1_000 < Date.parse(now)) return undefined
  const made = (purpose: string) =>
    createHmac('sha256', signingKey).update(`${purpose}:${cookie}`).digest('base64url')
  const challenge = { state: made('oidc-state'), nonce: made('oidc-nonce'), codeVerifier: made('oidc-pkce') }
  return { challenge, next: safeNextPath(Buffer.from(next, 'base64url').toString('utf8')) }
}
