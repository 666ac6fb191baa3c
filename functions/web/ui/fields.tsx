import type { Child } from 'hono/jsx'
import { formTokenField } from '../security/form-token.ts'
import { useStrings } from '../strings.ts'
import type { FormState } from './form-state.ts'
import { Icon } from './icon.tsx'

/** A form that changes something: always POST, always with the token of this session. */
export function PostForm(props: {
  action: string
  token: string
  class?: string
  id?: string
  /** It can bring files. */
  multipart?: boolean
  children: Child
}) {
  return (
    <form
      method="post"
      action={props.action}
      class={props.class}
      id={props.id}
      enctype={props.multipart === true ? 'multipart/form-data' : undefined}
      novalidate
    >
      <input type="hidden" name={formTokenField} value={props.token} />
      {props.children}
    </form>
  )
}

interface FieldProps {
  form: FormState
  name: string
  label: string
  hint?: string | undefined
  required?: boolean
  /** Tells forms with a field of the same name apart. */
  scope?: string
  /** The keys that lead to it. */
  keys?: string
}

interface TextFieldProps extends FieldProps {
  type?: 'text' | 'email' | 'number' | 'date' | 'datetime-local' | 'url' | 'color'
  maxLength?: number
  min?: number
  max?: number
  autocomplete?: string
  autofocus?: boolean
  inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'url'
  /** The id of a datalist of proposals. */
  list?: string
  class?: string
}

/** One line of text, with its label, hint and error. */
export function TextField(props: TextFieldProps) {
  return (
    <FieldFrame {...props}>
      <input
        type={props.type ?? 'text'}
        value={props.form.values[props.name] ?? ''}
        maxlength={props.maxLength}
        min={props.min}
        max={props.max}
        autocomplete={props.autocomplete ?? 'off'}
        autofocus={props.autofocus}
        inputmode={props.inputmode}
        list={props.list}
        class={props.class}
        {...control(props)}
      />
    </FieldFrame>
  )
}

/** Several lines of text, with label, hint and error. */
export function TextArea(props: FieldProps & { rows: number }) {
  return (
    <FieldFrame {...props}>
      <textarea rows={props.rows} {...control(props)}>
        {/* HTML drops one line end that follows the tag: this one, and none that was typed. */}
        {`\n${props.form.values[props.name] ?? ''}`}
      </textarea>
    </FieldFrame>
  )
}

export interface Option {
  value: string
  label: string
}

/** A choice of one, with label, hint and error. */
export function SelectField(props: FieldProps & { options: readonly Option[]; class?: string }) {
  return (
    <FieldFrame {...props}>
      <select class={props.class} {...control(props)}>
        <Options options={props.options} chosen={props.form.values[props.name] ?? ''} />
      </select>
    </FieldFrame>
  )
}

/** A choice of yes or no, with label, hint and error; sent as `on`. */
export function CheckField(props: FieldProps) {
  const { form, name, label, hint, scope } = props
  const id = fieldId(name, scope)
  const error = form.errors[name]
  return (
    <div class={error === undefined ? 'field field-check' : 'field field-check field-wrong'}>
      <input type="checkbox" value="on" checked={form.values[name] === 'on'} {...control(props)} />
      <label for={id}>{label}</label>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  )
}

/** The options of a select, one of them chosen. */
export function Options({ options, chosen }: { options: readonly Option[]; chosen: string }) {
  return (
    <>
      {options.map(({ value, label }) => (
        <option value={value} selected={value === chosen}>
          {label}
        </option>
      ))}
    </>
  )
}

/** What is wrong with a form, first thing on it, each line a link to its field; `labels` by the fields' names. */
export function ErrorSummary({
  form,
  scope,
  labels,
}: {
  form: FormState
  scope?: string
  labels: Record<string, string>
}) {
  const strings = useStrings()
  const here = Object.entries(form.errors).filter(([name]) => Object.hasOwn(labels, name))
  const elsewhere = Object.entries(form.errors).filter(([name]) => !Object.hasOwn(labels, name))
  if (here.length + elsewhere.length === 0 && form.message === undefined) return null
  return (
    <div class="notice notice-error" role="alert" tabindex={-1} data-focus="">
      <Icon name="warning" />
      <div>
        <p class="notice-title">{form.message ?? strings.form.summary}</p>
        {here.length + elsewhere.length > 0 && (
          <ul>
            {here.map(([name, message]) => (
              <li>
                <a href={`#${fieldId(name, scope)}`}>{strings.form.wrong(labels[name] ?? '', message)}</a>
              </li>
            ))}
            {elsewhere.map(([, message]) => (
              <li>{message}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

/** The id of a field's control. */
export function fieldId(name: string, scope?: string): string {
  return scope === undefined ? `field-${name}` : `${scope}-${name}`
}

function FieldFrame(props: FieldProps & { children?: Child }) {
  const id = fieldId(props.name, props.scope)
  const error = props.form.errors[props.name]
  return (
    <div class={error === undefined ? 'field' : 'field field-wrong'}>
      <label for={id}>{props.label}</label>
      <FieldNotes id={id} hint={props.hint} error={error} />
      {props.children}
    </div>
  )
}

function control({ form, name, hint, required, scope, keys }: FieldProps) {
  const id = fieldId(name, scope)
  const wrong = form.errors[name] !== undefined
  const describedBy = [hint === undefined ? '' : `${id}-hint`, wrong ? `${id}-error` : '']
    .filter(Boolean)
    .join(' ')
  return {
    id,
    name,
    required: required ?? false,
    ...(wrong ? { 'aria-invalid': 'true' as const } : {}),
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(keys === undefined ? {} : { 'aria-keyshortcuts': keys }),
  }
}

/** What a control's `aria-describedby` names. */
function FieldNotes({
  id,
  hint,
  error,
}: {
  id: string
  hint?: string | undefined
  error: string | undefined
}) {
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          <Icon name="warning" />
          {error}
        </p>
      )}
    </>
  )
}
