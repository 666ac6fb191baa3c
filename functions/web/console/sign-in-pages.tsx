import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ErrorSummary, PostForm, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { CardPage } from '../ui/page.tsx'

export interface SignInProps {
  deskName: string
  formToken: string
  form: FormState
  /** Where to go once signed in; checked to be a path of ours. */
  next: string | undefined
}

/** Asks for an address to mail a code to; `provider` is another way in, by its name. */
export function SignInPage(props: SignInProps & { provider: string | undefined }) {
  const { deskName, formToken, form, next, provider } = props
  const { signIn: words, providerSignIn } = useStrings()
  return (
    <CardPage title={words.title} deskName={deskName} formToken={formToken}>
      <p class="lead">{words.lead}</p>
      <PostForm action={routes.signIn.href({})} token={formToken}>
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
        <button type="submit" class="button button-primary button-wide">
          {words.submit}
        </button>
      </PostForm>
      {provider !== undefined && (
        <>
          <p class="card-or">
            <span>{providerSignIn.or}</span>
          </p>
          <a class="button button-wide" rel="nofollow" href={routes.signInProvider.href({}, { next })}>
            {providerSignIn.submit(provider)}
          </a>
        </>
      )}
    </CardPage>
  )
}

/** Asks for the code that was mailed; says the same whether one was or not. */
export function SignInCodePage({ deskName, formToken, form, next }: SignInProps) {
  const words = useStrings().signIn
  return (
    <CardPage title={words.codeTitle} deskName={deskName} formToken={formToken}>
      <p class="lead">{words.codeLead}</p>
      <PostForm action={routes.signInCode.href({})} token={formToken}>
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
        <button type="submit" class="button button-primary button-wide">
          {words.codeSubmit}
        </button>
      </PostForm>
      <p class="card-foot">
        <a href={routes.signIn.href({}, { next })}>{words.otherAddress}</a>
      </p>
    </CardPage>
  )
}

/** What a mailed link opens: nothing is done before the button is pressed, whoever follows the link. */
export function SignInLinkPage(props: {
  deskName: string
  formToken: string
  form: FormState
  token: string
}) {
  const words = useStrings().signIn
  const { deskName, formToken, form, token } = props
  return (
    <CardPage title={words.linkTitle} deskName={deskName} formToken={formToken}>
      <p class="lead">{words.linkLead}</p>
      <PostForm action={routes.signInLink.href({})} token={formToken}>
        <ErrorSummary form={form} labels={{}} />
        <input type="hidden" name="token" value={token} />
        <button type="submit" class="button button-primary button-wide">
          {words.linkSubmit}
        </button>
      </PostForm>
      {form.message !== undefined && (
        <p class="card-foot">
          <a href={routes.signIn.href({})}>{words.askAgain}</a>
        </p>
      )}
    </CardPage>
  )
}

/** For whoever the identity provider knows and the desk does not, whatever the reason. */
export function NotAnAgentPage({ deskName, provider }: { deskName: string; provider: string }) {
  const words = useStrings().providerSignIn
  return (
    <CardPage title={words.nobodyTitle} deskName={deskName}>
      <p class="lead">{words.nobody(provider)}</p>
      <p class="card-foot">
        <a href={routes.signIn.href({})}>{words.back}</a>
      </p>
    </CardPage>
  )
}

function Next({ next }: { next: string | undefined }) {
  return next === undefined ? null : <input type="hidden" name="next" value={next} />
}
