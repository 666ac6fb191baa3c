import type { Hono } from 'hono'
import { DeskError } from '../../../shared/domain/errors.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import {
  type IdentityProvider,
  ProviderRefused,
  ProviderUnreachable,
} from '../../../shared/runtime/identity-provider.ts'
import { signInWithProvider } from '../../../shared/use-cases/sign-in-with-provider.ts'
import { answerPage } from '../answer-page.tsx'
import type { WebContext, WebEnv } from '../env.ts'
import { attempt } from '../form.ts'
import { stringsOf } from '../language.ts'
import { deskNameOf } from '../problems.tsx'
import { routes } from '../routes.ts'
import { dropCookie, readCookie, writeCookie } from '../security/cookies.ts'
import { safeNextPath } from '../security/next-path.ts'
import { beginProviderFlow, readProviderFlow } from '../security/provider-flow.ts'
import { freshForm } from '../ui/form-state.ts'
import { enter, showSignIn } from './sign-in.tsx'
import { NotAnAgentPage } from './sign-in-pages.tsx'

/** Hangs up the way to the identity provider and back. Nothing is kept of a sign-in but a cookie of its browser. */
export function hangProviderSignIn(app: Hono<WebEnv>, desk: Desk, provider: IdentityProvider): void {
  const redirectUri = `${desk.config.publicUrl}${routes.signInProviderReturn.href({})}`

  app.get(routes.signInProvider.pattern, async c => {
    onlyGet(c)
    const cookie = beginProviderFlow(safeNextPath(c.req.query('next')), desk.now())
    const flow = readProviderFlow(await desk.secrets.signingKey(), cookie, desk.now())
    if (flow === undefined) return await turnedAway(c)
    try {
      const url = await provider.signInUrl(flow.challenge, redirectUri)
      writeCookie(c, 'provider', cookie)
      return c.redirect(url.href, 303)
    } catch (error) {
      return await failed(c, error)
    }
  })

  app.get(routes.signInProviderReturn.pattern, async c => {
    onlyGet(c)
    const cookie = readCookie(c, 'provider')
    const key = await desk.secrets.signingKey()
    const flow = cookie === undefined ? undefined : readProviderFlow(key, cookie, desk.now())
    dropCookie(c, 'provider')
    if (flow === undefined) return await turnedAway(c)
    try {
      const claims = await provider.claimsOf(new URL(redirectUri + new URL(c.req.url).search), flow.challenge)
      const userAgent = c.req.header('User-Agent') ?? ''
      const done = await attempt(signInWithProvider(desk, { claims, userAgent }))
      if (!(done instanceof DeskError)) return enter(c, done.session, flow.next)
      if (done.code !== 'sign-in.refused') return await turnedAway(c)
      const deskName = await deskNameOf(desk)
      return answerPage(c, <NotAnAgentPage deskName={deskName} provider={provider.name} />, 403)
    } catch (error) {
      return await failed(c, error)
    }
  })

  /** The sign-in page, which codes are to be had at all the same. */
  async function failed(c: WebContext, error: unknown): Promise<Response> {
    if (error instanceof ProviderRefused) {
      desk.log.info('The identity provider vouched for nobody', { why: reasonOf(error) })
      return await turnedAway(c)
    }
    if (!(error instanceof ProviderUnreachable)) throw error
    desk.log.warn('The identity provider cannot be used', { why: reasonOf(error) })
    const message = stringsOf(c).providerSignIn.unreachable(provider.name)
    return await showSignIn({ desk, provider }, c, { ...freshForm(), message }, 502)
  }

  async function turnedAway(c: WebContext): Promise<Response> {
    const message = stringsOf(c).providerSignIn.refused(provider.name)
    return await showSignIn({ desk, provider }, c, { ...freshForm(), message }, 401)
  }
}

/** HEAD would be answered by the same steps, and a scanner's look at an address must not take any. */
function onlyGet(c: WebContext): void {
  if (c.req.method !== 'GET') throw new DeskError('resource.missing')
}

/** What went wrong, by the names and codes of the errors: their words may quote what the provider was sent. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const code = 'error' in error ? error.error : 'code' in error ? error.code : undefined
  const here = [error.name, ...(typeof code === 'string' ? [code] : [])].join(' ')
  return error.cause === undefined ? here : `${here}: ${reasonOf(error.cause)}`
}
