import { PostForm } from '../../ui/fields.tsx'
import type { View } from '../../ui/view.ts'

/** A button that asks first: its form unfolds below it, with what will happen. */
export function Confirm(props: {
  ask: string
  sure: string
  submit: string
  action: string
  fields?: Record<string, string>
  view: View
}) {
  const { ask, sure, submit, action, fields = {}, view } = props
  return (
    <details class="ask-first">
      <summary class="button button-danger">{ask}</summary>
      <PostForm action={action} token={view.formToken}>
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p>{sure}</p>
        <button type="submit" class="button button-danger">
          {submit}
        </button>
      </PostForm>
    </details>
  )
}
