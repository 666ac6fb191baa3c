import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { readSettings } from '../../shared/use-cases/settings.ts'
import { answerPage } from './answer-page.tsx'
import type { WebContext } from './env.ts'
import type { RawForm } from './form.ts'
import { stringsOf } from './language.ts'
import { english } from './strings/english.ts'
import { ProblemPage, type ProblemProps } from './ui/problem-page.tsx'

type Problem = Omit<ProblemProps, 'deskName'>
type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 429 | 500

/** The page for what is not there, or not for this person to know: the same for both. */
export function answerMissing(desk: Desk, c: WebContext): Promise<Response> {
  const words = stringsOf(c).problem
  return answer(desk, c, 404, { title: words.missingTitle, text: words.missing })
}

/** The page for a form that was not sent from a page of this session. */
export function answerForbidden(desk: Desk, c: WebContext): Promise<Response> {
  const words = stringsOf(c).problem
  return answer(desk, c, 403, { title: words.forbiddenTitle, text: words.forbidden })
}

/** The page for a form sent after the session ended; shows the words that were typed. */
export function answerSignedOut(desk: Desk, c: WebContext, form: RawForm): Promise<Response> {
  const words = stringsOf(c).problem
  const typed = form.bodyText ?? form.descriptionText
  return answer(desk, c, 401, {
    title: words.signedOutTitle,
    text: words.signedOut,
    signIn: true,
    ...(typed === undefined ? {} : { typed }),
  })
}

/** The page for an error that no page of its own took care of; ours are logged, with the id the page shows. */
export function answerError(desk: Desk, c: WebContext, error: unknown): Promise<Response> {
  if (!(error instanceof DeskError)) return answerBroken(desk, c, error)
  const { problem: words, signIn, refusals } = stringsOf(c)
  const said = refusals.whole(error.code, error.message)
  switch (error.kind) {
    case 'missing':
      return answerMissing(desk, c)
    case 'invalid':
      return answer(desk, c, 400, { title: words.invalidTitle, text: said })
    case 'unauthenticated':
      return answerSignedOut(desk, c, {})
    case 'refused':
      return answer(desk, c, 409, { title: words.refusedTitle, text: said })
    case 'conflict':
      return answer(desk, c, 409, { title: words.conflictTitle, text: words.conflict })
    case 'too-many':
      return answer(desk, c, 429, { title: words.tooManyTitle, text: signIn.tooMany })
  }
}

function answerBroken(desk: Desk, c: WebContext, error: unknown): Promise<Response> {
  const words = stringsOf(c).problem
  const requestId = c.get('requestId')
  desk.log.error('A page failed', {
    requestId,
    method: c.req.method,
    route: c.req.routePath,
    error: error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error',
    stack: error instanceof Error ? error.stack : undefined,
  })
  return answer(desk, c, 500, { title: words.errorTitle, text: words.error, requestId })
}

async function answer(desk: Desk, c: WebContext, status: ProblemStatus, problem: Problem): Promise<Response> {
  return answerPage(c, <ProblemPage {...problem} deskName={await deskNameOf(desk)} />, status)
}

/** The desk's name for pages of nobody in particular. */
export async function deskNameOf(desk: Desk): Promise<string> {
  try {
    return (await readSettings(desk, { kind: 'system', name: 'web' })).deskName
  } catch {
    // The page that says that something broke must not break on the same thing.
    return english.product
  }
}
