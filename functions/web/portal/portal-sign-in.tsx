import { randomBytes } from 'node:crypto'
import type { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { assertPortalOpen } from '../../../shared/domain/portal.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import {
  requestPortalSignIn,
  signInToPortalWithCode,
  signInToPortalWithLink,
  signOutOfPortal,
} from '../../../shared/use-cases/portal-sign-in.ts'
import { readSettings } from '../../../shared/use-cases/settings.ts'
import { answerPage } from '../answer-page.tsx'
import { sourceOf } from '../door.ts'
import type { WebContext, WebEnv } from '../env.ts'
import { attempt, parseForm, type RawForm, readForm } from '../form.ts'
import { stringsOf } from '../language.ts'
import { type Route, routes } from '../routes.ts'
import { dropCookie, readCookie, writeCookie } from '../security/cookies.ts'
import { formTokenField, formTokenFor, isFormToken, isFromOurPages } from '../security/form-token.ts'
import { safeNextPath } from '../security/next-path.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { answerPortalForbidden, withPortalProblems } from './portal-problems.tsx'
import { PortalCodePage, PortalLinkPage, PortalSignInPage } from './portal-sign-in-pages.tsx'

const next = z.string().max(2_000).optional()

const emailForm = ({ signIn }: Strings) =>
  z.strictObject({
    next,
    email: z.string().trim().toLowerCase().max(254).pipe(z.email(signIn.emailInvalid)),
  })
const codeForm = ({ form, signIn }: Strings) =>
  z.strictObject({ next, code: z.string().trim().min(1, form.required).max(40, signIn.refused) })
const linkForm = z.strictObject({ token: z.string().max(300) })

