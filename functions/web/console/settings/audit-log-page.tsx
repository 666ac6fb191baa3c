import type { AuditEntry, FieldChange } from '../../../../shared/domain/audit.ts'
import { routes } from '../../routes.ts'
import { type Strings, useStrings } from '../../strings.ts'
import { Empty } from '../../ui/empty.tsx'
import { type Option, Options } from '../../ui/fields.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import { SettingsFrame } from '../../ui/settings-frame.tsx'
import type { View } from '../../ui/view.ts'
import { absoluteTime, When } from '../../ui/when.tsx'

interface Props {
  view: View
  entries: readonly AuditEntry[]
  nextCursor: string | null
  agents: readonly Option[]
  filter: { kind?: string; actorId?: string }
}

/** Who changed the desk itself, and from what to what. */
export function AuditLogPage({ view, entries, nextCursor, agents, filter }: Props) {
  const words = useStrings().auditLog
  const isFiltered = filter.kind !== undefined || filter.actorId !== undefined
  const query = { kind: filter.kind, actor: filter.actorId }
  return (
    <ConsolePage view={view} title={words.title} section="settings">
      <SettingsFrame view={view} current="auditLog">
        <div class="head">
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
        </div>
        <form class="filter" method="get" action={routes.auditLog.href({})} data-filter="">
          <label class="choice">
            <span>{words.kind}</span>
            <select name="kind" class={filter.kind === undefined ? undefined : 'chosen'}>
              <Options
                options={[
                  { value: '', label: words.anyKind },
                  ...Object.entries(words.kindName).map(([value, label]) => ({ value, label })),
                ]}
                chosen={filter.kind ?? ''}
              />
            </select>
          </label>
          <label class="choice">
            <span>{words.who}</span>
            <select name="actor" class={filter.actorId === undefined ? undefined : 'chosen'}>
              <Options
                options={[{ value: '', label: words.anybody }, ...agents]}
                chosen={filter.actorId ?? ''}
              />
            </select>
          </label>
          <button type="submit" class="button">
            {words.apply}
          </button>
          {isFiltered && (
            <a class="filter-clear" href={routes.auditLog.href({})}>
              {words.clear}
            </a>
          )}
        </form>
        {entries.length === 0 ? (
          <Empty icon="clock" words={isFiltered || nextCursor !== null ? words.emptyFiltered : words.empty} />
        ) : (
          <ol class="audit">
            {entries.map(entry => (
              <Entry view={view} entry={entry} />
            ))}
          </ol>
        )}
        {nextCursor !== null && (
          <p class="pages">
            <a class="button" rel="next" href={routes.auditLog.href({}, { ...query, cursor: nextCursor })}>
              {words.older}
            </a>
          </p>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}

function Entry({ view, entry }: { view: View; entry: AuditEntry }) {
  const words = useStrings().auditLog
  const { at, by, action, name, changes } = entry
  return (
    <li class="audit-entry">
      <p class="audit-head">
        <span>
          <strong>
            <bdi>{by.name}</bdi>
          </strong>
          {by.kind === 'key' && <span class="faint"> ({words.key})</span>} {words.action[action]}:{' '}
          {kindName(entry, words)} {entry.resource.includes('/') && <strong dir="auto">{name}</strong>}
        </span>
        <When at={at} view={view} />
      </p>
      {action !== 'deleted' && (
        <dl class="audit-changes">
          {changes.map(change => (
            <Change view={view} change={change} isNew={action === 'created'} />
          ))}
        </dl>
      )}
    </li>
  )
}

function Change(props: { view: View; change: FieldChange; isNew: boolean }) {
  const words = useStrings().auditLog
  const { view, change, isNew } = props
  const { field, from, to } = change
  return (
    <div>
      <dt>
        <code>{field}</code>
      </dt>
      <dd>
        {!isNew && (
          <>
            <Value view={view} value={from} tag="del" />
            <span class="faint"> {words.to} </span>
          </>
        )}
        <Value view={view} value={to} tag="ins" />
      </dd>
    </div>
  )
}

function Value({ view, value, tag: Tag }: { view: View; value: string | null; tag: 'del' | 'ins' }) {
  const strings = useStrings()
  if (value === null || value === '') return <span class="faint">{strings.auditLog.nothing}</span>
  return (
    <Tag>
      <bdi>{readable(value, strings, view)}</bdi>
    </Tag>
  )
}

function kindName({ resource }: AuditEntry, { kindName: names }: Strings['auditLog']): string {
  const kind = resource.split('/')[0] ?? ''
  return Object.entries(names).find(([name]) => name === kind)?.[1] ?? kind
}

/** A value as one reads it: an instant in the desk's zone, yes and no, the parts of a list; else as it stands. */
function readable(value: string, { settingsArea }: Strings, { timeZone }: View): string {
  if (value === 'true') return settingsArea.yes
  if (value === 'false') return settingsArea.no
  if (instant.test(value)) return absoluteTime(value, timeZone)
  if (!/^[[{]/.test(value)) return value
  try {
    return parts(JSON.parse(value)) || '–'
  } catch {
    // The beginning of a long one.
    return value
  }
}

const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/

function parts(value: unknown): string {
  if (Array.isArray(value)) return value.map(parts).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${parts(part)}`)
    .join(' · ')
}
