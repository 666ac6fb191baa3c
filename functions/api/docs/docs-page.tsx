import { createHash } from 'node:crypto'
import { CallView, Method } from './call-view.tsx'
import stylesheet from './docs.css?text'
import { type ApiDocument, callsUnder, errorCodes } from './document.ts'
import { Prose } from './prose.tsx'
import { Fields } from './schema-view.tsx'

const stylesheetHash = createHash('sha256').update(stylesheet).digest('base64')

/** The page loads nothing, runs nothing, and is in nobody's frame. */
export const docsHeaders: Record<string, string> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${stylesheetHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** The OpenAPI document as a page to read: every call by tag, every schema, every error code. */
export function docsPage(document: ApiDocument): string {
  return `<!doctype html>${String(<Page document={document} />)}`
}

function Page({ document }: { document: ApiDocument }) {
  const { info, tags, components } = document
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${info.title} API`}</title>
        <style dangerouslySetInnerHTML={{ __html: stylesheet }} />
      </head>
      <body>
        <a class="skip" href="#content">
          To the calls
        </a>
        <header>
          <h1>{info.title} API</h1>
          <p>{info.description}</p>
        </header>
        <nav aria-label="Contents">
          <ul>
            {tags.map(({ name }) => (
              <li>
                <a href={`#${tagId(name)}`}>{name}</a>
              </li>
            ))}
            <li>
              <a href="#schemas">Schemas</a>
            </li>
            <li>
              <a href="#codes">Error codes</a>
            </li>
          </ul>
        </nav>
        <main id="content">
          <Start document={document} />
          {tags.map(tag => (
            <Tag document={document} {...tag} />
          ))}
          <section id="schemas" aria-labelledby="schemas-title">
            <h2 id="schemas-title">Schemas</h2>
            {Object.entries(components.schemas).map(([name, schema]) => (
              <article id={`schema-${name}`} aria-labelledby={`schema-${name}-title`}>
                <h3 id={`schema-${name}-title`}>
                  <a href={`#schema-${name}`}>{name}</a>
                </h3>
                <Fields schema={schema} />
              </article>
            ))}
          </section>
          <Codes document={document} />
        </main>
      </body>
    </html>
  )
}

function Start({ document: { servers } }: { document: ApiDocument }) {
  return (
    <section aria-labelledby="start-title">
      <h2 id="start-title">To begin</h2>
      <p>
        Calls go to <code>{servers[0]?.url}</code> as JSON, with the secret of an API key:
      </p>
      <pre tabindex={0}>
        <code>{`curl -H "Authorization: Bearer $DOCKET_API_KEY" \\\n  ${servers[0]?.url}/tickets`}</code>
      </pre>
      <p>
        The same as a document for programs: <a href="openapi.json">openapi.json</a>, OpenAPI 3.1.
      </p>
    </section>
  )
}

function Tag({ document, name, description }: { document: ApiDocument; name: string; description?: string }) {
  const calls = callsUnder(document, name)
  return (
    <section id={tagId(name)} aria-labelledby={`${tagId(name)}-title`}>
      <h2 id={`${tagId(name)}-title`}>{name}</h2>
      {description === undefined ? null : (
        <p>
          <Prose text={description} />
        </p>
      )}
      <ul class="calls">
        {calls.map(({ method, path, operation }) => (
          <li>
            <a href={`#${operation.operationId}`}>
              <Method name={method} /> <code>{path}</code>
            </a>{' '}
            {operation.summary}
          </li>
        ))}
      </ul>
      {calls.map(call => (
        <CallView call={call} />
      ))}
    </section>
  )
}

function Codes({ document }: { document: ApiDocument }) {
  return (
    <section id="codes" aria-labelledby="codes-title">
      <h2 id="codes-title">Error codes</h2>
      <p>
        A refusal is a <a href="#schema-Problem">Problem</a>; its <code>code</code> is stable.
      </p>
      <dl class="fields">
        {errorCodes(document).map(({ code, statuses }) => (
          <div id={`code-${code}`}>
            <dt>
              <code>{code}</code>
            </dt>
            <dd>{statuses.join(' or ')}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function tagId(name: string): string {
  return `tag-${name.toLowerCase().replace(/\W+/g, '-')}`
}
