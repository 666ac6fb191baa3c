import { densities, viewColumns } from '../../../shared/domain/saved-view.ts'
import { priorities, statuses } from '../../../shared/domain/ticket.ts'
import { signedTicketSorts } from '../../../shared/domain/ticket-sort.ts'
import { useStrings } from '../strings.ts'
import { type Option, Options } from '../ui/fields.tsx'
import { dayFields, type Narrowing, narrowedBy, nobody, queryOf, without } from './ticket-filter.ts'
import type { TicketListProps } from './ticket-list.tsx'

/** The filter of a list: what is asked for most, the rest in a fold, and what is set as chips to take away. */
export function ListFilter(props: TicketListProps) {
  const strings = useStrings()
  const words = strings.tickets
  const { request, clients, agents } = props
  const owned = request.view === 'mine' || request.view === 'unassigned'
  const chosenAgent = request.assigneeId === null ? nobody : (request.assigneeId ?? '')
  return (
    <>
      <form class="filter" method="get" action={props.href({})} aria-label={words.filters} data-filter="">
        {request.view !== 'active' && <input type="hidden" name="view" value={request.view} />}
        {request.contactId !== undefined && <input type="hidden" name="contact" value={request.contactId} />}
        {request.assetId !== undefined && <input type="hidden" name="asset" value={request.assetId} />}
        <label class="choice filter-words">
          <span>{strings.lists.words}</span>
          <input
            type="search"
            name="q"
            value={request.q ?? ''}
            maxlength={200}
            placeholder={strings.lists.wordsHint}
            autocomplete="off"
          />
        </label>
        {clients !== undefined && (
          <Choice
            name="client"
            label={words.client}
            chosen={request.clientId ?? ''}
            options={[{ value: '', label: words.anyClient }, ...clients]}
          />
        )}
        <Choice
          name="priority"
          label={words.priority}
          chosen={request.priority ?? ''}
          options={[
            { value: '', label: words.anyPriority },
            ...[...priorities].reverse().map(value => ({ value, label: strings.priority[value] })),
          ]}
        />
        {!owned && (
          <Choice
            name="assignee"
            label={words.assignee}
            chosen={chosenAgent}
            options={[
              { value: '', label: words.anyAssignee },
              { value: nobody, label: words.nobody },
              ...agents,
            ]}
          />
        )}
        <button type="submit" class="button">
          {words.apply}
        </button>
        <MoreFilters {...props} />
      </form>
      <Chips {...props} />
    </>
  )
}

function MoreFilters({ request, categories, customStatuses, columns, density }: TicketListProps) {
  const strings = useStrings()
  const words = strings.lists
  const any = { value: '', label: words.any }
  const yesOrNo = [any, { value: 'yes', label: words.yes }, { value: 'no', label: words.no }]
  return (
    <details class="filter-more">
      <summary>{words.more}</summary>
      <div class="filter-grid">
        <fieldset class="ticks">
          <legend>{words.status}</legend>
          {statuses.map(status => (
            <Tick
              name="status"
              value={status}
              label={strings.status[status]}
              checked={request.status?.includes(status) ?? false}
            />
          ))}
        </fieldset>
        <div class="filter-fields">
          {customStatuses.length > 0 && (
            <Labelled
              name="own-status"
              label={words.customStatus}
              chosen={request.statusId ?? ''}
              options={[any, ...customStatuses]}
            />
          )}
          <Labelled
            name="category"
            label={words.category}
            chosen={request.categoryId ?? ''}
            options={[any, ...categories]}
          />
          <label class="labelled">
            <span>{words.tag}</span>
            <input type="text" name="tag" value={request.tag ?? ''} maxlength={50} autocomplete="off" />
          </label>
          <Labelled
            name="billable"
            label={words.billable}
            chosen={request.billable === undefined ? '' : request.billable ? 'yes' : 'no'}
            options={yesOrNo}
          />
          <Labelled
            name="sort"
            label={words.sort}
            chosen={request.sort ?? ''}
            options={[
              { value: '', label: words.sorts.usual },
              ...signedTicketSorts.map(value => ({ value, label: words.sorts[value] })),
            ]}
          />
          <Labelled
            name="density"
            label={words.density}
            chosen={density}
            options={densities.map(value => ({ value, label: words.densities[value] }))}
          />
          {dayFields.map(([name, part]) => (
            <label class="labelled">
              <span>{useDayLabel(name)}</span>
              <input type="date" name={name} value={request[part] ?? ''} />
            </label>
          ))}
          <Tick name="waiting" value="yes" label={words.waiting} checked={request.waiting ?? false} />
        </div>
        <fieldset class="ticks">
          <legend>{words.columns}</legend>
          {viewColumns.map(column => (
            <Tick
              name="columns"
              value={column}
              label={words.column[column]}
              checked={columns.includes(column)}
            />
          ))}
        </fieldset>
      </div>
    </details>
  )
}

