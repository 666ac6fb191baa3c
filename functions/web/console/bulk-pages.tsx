import { referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import type { BulkResult } from '../../../shared/use-cases/bulk-run.ts'
import type { RawForm } from '../form.ts'
import { routes } from '../routes.ts'
import { type Strings, useStrings } from '../strings.ts'
import { ErrorSummary, PostForm } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { BulkFields, type BulkFormProps } from './bulk-form.tsx'

export interface ManyResults {
  results: readonly BulkResult[]
  /** What is known of the tickets, by their numbers. */
  tickets: ReadonlyMap<number, Pick<Ticket, 'prefix' | 'number' | 'subject'>>
  /** What is said with the change. */
  reply?: 'public' | 'internal' | undefined
  back: string
}

/** What would come of a change, ticket by ticket; nothing is written until it is confirmed. */
export function BulkPreviewPage({
  view,
  form,
  once,
  ...many
}: ManyResults & { view: View; form: RawForm; once: string }) {
  const words = useStrings().bulk
  const good = many.results.filter(isMoved(many)).length
  return (
    <ConsolePage view={view} title={words.title} section="tickets">
      <div class="head">
        <h1>{words.title}</h1>
        <p class="lead">
          {words.previewLead} {words.would(good, many.results.filter(({ ok }) => !ok).length)}
        </p>
      </div>
      {many.reply !== undefined && (
        <p class="notice">
          <Icon name={many.reply === 'public' ? 'mail' : 'note'} />
          <span>{many.reply === 'public' ? words.replyStays : words.noteStays}</span>
        </p>
      )}
      <Results {...many} isPreview />
      <PostForm action={routes.changeMany.href({})} token={view.formToken} class="actions bulk-confirm">
        {Object.entries(form).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="step" value="change" />
        <input type="hidden" name="key" value={once} />
        {good > 0 && (
          <button type="submit" class="button button-primary">
            {words.confirm(good)}
          </button>
        )}
        <a class="button" href={many.back}>
          {words.back}
        </a>
      </PostForm>
    </ConsolePage>
  )
}

/** What came of a change, or of taking it back, ticket by ticket. */
export function BulkResultPage({
  view,
  once,
  isUndo,
  ...many
}: ManyResults & { view: View; once: string; isUndo: boolean }) {
  const words = useStrings().bulk
  const undos = many.results.flatMap(({ undo }) => (undo === null ? [] : [undo]))
  const title = isUndo ? words.undone : words.done
  const good = many.results.filter(({ ok }) => ok).length
  return (
    <ConsolePage view={view} title={title} section="tickets">
      <div class="head">
        <h1>{title}</h1>
        <p class="lead" role="status">
          {words.summary(good, many.results.length - good)}
        </p>
      </div>
      <Results {...many} isPreview={false} />
      <div class="actions bulk-confirm">
        {undos.length > 0 && (
          <PostForm action={routes.undoMany.href({})} token={view.formToken}>
            <input type="hidden" name="tickets" value={JSON.stringify(undos)} />
            <input type="hidden" name="back" value={many.back} />
            <input type="hidden" name="key" value={once} />
            <button type="submit" class="button" aria-keyshortcuts="z">
              {words.undo}
            </button>
          </PostForm>
        )}
        <a class="button button-primary" href={many.back}>
          {words.back}
        </a>
      </div>
      {undos.length > 0 && <p class="hint">{words.undoHint}</p>}
    </ConsolePage>
  )
}

/** A bulk change that cannot be: what was chosen, with what is wrong at its field. */
export function BulkWrongPage(props: BulkFormProps & { form: FormState; back: string }) {
  const words = useStrings().bulk
  const { view, form, back } = props
  const labels = {
    assignee: words.assignee,
    priority: words.priority,
    status: words.status,
    category: words.category,
    addTags: words.addTags,
    removeTags: words.removeTags,
    mergeInto: words.mergeInto,
    reply: words.reply,
  }
  const { 'numbers[]': numbers = '' } = form.values
  return (
    <ConsolePage view={view} title={words.open} section="tickets" class="narrow">
      <h1>{words.open}</h1>
      <PostForm action={routes.changeMany.href({})} token={view.formToken} class="bulk-form">
        <ErrorSummary form={form} scope="bulk" labels={labels} />
        <input type="hidden" name="back" value={back} />
        {numbers
          .split(',')
          .map(number => number !== '' && <input type="hidden" name="numbers[]" value={number} />)}
        <BulkFields {...props} />
        <div class="actions">
          <button type="submit" class="button button-primary">
            {words.preview}
          </button>
          <a class="button" href={back}>
            {words.back}
          </a>
        </div>
      </PostForm>
    </ConsolePage>
  )
}

function Results(props: ManyResults & { isPreview: boolean }) {
  const words = useStrings().bulk
  return (
    <table class="rows bulk-results">
      <thead>
        <tr>
          <th scope="col">{words.ticket}</th>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.outcome}</th>
        </tr>
      </thead>
      <tbody>
        {props.results.map(result => (
          <Result {...props} result={result} />
        ))}
      </tbody>
    </table>
  )
}

function Result({
  result,
  tickets,
  isPreview,
  ...many
}: ManyResults & { isPreview: boolean; result: BulkResult }) {
  const strings = useStrings()
  const words = strings.bulk
  const ticket = tickets.get(result.number)
  return (
    <tr>
      <td class="row-ticket">
        {ticket === undefined ? (
          <span class="reference">{result.number}</span>
        ) : (
          <>
            <a href={routes.ticket.href({ number: result.number })}>{ticket.subject}</a>
            <span class="row-about">
              <span class="reference">{referenceOf(ticket)}</span>
            </span>
          </>
        )}
      </td>
      <td class="bulk-what">
        {result.ok ? (
          <ul>
            {result.changes.map(({ field, from, to }) => (
              <li>
                {words.change(
                  fieldName(strings, field),
                  valueName(strings, field, from),
                  valueName(strings, field, to),
                )}
              </li>
            ))}
            {many.reply !== undefined && <li>{many.reply === 'public' ? words.replied : words.noted}</li>}
            {!isMoved(many)(result) && <li class="faint">{words.same}</li>}
          </ul>
        ) : (
          <span>{refusalOf(strings, result)}</span>
        )}
      </td>
      <td>
        <span class={result.ok ? 'outcome outcome-good' : 'outcome outcome-bad'}>
          <Icon name={result.ok ? 'resolved' : 'warning'} />
          {result.ok ? (isPreview ? words.will : words.changed) : isPreview ? words.wont : words.refused}
        </span>
      </td>
    </tr>
  )
}

/** Whether anything comes of it. */
function isMoved({ reply }: Pick<ManyResults, 'reply'>): (result: BulkResult) => boolean {
  return ({ ok, changes }) => ok && (changes.length > 0 || reply !== undefined)
}

function refusalOf(strings: Strings, { code, detail }: BulkResult): string {
  const codes: Partial<Record<string, string>> = strings.bulk.codes
  // What our own words say less of than the desk's: which task, which field.
  const said = code === 'ticket.tasks-open' || code === 'request.invalid' ? detail : undefined
  return said ?? codes[code ?? ''] ?? detail ?? code ?? ''
}

function fieldName(strings: Strings, field: string): string {
  const names: Partial<Record<string, string>> = strings.change.field
  return names[field] ?? field
}

function valueName(strings: Strings, field: string, value: string | null): string {
  if (value === null) return strings.bulk.none_
  const known: Partial<Record<string, Partial<Record<string, string>>>> = strings.change.values
  return known[field]?.[value] ?? value
}
