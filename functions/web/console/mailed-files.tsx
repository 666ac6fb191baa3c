import type { Hono } from 'hono'
import { DeskError } from '../../../shared/domain/errors.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { openLinkedFile } from '../../../shared/use-cases/open-linked-file.ts'
import { answerPage } from '../answer-page.tsx'
import type { WebEnv } from '../env.ts'
import { stringsOf } from '../language.ts'
import { deskNameOf } from '../problems.tsx'
import { routes } from '../routes.ts'
import { CardPage } from '../ui/page.tsx'

/** Hangs up the files that were too large for a mail: whoever has the mail has the link, and needs no session. */
export function hangMailedFiles(app: Hono<WebEnv>, desk: Desk): void {
  app.get(routes.mailedFile.pattern, async c => {
    try {
      return c.redirect(await openLinkedFile(desk, c.req.param('token') ?? ''), 302)
    } catch (error) {
      if (!(error instanceof DeskError)) throw error
      const isGone = error.code === 'attachment.redacted'
      const words = stringsOf(c).mailedFile
      const page = (
        <CardPage title={words.title} deskName={await deskNameOf(desk)}>
          <p class="lead">{isGone ? words.gone : words.missing}</p>
        </CardPage>
      )
      return answerPage(c, page, isGone ? 410 : 404)
    }
  })
}