function useDayLabel(name: (typeof dayFields)[number][0]): string {
  const words = useStrings().lists
  const what = { created: words.column.created, updated: words.column.updated, due: words.column.due }
  const [field = 'due', end] = name.split('-')
  const label = what[field === 'created' || field === 'updated' ? field : 'due']
  return end === 'from' ? words.from(label) : words.to(label)
}

function Chips(props: TicketListProps) {
  const strings = useStrings()
  const { request, href } = props
  const set = narrowedBy(request)
  if (set.length === 0) return null
  return (
    <ul class="chips" aria-label={strings.lists.set}>
      {set.map(part => {
        const label = useChipLabel(props, part)
        return (
          <li>
            <a
              class="chip"
              href={href(queryOf(without(request, part)))}
              aria-label={strings.lists.without(label)}
            >
              {label}
              <span aria-hidden="true">×</span>
            </a>
          </li>
        )
      })}
      <li>
        <a class="filter-clear" href={href(queryOf({ view: request.view }))}>
          {strings.tickets.clear}
        </a>
      </li>
    </ul>
  )
}

function useChipLabel(props: TicketListProps, part: Narrowing): string {
  const strings = useStrings()
  const words = strings.lists
  const { request } = props
  const named = (options: readonly Option[] | undefined, value: string | undefined) =>
    options?.find(option => option.value === value)?.label ?? words.unknown
  switch (part) {
    case 'status':
      return `${words.status}: ${(request.status ?? []).map(each => strings.status[each]).join(', ')}`
    case 'statusId':
      return `${words.customStatus}: ${named(props.customStatuses, request.statusId)}`
    case 'clientId':
      return `${strings.tickets.client}: ${named(props.clients, request.clientId)}`
    case 'contactId':
      return props.contactName === undefined
        ? `${words.contact}: ${words.unknown}`
        : strings.tickets.onlyContact(props.contactName)
    case 'assetId':
      return `${words.asset}: ${props.assetName ?? words.unknown}`
    case 'assigneeId':
      return `${strings.tickets.assignee}: ${
        request.assigneeId === null
          ? strings.tickets.nobody
          : named(props.agents, request.assigneeId === 'me' ? props.view.agent.id : request.assigneeId)
      }`
    case 'priority':
      return `${strings.tickets.priority}: ${request.priority === undefined ? '' : strings.priority[request.priority]}`
    case 'categoryId':
      return `${words.category}: ${named(props.categories, request.categoryId)}`
    case 'billable':
      return `${words.billable}: ${request.billable ? words.yes : words.no}`
    case 'waiting':
      return words.waiting
    case 'tag':
      return `${words.tag}: ${request.tag ?? ''}`
    case 'q':
      return `“${request.q ?? ''}”`
    default: {
      const [name] = dayFields.find(([, field]) => field === part) ?? ['due-to' as const]
      return `${useDayLabel(name)} ${request[part] ?? ''}`
    }
  }
}

function Choice(props: { name: string; label: string; chosen: string; options: readonly Option[] }) {
  return (
    <label class="choice">
      <span>{props.label}</span>
      <select name={props.name} class={props.chosen === '' ? undefined : 'chosen'}>
        <Options options={props.options} chosen={props.chosen} />
      </select>
    </label>
  )
}

function Labelled(props: { name: string; label: string; chosen: string; options: readonly Option[] }) {
  return (
    <label class="labelled">
      <span>{props.label}</span>
      <select name={props.name}>
        <Options options={props.options} chosen={props.chosen} />
      </select>
    </label>
  )
}

function Tick(props: { name: string; value: string; label: string; checked: boolean }) {
  return (
    <label class="tick">
      <input type="checkbox" name={props.name} value={props.value} checked={props.checked} />
      <span>{props.label}</span>
    </label>
  )
}
