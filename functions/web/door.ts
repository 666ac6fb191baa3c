import type { Hono } from 'hono'
import { mayDo, type Permission } from '../../shared/domain/actor.ts'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { readSettings } from '../../shared/use-cases/settings.ts'
import { readSession } from '../../shared/use-cases/sign-in.ts'
import type { WebContext, WebEnv } from './env.ts'
import { type RawForm, readForm } from './form.ts'
import { stringsOf } from './language.ts'
import { isMultipart, type MultipartForm, readMultipartForm } from './multipart-form.ts'
import { answerForbidden, answerSignedOut } from './problems.tsx'
import { type Route, routes } from './routes.ts'
import { readCookie } from './security/cookies.ts'
import { formTokenField, formTokenFor, isFormToken, isFromOurPages } from './security/form-token.ts'
import { safeNextPath } from './security/next-path.ts'
import type { Strings } from './strings.ts'
import { type AgentActor, type View, viewOf } from './ui/view.ts'

/** One request of a signed-in agent. */
export interface Visit {
  desk: Desk
  c: WebContext
  agent: AgentActor
  view: View
  strings: Strings
  session: string
}

export type Show = (visit: Visit) => Response | Promise<Response>
export type Act = (visit: Visit, form: RawForm) => Response | Promise<Response>
/** Of a form that can bring files. */
export type TakeFiles = (visit: Visit, sent: MultipartForm) => Response | Promise<Response>

/** Where pages for signed-in agents are hung up: each names the permission it needs, none can go without. */
export interface ConsoleDoor {
  get(route: Route<string>, permission: Permission, show: Show): void
  post(route: Route<string>, permission: Permission, act: Act): void
  /** The same for a form with a field for files; a script may send it without any, as other forms are sent. */
  postFiles(route: Route<string>, permission: Permission, fileField: string, act: TakeFiles): void
}

/** The console's pages on an app; the session is asked for route by route, never by a prefix of the path. */
export function consoleDoor(app: Hono<WebEnv>, desk: Desk): ConsoleDoor {
  async function answerForm(
    c: WebContext,
    permission: Permission,
    read: () => Promise<MultipartForm>,
    act: TakeFiles,
  ): Promise<Response> {
    if (!isFromOurPages(sourceOf(c), desk.config.publicUrl)) return answerForbidden(desk, c)
    const sent = await read()
    const { [formTokenField]: token, ...form } = sent.form
    const visit = await visitOf(desk, c)
    if (visit === undefined) return answerSignedOut(desk, c, form)
    const key = await desk.secrets.signingKey()
    if (!isFormToken(key, visit.session, token)) return answerForbidden(desk, c)
    assertPermitted(visit, permission)
    return await act(visit, { ...sent, form })
  }

  return {
    get: (route, permission, show) => {
      app.get(route.pattern, async c => {
        const visit = await visitOf(desk, c)
        if (visit === undefined) return c.redirect(signInHref(c), 303)
        assertPermitted(visit, permission)
        return await show(visit)
      })
    },
    post: (route, permission, act) => {
      app.post(route.pattern, async c => {
        const read = async () => ({ form: await readForm(c), files: [] })
        return await answerForm(c, permission, read, (visit, { form }) => act(visit, form))
      })
    },
    postFiles: (route, permission, fileField, act) => {
      app.post(route.pattern, async c => {
        const read = async () =>
          isMultipart(c) ? await readMultipartForm(c, fileField) : { form: await readForm(c), files: [] }
        return await answerForm(c, permission, read, act)
      })
    },
  }
}

/** What the browser says of where a request came from. */
export function sourceOf(c: WebContext) {
  return { origin: c.req.header('Origin'), secFetchSite: c.req.header('Sec-Fetch-Site') }
}

/** A ticket's number as the path says it; what is no number is no ticket. */
export function ticketNumberOf(c: WebContext): number {
  const number = c.req.param('number') ?? ''
  if (!/^[1-9]\d{0,8}$/.test(number)) throw new DeskError('resource.missing')
  return Number(number)
}

async function visitOf(desk: Desk, c: WebContext): Promise<Visit | undefined> {
  const session = readCookie(c, 'session')
  if (session === undefined) return undefined
  const [agent, key] = await Promise.all([readSession(desk, session), desk.secrets.signingKey()])
  if (agent === undefined) return undefined
  const settings = await readSettings(desk, agent)
  const view = viewOf(agent, settings, { now: desk.now(), formToken: formTokenFor(key, session) })
  return { desk, c, agent, view, strings: stringsOf(c), session }
}

function assertPermitted({ agent }: Visit, permission: Permission): void {
  if (!mayDo(agent, permission)) throw new DeskError('resource.missing')
}

function signInHref(c: WebContext): string {
  const { pathname, search } = new URL(c.req.url)
  const next = safeNextPath(`${pathname}${search}`)
  return routes.signIn.href({}, { next: next === routes.home.href({}) ? undefined : next })
}
