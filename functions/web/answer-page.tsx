import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { WebContext } from './env.ts'
import { languageOf } from './language.ts'
import { PagePathProvider } from './page-path.ts'
import { LanguageProvider } from './strings.ts'

/** Answers with a page, or a piece of one, drawn in the reader's language. */
export function answerPage(
  c: WebContext,
  page: Child,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  const language = languageOf(c)
  c.header('Content-Language', language)
  c.header('Vary', 'Accept-Language, Cookie')
  const { pathname, search } = new URL(c.req.url)
  return c.html(
    <LanguageProvider value={language}>
      <PagePathProvider value={c.req.method === 'GET' ? `${pathname}${search}` : undefined}>
        {page}
      </PagePathProvider>
    </LanguageProvider>,
    status,
  )
}
