import type { Child } from 'hono/jsx'
import type { Ticket } from '../../../shared/domain/ticket.ts'
import { routes } from '../routes.ts'
import { PostForm } from '../ui/fields.tsx'
import { type FormState, freshForm } from '../ui/form-state.ts'
import type { View } from '../ui/view.ts'
import { type Seen, SeenFields } from './composer.tsx'

/** The fields of a form that stand for a custom field begin so; the rest is its id. */
export const customFieldPrefix = 'field-'

/** A small form of the page that was not accepted, by its name, as it was typed. */
export interface TypedForm {
  name: string
  state: FormState
}

/** A form as it was typed, if it is the one that was not accepted; else as it begins. */
export function stateOf(
  typed: TypedForm | undefined,
  name: string,
  values: Record<string, string> = {},
): FormState {
  return typed?.name === name ? typed.state : freshForm(values)
}

/** What a small form on a ticket's page needs. */
export interface TicketFormProps {
  view: View
  ticket: Ticket
  seen: Seen
  typed?: TypedForm | undefined
}

/** A form that changes a field or two of a ticket. */
export function ChangeForm(
  props: TicketFormProps & {
    class?: string /** Tells which form is refused. */
    name?: string
    children: Child
  },
) {
  return (
    <PostForm
      class={props.class ?? 'change'}
      action={routes.ticketChanges.href({ number: props.ticket.number })}
      token={props.view.formToken}
    >
      <SeenFields seen={props.seen} />
      {props.name !== undefined && <input type="hidden" name="form" value={props.name} />}
      {props.children}
    </PostForm>
  )
}
