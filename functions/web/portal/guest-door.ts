import type { Hono } from 'hono'
import type { GuestActor } from '../../../shared/domain/actor.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { openGuestLink } from '../../../shared/use-cases/guest-links.ts'
import { sourceOf } from '../door.ts'
import type { WebContext, WebEnv } from '../env.ts'
import type { RawForm } from '../form.ts'
import { stringsOf } from '../language.ts'
import type { Route } from '../routes.ts'
import { formTokenField, formTokenFor, isFormToken, isFromOurPages } from '../security/form-token.ts'
import type { Strings } from '../strings.ts'
import { readPortalForm, type SentFiles } from './portal-form.ts'
import { answerGuestGone, answerPortalForbidden, withPortalProblems } from './portal-problems.tsx'
import { type PortalView, portalViewOf } from './portal-view.ts'

/** One request by the link of a mail. */
export interface GuestVisit {
  desk: Desk
  c: WebContext
  guest: GuestActor
  token: string
  view: PortalView
  strings: Strings
}

type Show = (visit: GuestVisit) => Promise<Response>
type Act = (visit: GuestVisit, form: RawForm, sent: SentFiles) => Promise<Response>

/** Where pages are hung up that a link opens: no cookie is asked for, and none is set. */
export interface GuestDoor {
  get(route: Route<string>, show: Show): void
  post(route: Route<string>, act: Act): void
}

export function guestDoor(app: Hono<WebEnv>, desk: Desk): GuestDoor {
  return {
    get: (route, show) => {
      app.get(route.pattern, c =>
        withPortalProblems(async () => await show(await visitOf(desk, c)), desk, c, answerGuestGone),
      )
    },
    post: (route, act) => {
      app.post(route.pattern, c =>
        withPortalProblems(
          async () => {
            if (!isFromOurPages(sourceOf(c), desk.config.publicUrl)) return answerPortalForbidden(desk, c)
            const visit = await visitOf(desk, c)
            const {
              form: { [formTokenField]: token, ...form },
              sent,
            } = await readPortalForm(c)
            const key = await desk.secrets.signingKey()
            if (!isFormToken(key, boundTo(visit.token), token)) return answerPortalForbidden(desk, c)
            return await act(visit, form, sent)
          },
          desk,
          c,
          answerGuestGone,
        ),
      )
    },
  }
}

async function visitOf(desk: Desk, c: WebContext): Promise<GuestVisit> {
  const token = c.req.param('token') ?? ''
  const { guest, settings } = await openGuestLink(desk, token)
  const formToken = formTokenFor(await desk.secrets.signingKey(), boundTo(token))
  const view = portalViewOf(settings, { now: desk.now(), formToken })
  return { desk, c, guest, token, view, strings: stringsOf(c) }
}

/** What the token of a guest's form is bound to: the link itself, which nobody guesses. */
function boundTo(token: string): string {
  return `guest:${token}`
}
