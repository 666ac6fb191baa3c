import type { Child } from 'hono/jsx'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ErrorSummary, PostForm, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { CardPage } from '../ui/page.tsx'

interface Props {
  deskName: string
  formToken: string
  form: FormState
  /** Where to go once signed in; checked to be a path of the portal. */
  next?: string | undefined
}

/** Asks a contact for the address to mail a code to. */
export function PortalSignInPage({ deskName, formToken, form, next }: Props) {
  const { portal, signIn: words } = useStrings()
  return (
    <CardPage title={portal.signInTitle(deskName)} deskName={deskName}>
      <p class="lead">{portal.signInLead}</p>
      <PostForm action={routes.portalSignIn.href({})} token={formToken}>
        <Next next={next} />
        <ErrorSummary form={form} labels={{ email: words.email }} />
        <TextField
          form={form}
          name="email"
          label={words.email}
          type="email"
          inputmode="email"
          autocomplete="email"
          maxLength={254}
          required
          autofocus
        />
        <Submit>{words.submit}</Submit>
      </PostForm>
    </CardPage>
  )
}

/** Asks for the code that was mailed; says the same whether one was or not. */
export function PortalCodePage({ deskName, formToken, form, next }: Props) {
  const { portal, signIn: words } = useStrings()
  return (
    <CardPage title={words.codeTitle} deskName={deskName}>
      <p class="lead">{portal.codeLead}</p>
      <PostForm action={routes.portalSignInCode.href({})} token={formToken}>
        <Next next={next} />
        <ErrorSummary form={form} labels={{ code: words.code }} />
        <TextField
          form={form}
          name="code"
          label={words.code}
          hint={words.codeHint}
          autocomplete="one-time-code"
          maxLength={20}
          class="code"
          required
          autofocus
        />
        <Submit>{words.codeSubmit}</Submit>
      </PostForm>
      <p class="card-foot">
        <a href={routes.portalSignIn.href({}, { next })}>{words.otherAddress}</a>
      </p>
    </CardPage>
  )
}

/** What a mailed link opens: nothing is done before the button is pressed, whoever follows the link. */
export function PortalLinkPage({ deskName, formToken, form, token }: Props & { token: string }) {
  const { signIn: words } = useStrings()
  return (
    <CardPage title={words.linkTitle} deskName={deskName}>
      <p class="lead">{words.linkLead}</p>
      <PostForm action={routes.portalSignInLink.href({})} token={formToken}>
        <ErrorSummary form={form} labels={{}} />
        <input type="hidden" name="token" value={token} />
        <Submit>{words.linkSubmit}</Submit>
      </PostForm>
      {form.message !== undefined && (
        <p class="card-foot">
          <a href={routes.portalSignIn.href({})}>{words.askAgain}</a>
        </p>
      )}
    </CardPage>
  )
}

function Submit({ children }: { children: Child }) {
  return (
    <button type="submit" class="button button-primary button-wide">
      {children}
    </button>
  )
}

function Next({ next }: { next: string | undefined }) {
  return next === undefined ? null : <input type="hidden" name="next" value={next} />
}
