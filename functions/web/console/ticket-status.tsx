import {
  priorities,
  referenceOf,
  type Status,
  statusesAfter,
  type Ticket,
} from '../../../shared/domain/ticket.ts'
import { useStrings } from '../strings.ts'
import { Options } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { ChangeForm } from './ticket-form.tsx'
import type { PanelProps } from './ticket-panel.tsx'

/** The steps from here, each a click; closing, which is for good, is said twice. */
export function Moves(props: PanelProps) {
  const strings = useStrings()
  const words = strings.ticketWork.status
  const { ticket } = props
  const waiting = ticket.requiredTasksOpen ?? 0
  return (
    <>
      <h2 class="panel-title">{strings.ticket.actions}</h2>
      <div class="moves" aria-keyshortcuts="s">
        {statusesAfter(ticket.status)
          .filter(to => to !== 'closed')
          .map(to => (
            <ChangeForm {...props}>
              <input type="hidden" name="status" value={to} />
              <button
                type="submit"
                class={`button move-${to}`}
                aria-keyshortcuts={to === 'resolved' ? 'e' : undefined}
              >
                <Icon name={to} />
                <MoveLabel from={ticket.status} to={to} />
              </button>
            </ChangeForm>
          ))}
        {statusesAfter(ticket.status).includes('closed') && <Close {...props} />}
      </div>
      {waiting > 0 && ticket.status !== 'resolved' && (
        <p class="hint">
          {words.tasksOpen(waiting)} <a href="#panel-tasks">{words.toTasks}</a>
        </p>
      )}
      <CustomStatuses {...props} />
    </>
  )
}

function Close(props: PanelProps) {
  const strings = useStrings()
  const words = strings.ticketWork.status
  return (
    <details class="confirm confirm-down">
      <summary class="button">{words.close}</summary>
      <ChangeForm {...props} class="confirm-box">
        <p>
          <strong>{referenceOf(props.ticket)}</strong>
        </p>
        <p>{words.closeMeaning}</p>
        <input type="hidden" name="status" value="closed" />
        <button type="submit" class="button button-danger">
          {words.closeSubmit}
        </button>
      </ChangeForm>
    </details>
  )
}

/** The desk's own statuses that can be reached from here. */
function CustomStatuses(props: PanelProps) {
  const words = useStrings().ticketWork.status
  const { ticket, around } = props
  const reachable = new Set<Status>([ticket.status, ...statusesAfter(ticket.status)])
  const offered = around.statuses
    .filter(({ active, id, status }) => active && id !== ticket.statusId && reachable.has(status))
    // Whatever closes is asked twice, and that button is above.
    .filter(({ status }) => status !== 'closed')
    .sort((a, b) => a.position - b.position)
  if (offered.length === 0) return null
  return (
    <ChangeForm {...props} class="moves">
      <h3 class="unseen">{words.others}</h3>
      {offered.map(({ id, name, status }) => (
        <button type="submit" class={`button move-${status}`} name="statusId" value={id}>
          <Icon name={status} />
          <bdi>{name}</bdi>
        </button>
      ))}
    </ChangeForm>
  )
}

/** Who works on it: one click for oneself, a choice for somebody else. */
export function Assignee(props: PanelProps) {
  const strings = useStrings()
  const { view, ticket, agents } = props
  const words = strings.ticket
  const chosen = ticket.assigneeId ?? ''
  const listed = agents.some(({ value }) => value === chosen)
  const gone = chosen === '' || listed ? [] : [{ value: chosen, label: ticket.assigneeName ?? chosen }]
  return (
    <>
      <ChangeForm {...props} class="inline-form">
        <label for="panel-assignee">{words.assignee}</label>
        <select id="panel-assignee" name="assigneeId" aria-keyshortcuts="a">
          <Options
            options={[{ value: '', label: strings.tickets.unassigned }, ...agents, ...gone]}
            chosen={chosen}
          />
        </select>
        <button type="submit" class="button" aria-label={words.saveAssignee}>
          {words.save}
        </button>
      </ChangeForm>
      {ticket.assigneeId !== view.agent.id && (
        <ChangeForm {...props}>
          <input type="hidden" name="assigneeId" value={view.agent.id} />
          <button type="submit" class="button button-quiet">
            <Icon name="person" />
            {ticket.assigneeId === undefined ? words.takeIt : strings.ticketWork.status.assignToMe}
          </button>
        </ChangeForm>
      )}
    </>
  )
}

/** The four priorities side by side, each a click. */
export function PriorityButtons(props: PanelProps) {
  const strings = useStrings()
  const { ticket } = props
  return (
    <ChangeForm {...props} class="priorities">
      <h2 class="panel-title" id="panel-priority">
        {strings.ticket.priority}
      </h2>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset takes no part in the layout of the panel */}
      <div class="segments" role="group" aria-labelledby="panel-priority" aria-keyshortcuts="p">
        {priorities.map(priority => (
          <button
            type="submit"
            name="priority"
            value={priority}
            class={`segment priority-${priority}`}
            aria-pressed={priority === ticket.priority ? 'true' : 'false'}
            aria-label={strings.ticketWork.status.setPriority(strings.priority[priority])}
          >
            <Icon name={priority} />
            {strings.priority[priority]}
          </button>
        ))}
      </div>
    </ChangeForm>
  )
}

function MoveLabel({ from, to }: { from: Ticket['status']; to: Status }) {
  const words = useStrings().ticket
  return <>{from === 'resolved' && to === 'open' ? words.reopen : words.move[to]}</>
}
