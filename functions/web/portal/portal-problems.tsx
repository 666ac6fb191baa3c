import type { Child } from 'hono/jsx'
import { DeskError } from '../../../shared/domain/errors.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { answerPage } from '../answer-page.tsx'
import type { WebContext } from '../env.ts'
import type { RawForm } from '../form.ts'
import { stringsOf } from '../language.ts'
import { deskNameOf } from '../problems.tsx'
import { routes } from '../routes.ts'
import { CardPage } from '../ui/page.tsx'

type Status = 400 | 401 | 403 | 404 | 409 | 429

/** The page for what is not there, or not for this person to know: the same for both. */
export function answerPortalMissing(desk: Desk, c: WebContext): Promise<Response> {
  const { portal: words } = stringsOf(c)
  return answer(desk, c, 404, {
    title: words.missingTitle,
    text: words.missing,
    more: (
      <a class="button" href={routes.portal.href({})}>
        {words.home}
      </a>
    ),
  })
}

/** The page for a link of a mail that opens nothing, for whatever reason. */
export function answerGuestGone(desk: Desk, c: WebContext): Promise<Response> {
  const { portal: words } = stringsOf(c)
  return answer(desk, c, 404, { title: words.guestGoneTitle, text: words.guestGone })
}

/** The page for a form that was not sent from a page of ours. */
export function answerPortalForbidden(desk: Desk, c: WebContext, status: Status = 403): Promise<Response> {
  const { portal: words } = stringsOf(c)
  return answer(desk, c, status, { title: words.troubleTitle, text: words.trouble })
}

/** The page for a form sent after the session ended; shows the words that were typed. */
export function answerPortalSignedOut(desk: Desk, c: WebContext, form: RawForm): Promise<Response> {
  const { portal: words, form: formWords } = stringsOf(c)
  const typed = form.bodyText ?? form.descriptionText ?? form.comment ?? ''
  return answer(desk, c, 401, {
    title: words.signedOutTitle,
    text: words.signedOut,
    more: (
      <>
        {typed !== '' && (
          <label class="typed">
            <span>{formWords.typed}</span>
            <textarea readonly rows={6}>{`\n${typed}`}</textarea>
          </label>
        )}
        <a class="button button-primary" href={routes.portalSignIn.href({})}>
          {words.signInAgain}
        </a>
      </>
    ),
  })
}

/**
 * What a page of the portal answers, or the portal's own page for an error of the caller's; what is our own fault
 * goes on to the page for that.
 */
export async function withPortalProblems(
  work: () => Promise<Response>,
  desk: Desk,
  c: WebContext,
  answerGone: (desk: Desk, c: WebContext) => Promise<Response> = answerPortalMissing,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    switch (error.kind) {
      case 'missing':
        return await answerGone(desk, c)
      case 'invalid':
        return await answerPortalForbidden(desk, c, 400)
      case 'unauthenticated':
        return await answerPortalSignedOut(desk, c, {})
      case 'refused':
      case 'conflict':
        return await answerPortalForbidden(desk, c, 409)
      case 'too-many':
        return await answerPortalForbidden(desk, c, 429)
    }
  }
}

async function answer(
  desk: Desk,
  c: WebContext,
  status: Status,
  { title, text, more }: { title: string; text: string; more?: Child },
): Promise<Response> {
  return answerPage(
    c,
    <CardPage title={title} deskName={await deskNameOf(desk)}>
      <p class="lead">{text}</p>
      {more}
    </CardPage>,
    status,
  )
}
