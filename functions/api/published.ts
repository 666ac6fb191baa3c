import type { Context, Hono } from 'hono'
import type { Desk } from '../../shared/runtime/desk.ts'
import { apiPath } from './api-path.ts'
import { docsHeaders, docsPage } from './docs/docs-page.tsx'
import { limitsOf } from './limits.ts'
import { openApiDocument } from './openapi.ts'
import { contentTag, respondTagged } from './respond.ts'
import { askPermission } from './route-permissions.ts'

/** What anybody may read: the OpenAPI document, and the page that shows it. */
export function servePublished(app: Hono, desk: Desk): void {
  const { publicUrl } = desk.config
  const document = once(() => JSON.stringify(openApiDocument(publicUrl)))
  const page = once(() => docsPage(JSON.parse(document())))
  publish(app, desk, '/openapi.json', c => respondPublic(c, document(), 'application/json'))
  publish(app, desk, '/docs', c => {
    for (const [name, value] of Object.entries(docsHeaders)) c.header(name, value)
    return respondPublic(c, page(), 'text/html; charset=utf-8')
  })
}

function publish(app: Hono, desk: Desk, path: string, answer: (c: Context) => Response): void {
  const whole = `${apiPath}${path}`
  askPermission(app, `GET ${whole}`, 'public')
  app.get(whole, c => {
    limitsOf(desk).countAddress(c)
    return answer(c)
  })
}

function respondPublic(c: Context, content: string, contentType: string): Response {
  // Asked again each time, and answered 304 until the next deployment.
  c.header('Cache-Control', 'no-cache')
  return respondTagged(c, { content, contentType, status: 200, etag: contentTag(content) })
}

/** Each instance of the function makes it at the first request for it. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
