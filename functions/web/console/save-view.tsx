import { mayDo } from '../../../shared/domain/actor.ts'
import { type Query, routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { CheckField, ErrorSummary, PostForm, TextField } from '../ui/fields.tsx'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { firstPage, queryOf } from './ticket-filter.ts'
import type { TicketListProps } from './ticket-list.tsx'

/** Saves the list as it is shown: as a new view, or as the view that it was. */
export function SaveView(props: TicketListProps) {
  const words = useStrings().views
  const { view, request, savedViews, columns, density } = props
  const saved = savedViews.find(({ id }) => id === request.view)
  const query = asText(queryOf(firstPage({ ...request, columns, density })))
  const mayShare = mayDo(view.agent, 'settings:write') && view.agent.clientIds === undefined
  const mayChange = saved !== undefined && (saved.owner !== undefined || mayShare)
  return (
    <details class="bulk">
      <summary>{words.save}</summary>
      <div class="bulk-form">
        {saved !== undefined && !mayChange && <p class="hint">{words.ofTheDesk}</p>}
        {saved !== undefined && mayChange && (
          <>
            <PostForm
              action={routes.savedView.href({ viewId: saved.id })}
              token={view.formToken}
              class="view-form"
            >
              <input type="hidden" name="query" value={query} />
              <input type="hidden" name="version" value={saved.version} />
              <ViewFields
                scope="change"
                mayShare={mayShare}
                form={freshForm({
                  name: saved.name,
                  position: String(saved.position),
                  ...(saved.owner === undefined ? { shared: 'on' } : {}),
                })}
              />
              <button type="submit" class="button">
                {words.update}
              </button>
            </PostForm>
            <PostForm action={routes.forgetView.href({ viewId: saved.id })} token={view.formToken}>
              <input type="hidden" name="version" value={saved.version} />
              <button type="submit" class="button button-danger">
                {words.remove}
              </button>
            </PostForm>
          </>
        )}
        <PostForm action={routes.views.href({})} token={view.formToken} class="view-form">
          <input type="hidden" name="query" value={query} />
          <ViewFields scope="new" mayShare={mayShare} form={freshForm({ position: '0' })} />
          <button type="submit" class="button button-primary">
            {words.submit}
          </button>
        </PostForm>
      </div>
    </details>
  )
}

/** A view that could not be saved, with what was typed and what is wrong with it. */
export function ViewWrongPage(props: { view: View; form: FormState; action: string; mayShare: boolean }) {
  const words = useStrings().views
  const { view, form, action, mayShare } = props
  const { query = '', version } = form.values
  return (
    <ConsolePage view={view} title={words.save} section="tickets" class="narrow">
      <h1>{words.save}</h1>
      <PostForm action={action} token={view.formToken} class="bulk-form">
        <ErrorSummary form={form} scope="new" labels={{ name: words.name, position: words.position }} />
        <input type="hidden" name="query" value={query} />
        {version !== undefined && <input type="hidden" name="version" value={version} />}
        <ViewFields scope="new" form={form} mayShare={mayShare} />
        <button type="submit" class="button button-primary">
          {words.submit}
        </button>
      </PostForm>
    </ConsolePage>
  )
}

function ViewFields({ form, scope, mayShare }: { form: FormState; scope: string; mayShare: boolean }) {
  const words = useStrings().views
  return (
    <div class="view-fields">
      <TextField {...{ form, scope, name: 'name', label: words.name }} maxLength={100} required />
      <TextField
        {...{ form, scope, name: 'position', label: words.position, hint: words.positionHint }}
        inputmode="numeric"
        class="short"
      />
      {mayShare && <CheckField {...{ form, scope, name: 'shared', label: words.shared }} />}
    </div>
  )
}

function asText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(pairs).toString()
}