/** Hangs up the portal's doors in and out: they are the only ones of it that ask for no session. */
export function hangPortalSignIn(app: Hono<WebEnv>, desk: Desk): void {
  visitorGet(app, desk, routes.portalSignIn, c => showEmail(desk, c, freshForm()))
  visitorPost(app, desk, routes.portalSignIn, async (c, form) => {
    const parsed = parseForm(emailForm(stringsOf(c)), form)
    if (!parsed.ok) return showEmail(desk, c, parsed.state, 400)
    const asked = await attempt(requestPortalSignIn(desk, { email: parsed.data.email }))
    if (asked instanceof DeskError) return showEmail(desk, c, failed(c, form, asked), 429)
    writeCookie(c, 'portalFlow', asked.flow)
    return c.redirect(routes.portalSignInCode.href({}, { next: nextIn(parsed.data.next) }), 303)
  })

  visitorGet(app, desk, routes.portalSignInCode, c => showCode(desk, c, freshForm()))
  visitorPost(app, desk, routes.portalSignInCode, async (c, form) => {
    const parsed = parseForm(codeForm(stringsOf(c)), form)
    if (!parsed.ok) return showCode(desk, c, parsed.state, 400)
    const flow = readCookie(c, 'portalFlow')
    if (flow === undefined) {
      return showCode(desk, c, { ...freshForm(form), message: stringsOf(c).signIn.flowLost }, 401)
    }
    const done = await attempt(signInToPortalWithCode(desk, { flow, code: parsed.data.code }))
    if (done instanceof DeskError) return showCode(desk, c, failed(c, { ...form, code: '' }, done), 401)
    return enter(c, done.session, nextIn(parsed.data.next))
  })

  visitorGet(app, desk, routes.portalSignInLink, c =>
    showLink(desk, c, c.req.query('token') ?? '', freshForm()),
  )
  visitorPost(app, desk, routes.portalSignInLink, async (c, form) => {
    const parsed = parseForm(linkForm, form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { token } = parsed.data
    const flow = readCookie(c, 'portalFlow')
    const done = await attempt(
      signInToPortalWithLink(desk, { token, ...(flow === undefined ? {} : { flow }) }),
    )
    if (!(done instanceof DeskError)) return enter(c, done.session, undefined)
    const words = stringsOf(c).signIn
    const message = done.kind === 'too-many' ? words.tooMany : words.linkRefused
    return showLink(desk, c, token, { ...freshForm(), message }, 401)
  })

  visitorPost(app, desk, routes.portalSignOut, async c => {
    const session = readCookie(c, 'portalSession')
    if (session !== undefined) await signOutOfPortal(desk, session)
    dropCookie(c, 'portalSession')
    return c.redirect(routes.portalSignIn.href({}), 303)
  })
}

/** A page for anybody, where the desk has a portal. */
function visitorGet(
  app: Hono<WebEnv>,
  desk: Desk,
  route: Route<string>,
  show: (c: WebContext) => Promise<Response>,
): void {
  app.get(route.pattern, c => withPortalProblems(() => show(c), desk, c))
}

/** A form that needs no session; its token is bound to the session all the same, or else to a visitor's cookie. */
function visitorPost(
  app: Hono<WebEnv>,
  desk: Desk,
  route: Route<string>,
  act: (c: WebContext, form: RawForm) => Promise<Response>,
): void {
  app.post(route.pattern, c =>
    withPortalProblems(
      async () => {
        if (!isFromOurPages(sourceOf(c), desk.config.publicUrl)) return answerPortalForbidden(desk, c)
        const { [formTokenField]: token, ...form } = await readForm(c)
        const bound = readCookie(c, 'portalSession') ?? readCookie(c, 'visitor')
        const holds = bound !== undefined && isFormToken(await desk.secrets.signingKey(), bound, token)
        return holds ? await act(c, form) : answerPortalForbidden(desk, c)
      },
      desk,
      c,
    ),
  )
}

async function showPage(
  desk: Desk,
  c: WebContext,
  page: (common: { deskName: string; formToken: string }) => Child,
  status: 200 | 400 | 401 | 429,
): Promise<Response> {
  const settings = await readSettings(desk, { kind: 'system', name: 'portal' })
  assertPortalOpen(settings)
  const known = readCookie(c, 'portalSession') ?? readCookie(c, 'visitor')
  const bound = known ?? randomBytes(24).toString('base64url')
  if (known === undefined) writeCookie(c, 'visitor', bound)
  const formToken = formTokenFor(await desk.secrets.signingKey(), bound)
  return answerPage(c, page({ deskName: settings.deskName, formToken }), status)
}

function showEmail(desk: Desk, c: WebContext, form: FormState, status: 200 | 400 | 429 = 200) {
  const asked = nextIn(form.values.next ?? c.req.query('next'))
  return showPage(desk, c, common => <PortalSignInPage {...common} form={form} next={asked} />, status)
}

function showCode(desk: Desk, c: WebContext, form: FormState, status: 200 | 400 | 401 = 200) {
  const asked = nextIn(form.values.next ?? c.req.query('next'))
  return showPage(desk, c, common => <PortalCodePage {...common} form={form} next={asked} />, status)
}

function showLink(desk: Desk, c: WebContext, token: string, form: FormState, status: 200 | 401 = 200) {
  const cut = token.slice(0, 300)
  return showPage(desk, c, common => <PortalLinkPage {...common} form={form} token={cut} />, status)
}

/** A new session takes the place of whatever this browser held of the portal's. */
function enter(c: WebContext, session: string, nextPath: string | undefined): Response {
  writeCookie(c, 'portalSession', session)
  dropCookie(c, 'portalFlow')
  dropCookie(c, 'visitor')
  return c.redirect(nextPath ?? routes.portal.href({}), 303)
}

/** Where to go on to: a page of the portal, nothing else on this origin. */
function nextIn(asked: string | undefined): string | undefined {
  const path = safeNextPath(asked)
  return path?.startsWith(`${routes.portal.href({})}/`) === true ? path : undefined
}

function failed(c: WebContext, values: RawForm, { kind }: DeskError): FormState {
  const words = stringsOf(c).signIn
  return { values, errors: {}, message: kind === 'too-many' ? words.tooMany : words.refused }
}
