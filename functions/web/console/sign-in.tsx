import { randomBytes } from 'node:crypto'
import type { Hono } from 'hono'
import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import type { IdentityProvider } from '../../../shared/runtime/identity-provider.ts'
import { requestSignIn, signInWithCode, signInWithLink, signOut } from '../../../shared/use-cases/sign-in.ts'
import { answerPage } from '../answer-page.tsx'
import { sourceOf } from '../door.ts'
import type { WebContext, WebEnv } from '../env.ts'
import { attempt, parseForm, type RawForm, readForm } from '../form.ts'
import { stringsOf } from '../language.ts'
import { answerForbidden, deskNameOf } from '../problems.tsx'
import { type Route, routes } from '../routes.ts'
import { dropCookie, readCookie, writeCookie } from '../security/cookies.ts'
import { formTokenField, formTokenFor, isFormToken, isFromOurPages } from '../security/form-token.ts'
import { safeNextPath } from '../security/next-path.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { SignInCodePage, SignInLinkPage, SignInPage } from './sign-in-pages.tsx'

const next = z.string().max(2_000).optional()

const emailForm = ({ signIn }: Strings) =>
  z.strictObject({
    next,
    email: z.string().trim().toLowerCase().max(254, signIn.emailInvalid).pipe(z.email(signIn.emailInvalid)),
  })
const codeForm = ({ form, signIn }: Strings) =>
  z.strictObject({
    next,
    code: z.string().trim().min(1, form.required).max(40, signIn.refused),
  })
const linkForm = z.strictObject({ token: z.string().max(300) })

export interface SignInGround {
  desk: Desk
  /** Undefined where agents sign in by code and link alone. */
  provider: IdentityProvider | undefined
}

/** Hangs up the doors in and out: they are the only ones that ask for no session. */
export function hangSignIn(app: Hono<WebEnv>, ground: SignInGround): void {
  const { desk } = ground
  app.get(routes.signIn.pattern, c => showSignIn(ground, c, freshForm(), 200))
  visitorPost(app, desk, routes.signIn, async (c, form) => {
    const parsed = parseForm(emailForm(stringsOf(c)), form)
    if (!parsed.ok) return showSignIn(ground, c, parsed.state, 400)
    const asked = await attempt(requestSignIn(desk, { email: parsed.data.email }))
    if (asked instanceof DeskError) return showSignIn(ground, c, failed(c, form, asked), 429)
    writeCookie(c, 'flow', asked.flow)
    return c.redirect(routes.signInCode.href({}, { next: safeNextPath(parsed.data.next) }), 303)
  })

  app.get(routes.signInCode.pattern, c => showCode(desk, c, freshForm(), 200))
  visitorPost(app, desk, routes.signInCode, async (c, form) => {
    const parsed = parseForm(codeForm(stringsOf(c)), form)
    if (!parsed.ok) return showCode(desk, c, parsed.state, 400)
    const flow = readCookie(c, 'flow')
    if (flow === undefined)
      return showCode(desk, c, { ...freshForm(form), message: stringsOf(c).signIn.flowLost }, 401)
    const done = await attempt(
      signInWithCode(desk, { flow, code: parsed.data.code, userAgent: userAgentOf(c) }),
    )
    if (done instanceof DeskError) return showCode(desk, c, failed(c, { ...form, code: '' }, done), 401)
    return enter(c, done.session, safeNextPath(parsed.data.next))
  })

  app.get(routes.signInLink.pattern, c => showLink(desk, c, c.req.query('token') ?? '', freshForm(), 200))
  visitorPost(app, desk, routes.signInLink, async (c, form) => {
    const parsed = parseForm(linkForm, form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { token } = parsed.data
    const flow = readCookie(c, 'flow')
    const given = { token, userAgent: userAgentOf(c), ...(flow === undefined ? {} : { flow }) }
    const done = await attempt(signInWithLink(desk, given))
    if (!(done instanceof DeskError)) return enter(c, done.session, undefined)
    const words = stringsOf(c).signIn
    const message = done.kind === 'too-many' ? words.tooMany : words.linkRefused
    return showLink(desk, c, token, { ...freshForm(), message }, 401)
  })

  visitorPost(app, desk, routes.signOut, async c => {
    const session = readCookie(c, 'session')
    if (session !== undefined) await signOut(desk, session)
    dropCookie(c, 'session')
    return c.redirect(routes.signIn.href({}), 303)
  })
}

/** A form that needs no session; its token is bound to the session all the same, or else to a visitor's cookie. */
export function visitorPost(
  app: Hono<WebEnv>,
  desk: Desk,
  route: Route<string>,
  act: (c: WebContext, form: RawForm) => Promise<Response>,
): void {
  app.post(route.pattern, async c => {
    if (!isFromOurPages(sourceOf(c), desk.config.publicUrl)) return answerForbidden(desk, c)
    const { [formTokenField]: token, ...form } = await readForm(c)
    const bound = readCookie(c, 'session') ?? readCookie(c, 'visitor')
    const holds = bound !== undefined && isFormToken(await desk.secrets.signingKey(), bound, token)
    return holds ? await act(c, form) : answerForbidden(desk, c)
  })
}

/** The token for the forms of this visitor, who gets a cookie for it to be bound to. */
async function visitorToken(desk: Desk, c: WebContext): Promise<string> {
  const known = readCookie(c, 'session') ?? readCookie(c, 'visitor')
  const bound = known ?? randomBytes(24).toString('base64url')
  if (known === undefined) writeCookie(c, 'visitor', bound)
  return formTokenFor(await desk.secrets.signingKey(), bound)
}

async function commonProps(desk: Desk, c: WebContext) {
  const [deskName, formToken] = await Promise.all([deskNameOf(desk), visitorToken(desk, c)])
  return { deskName, formToken }
}

/** The first page of signing in, with what was typed there or what went wrong on another way in. */
export async function showSignIn(
  { desk, provider }: SignInGround,
  c: WebContext,
  form: FormState,
  status: 200 | 400 | 401 | 429 | 502,
): Promise<Response> {
  const asked = safeNextPath(form.values.next ?? c.req.query('next'))
  const common = await commonProps(desk, c)
  return answerPage(c, <SignInPage {...common} form={form} next={asked} provider={provider?.name} />, status)
}

async function showCode(
  desk: Desk,
  c: WebContext,
  form: FormState,
  status: 200 | 400 | 401,
): Promise<Response> {
  const asked = safeNextPath(form.values.next ?? c.req.query('next'))
  return answerPage(c, <SignInCodePage {...(await commonProps(desk, c))} form={form} next={asked} />, status)
}

async function showLink(
  desk: Desk,
  c: WebContext,
  token: string,
  form: FormState,
  status: 200 | 401,
): Promise<Response> {
  return answerPage(
    c,
    <SignInLinkPage {...(await commonProps(desk, c))} form={form} token={token.slice(0, 300)} />,
    status,
  )
}

/** A new session takes the place of whatever this browser held. */
export function enter(c: WebContext, session: string, nextPath: string | undefined): Response {
  writeCookie(c, 'session', session)
  dropCookie(c, 'flow')
  dropCookie(c, 'visitor')
  return c.redirect(nextPath ?? routes.tickets.href({}), 303)
}

function userAgentOf(c: WebContext): string {
  return c.req.header('User-Agent') ?? ''
}

function failed(c: WebContext, values: RawForm, { kind }: DeskError): FormState {
  const words = stringsOf(c).signIn
  return { values, errors: {}, message: kind === 'too-many' ? words.tooMany : words.refused }
}
