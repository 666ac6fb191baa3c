import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { CardPage } from './page.tsx'

export interface ProblemProps {
  deskName: string
  title: string
  text: string
  requestId?: string
  /** Signed out while sending a form: what was in it, to be copied. */
  typed?: string
  signIn?: boolean
}

/** Says what went wrong, to anybody: it shows nothing of the desk but its name. */
export function ProblemPage({ deskName, title, text, requestId, typed, signIn }: ProblemProps) {
  const strings = useStrings()
  return (
    <CardPage title={title} deskName={deskName}>
      <p class="lead">{text}</p>
      {typed !== undefined && typed !== '' && (
        <label class="typed">
          <span>{strings.form.typed}</span>
          <textarea readonly rows={6}>{`\n${typed}`}</textarea>
        </label>
      )}
      {requestId !== undefined && (
        <p class="faint">
          {strings.problem.requestId} <code>{requestId}</code>
        </p>
      )}
      <p>
        {signIn === true ? (
          <a class="button button-primary" href={routes.signIn.href({})}>
            {strings.problem.signIn}
          </a>
        ) : (
          <a class="button" href={routes.tickets.href({})}>
            {strings.problem.home}
          </a>
        )}
      </p>
    </CardPage>
  )
}
