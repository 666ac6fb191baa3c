import { type ApiParameter, type ApiResponse, type Call, codesIn } from './document.ts'
import { Prose } from './prose.tsx'
import { Field, Fields, TypeName } from './schema-view.tsx'

const places = { path: 'In the path', query: 'Query', header: 'Headers' }

/** One call of the API: what it takes, what it answers, how it is refused. */
export function CallView({ call: { method, path, operation } }: { call: Call }) {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const body = Object.entries(requestBody?.content ?? {})
  const all = Object.entries(responses)
  const answers = all.filter(([, response]) => !isProblem(response))
  const problems = all.filter(([, response]) => isProblem(response))
  return (
    <article id={operationId} aria-labelledby={`${operationId}-title`}>
      <h3 id={`${operationId}-title`}>
        <a href={`#${operationId}`}>
          <Method name={method} /> <code>{path}</code>
        </a>
      </h3>
      <p>
        {summary}. <Prose text={description} /> <span class="id">{operationId}</span>
      </p>
      {Object.entries(places).map(([where, title]) => (
        <Parameters title={title} parameters={parameters.filter(parameter => parameter.in === where)} />
      ))}
      {body.map(([contentType, { schema }]) => (
        <section>
          <h4>
            Body <span class="type">{contentType}</span>
          </h4>
          <Fields schema={schema} />
        </section>
      ))}
      <section>
        <h4>Answer</h4>
        {answers.map(([status, { description: words, content = {} }]) => (
          <p>
            <strong>{status}</strong> {words}
            {Object.entries(content).map(([contentType, { schema }]) => (
              <>
                {' — '}
                {contentType === 'application/json' ? <AnswerType schema={schema} /> : contentType}
              </>
            ))}
          </p>
        ))}
      </section>
      <section>
        <h4>Problems</h4>
        <ul class="codes">
          {problems.flatMap(([status, response]) =>
            codesIn(response.description).map(code => (
              <li>
                {status} <a href={`#code-${code}`}>{code}</a>
              </li>
            )),
          )}
        </ul>
      </section>
    </article>
  )
}

export function Method({ name }: { name: string }) {
  return <span class={`method ${name}`}>{name.toUpperCase()}</span>
}

function AnswerType({ schema }: { schema: Parameters<typeof TypeName>[0]['schema'] }) {
  const row = schema.properties?.data?.items
  if (row === undefined) return <TypeName schema={schema} />
  return (
    <>
      a page of <TypeName schema={row} />
    </>
  )
}

function Parameters({ title, parameters }: { title: string; parameters: ApiParameter[] }) {
  if (parameters.length === 0) return null
  return (
    <section>
      <h4>{title}</h4>
      <dl class="fields">
        {parameters.map(({ name, required, description, schema }) => (
          <Field
            name={name}
            schema={schema}
            isRequired={required}
            description={description ?? schema.description}
          />
        ))}
      </dl>
    </section>
  )
}

function isProblem({ content }: ApiResponse): boolean {
  return content?.['application/problem+json'] !== undefined
}
