import type { Child } from 'hono/jsx'
import { routes } from '../routes.ts'
import { Icon } from '../ui/icon.tsx'
import type { EditedPart } from './ticket-around.ts'

/** One part of the panel; the address of its form leads back to it. */
export function PanelPart(props: { name: string; title?: string; aside?: Child; children: Child }) {
  return (
    <section class="panel-part" id={`panel-${props.name}`}>
      {props.title !== undefined && (
        <div class="panel-head">
          <h2 class="panel-title">{props.title}</h2>
          {props.aside}
        </div>
      )}
      {props.children}
    </section>
  )
}

/** Opens a part's form: the page anew, as that form needs more than the page has. */
export function EditLink(props: { number: number; part: EditedPart; label: string; text: string }) {
  const { number, part } = props
  return (
    <a
      class="edit-link"
      data-part={`panel-${part}`}
      href={`${routes.ticket.href({ number }, { edit: part })}#panel-${part}`}
      aria-label={props.label}
    >
      {props.text}
    </a>
  )
}

/** A form that is there when it is asked for, and open where it was not accepted. */
export function Unfold(props: { label: string; open?: boolean; children: Child }) {
  return (
    <details class="unfold" open={props.open}>
      <summary>
        <Icon name="plus" />
        {props.label}
      </summary>
      {props.children}
    </details>
  )
}

/** Takes one thing off a list. */
export function RemoveButton({ label }: { label: string }) {
  return (
    <button type="submit" class="remove" aria-label={label} title={label}>
      <span aria-hidden="true">×</span>
    </button>
  )
}

export type FactRow = readonly [label: string, value: Child]

/** What is known, a line each. */
export function Facts({ rows }: { rows: readonly FactRow[] }) {
  return (
    <dl class="facts">
      {rows.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
