import type { Hono } from 'hono'
import type { ContactActor } from '../../../shared/domain/actor.ts'
import { seesWholeClient } from '../../../shared/domain/portal.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { readPortalVisitor } from '../../../shared/use-cases/portal-sign-in.ts'
import { sourceOf } from '../door.ts'
import type { WebContext, WebEnv } from '../env.ts'
import type { RawForm } from '../form.ts'
import { stringsOf } from '../language.ts'
import { type Route, routes } from '../routes.ts'
import { readCookie } from '../security/cookies.ts'
import { formTokenField, formTokenFor, isFormToken, isFromOurPages } from '../security/form-token.ts'
import { safeNextPath } from '../security/next-path.ts'
import type { Strings } from '../strings.ts'
import { readPortalForm, type SentFiles } from './portal-form.ts'
import { answerPortalForbidden, answerPortalSignedOut, withPortalProblems } from './portal-problems.tsx'
import { type PortalView, portalViewOf } from './portal-view.ts'

/** One request of a signed-in contact. */
export interface PortalVisit {
  desk: Desk
  c: WebContext
  contact: ContactActor
  clientName: string
  view: PortalView
  strings: Strings
}

type Show = (visit: PortalVisit) => Promise<Response>
type Act = (visit: PortalVisit, form: RawForm, sent: SentFiles) => Promise<Response>

/** Where pages for signed-in contacts are hung up. */
export interface PortalDoor {
  get(route: Route<string>, show: Show): void
  post(route: Route<string>, act: Act): void
}

/** The portal's pages on an app; the session is asked for route by route, never by a prefix of the path. */
export function portalDoor(app: Hono<WebEnv>, desk: Desk): PortalDoor {
  return {
    get: (route, show) => {
      app.get(route.pattern, c =>
        withPortalProblems(
          async () => {
            const visit = await visitOf(desk, c)
            return visit === undefined ? c.redirect(signInHref(c), 303) : await show(visit)
          },
          desk,
          c,
        ),
      )
    },
    post: (route, act) => {
      app.post(route.pattern, c =>
        withPortalProblems(
          async () => {
            if (!isFromOurPages(sourceOf(c), desk.config.publicUrl)) return answerPortalForbidden(desk, c)
            const {
              form: { [formTokenField]: token, ...form },
              sent,
            } = await readPortalForm(c)
            const visit = await visitOf(desk, c)
            if (visit === undefined) return answerPortalSignedOut(desk, c, form)
            const key = await desk.secrets.signingKey()
            const session = readCookie(c, 'portalSession') ?? ''
            if (!isFormToken(key, session, token)) return answerPortalForbidden(desk, c)
            return await act(visit, form, sent)
          },
          desk,
          c,
        ),
      )
    },
  }
}

async function visitOf(desk: Desk, c: WebContext): Promise<PortalVisit | undefined> {
  const session = readCookie(c, 'portalSession')
  if (session === undefined) return undefined
  const [visitor, key] = await Promise.all([readPortalVisitor(desk, session), desk.secrets.signingKey()])
  if (visitor === undefined) return undefined
  const { contact, clientName, settings } = visitor
  const holder = { name: contact.name, clientName, seesWholeClient: seesWholeClient(contact) }
  const view = portalViewOf(settings, {
    now: desk.now(),
    formToken: formTokenFor(key, session),
    holder,
  })
  return { desk, c, contact, clientName, view, strings: stringsOf(c) }
}

function signInHref(c: WebContext): string {
  const { pathname, search } = new URL(c.req.url)
  const next = safeNextPath(`${pathname}${search}`)
  return routes.portalSignIn.href({}, { next: next === routes.portal.href({}) ? undefined : next })
}
