import type { Child } from 'hono/jsx'
import { mayDo } from '../../../shared/domain/actor.ts'
import {
  type Attachment,
  allVerdicts,
  type Change,
  type Entry,
  type Person,
} from '../../../shared/domain/timeline.ts'
import { routes } from '../routes.ts'
import { mailSandbox } from '../security/headers.ts'
import { useStrings } from '../strings.ts'
import { useFileSize } from '../ui/file-size.ts'
import { Icon } from '../ui/icon.tsx'
import { Avatar } from '../ui/marks.tsx'
import { VerdictList } from '../ui/verdict-list.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'
import { Words } from '../ui/words.tsx'
import { hasRemoteImages } from './mail-document.ts'

export type ShownEntry = Entry & { cut?: boolean }

/** What was said and done on a ticket, oldest first. */
export function Timeline(props: {
  view: View
  number: number
  entries: readonly ShownEntry[]
  newSince?: string
}) {
  return (
    <ol class="timeline">
      {props.entries.map(entry => (
        <li id={`entry-${entry.id}`} class={isNew(entry, props.newSince) ? 'is-new' : undefined}>
          {/* What was written on a merged ticket is read, with its files, where it still is. */}
          <TimelineEntry view={props.view} number={entry.mergedFrom ?? props.number} entry={entry} />
        </li>
      ))}
    </ol>
  )
}

/** One entry: words in a box, everything else a slim line. */
export function TimelineEntry(props: { view: View; number: number; entry: ShownEntry; whole?: boolean }) {
  const words = useStrings().entry
  const { entry, view } = props
  switch (entry.kind) {
    case 'activity':
      return (
        <Line icon="activity" view={view} at={entry.at}>
          <bdi class="name">{entry.by.name}</bdi> {describeChange(entry)}
        </Line>
      )
    case 'mail-event':
      return (
        <Line icon="mail" view={view} at={entry.at}>
          {entry.text || words.mailEvent}
        </Line>
      )
    case 'note':
    case 'reply':
      return <Message {...props} />
  }
}

function Line(props: { icon: 'activity' | 'mail'; view: View; at: string; children: Child }) {
  return (
    <p class={`line line-${props.icon}`}>
      <Icon name={props.icon} />
      <span>{props.children}</span>
      <When at={props.at} view={props.view} />
    </p>
  )
}

function Message(props: { view: View; number: number; entry: ShownEntry; whole?: boolean }) {
  const words = useStrings().entry
  const strings = useStrings()
  const { entry, view, number } = props
  const internal = entry.visibility === 'internal'
  const side = entry.by.kind === 'contact' || entry.by.kind === 'watcher' ? 'client' : 'agent'
  return (
    <article class={`message ${internal ? 'message-note' : `message-${side}`}`}>
      {internal && (
        <p class="note-label">
          <Icon name="note" />
          {words.noteLabel}
        </p>
      )}
      <header class="message-head">
        <Avatar name={entry.by.name} side={side} />
        <div class="message-by">
          <h3>
            <bdi>{entry.by.name}</bdi>
          </h3>
          {entry.by.email !== undefined && side === 'client' && <bdi class="address">{entry.by.email}</bdi>}
        </div>
        <div class="message-facts">
          {!internal && <span class="side">{sideOf(entry.by)}</span>}
          {entry.minutesWorked !== undefined && entry.minutesWorked > 0 && (
            <span class="fact">
              <Icon name="clock" />
              {words.minutes(entry.minutesWorked)}
            </span>
          )}
          {entry.mailKey !== undefined && (
            <span class="fact">
              <Icon name="mail" />
              {words.byMail}
            </span>
          )}
          {entry.mergedFrom !== undefined && (
            <a class="fact" href={routes.ticket.href({ number: entry.mergedFrom })}>
              {words.mergedFrom(entry.mergedFrom)}
            </a>
          )}
          <When at={entry.at} view={view} />
        </div>
      </header>
      {entry.mailKey !== undefined && <MailBadge entry={entry} />}
      <Said entry={entry} view={view} />
      {entry.cut === true && props.whole !== true && (
        <p>
          <a href={routes.entry.href({ number, entryId: entry.id })}>{words.wholeMessage}</a>
        </p>
      )}
      <Extras view={view} number={number} entry={entry} />
      {!internal && entry.by.kind !== 'contact' && props.whole !== true && (
        <p class="message-foot">
          <a href={routes.entry.href({ number, entryId: entry.id })}>{strings.outgoing.link}</a>
        </p>
      )}
    </article>
  )
}

/** Whether the mail is from whom it says, and what the mail system found of it. */
function MailBadge({ entry: { authenticated = false, verdicts } }: { entry: ShownEntry }) {
  const words = useStrings().entry
  return (
    <details class="fold mail-badge">
      <summary class={authenticated ? 'verified' : 'unverified'}>
        <Icon name={authenticated ? 'shield' : 'warning'} />
        {authenticated ? (
          words.verified
        ) : (
          <span>
            <strong>{words.unverified}.</strong> {words.unverifiedHint}
          </span>
        )}
      </summary>
      <p class="hint">{verdicts === undefined ? words.noChecks : words.checks}</p>
      {verdicts !== undefined && <VerdictList verdicts={allVerdicts(verdicts)} />}
    </details>
  )
}

/** The words, or that they are gone; and that they were others once. */
function Said({ entry, view }: { entry: ShownEntry; view: View }) {
  const words = useStrings().entry
  if (entry.redactedAt !== undefined) {
    return (
      <p class="faint">
        {words.redacted(entry.redactedBy?.name ?? '')} <When at={entry.redactedAt} view={view} />
      </p>
    )
  }
  return (
    <>
      <Words text={entry.text} empty={words.empty} />
      {entry.editedAt !== undefined && (
        <p class="faint">
          {words.edited(entry.editedBy?.name ?? '')} <When at={entry.editedAt} view={view} />
        </p>
      )}
    </>
  )
}

function Extras({ view, number, entry }: { view: View; number: number; entry: ShownEntry }) {
  const words = useStrings().entry
  const files = entry.attachments.filter(({ contentId }) => contentId === undefined)
  return (
    <>
      {entry.quoted !== undefined && entry.quoted !== '' && (
        <details class="fold">
          <summary>{words.quoted}</summary>
          <blockquote>
            <Words text={entry.quoted} empty="" />
          </blockquote>
        </details>
      )}
      {(entry.html !== undefined || (entry.cut === true && entry.mailKey !== undefined)) && (
        <details class="fold">
          <summary>{words.formatted}</summary>
          {hasRemoteImages(entry) && (
            <p>
              <a
                href={routes.entryHtml.href({ number, entryId: entry.id }, { images: 'remote' })}
                target={`mail-${entry.id}`}
              >
                {words.remoteImages}
              </a>{' '}
              <span class="faint">{words.remoteImagesHint}</span>
            </p>
          )}
          <iframe
            class="mail-frame"
            name={`mail-${entry.id}`}
            src={routes.entryHtml.href({ number, entryId: entry.id })}
            title={words.formattedTitle(entry.by.name)}
            sandbox={mailSandbox}
            loading="lazy"
          />
        </details>
      )}
      {files.length > 0 && (
        <ul class="files" aria-label={words.attachments}>
          {files.map(file => (
            <li>
              <AttachedFile number={number} file={file} />
            </li>
          ))}
        </ul>
      )}
      {entry.mailKey !== undefined && entry.redactedAt === undefined && mayDo(view.agent, 'mail:read') && (
        <p class="message-foot">
          <a href={routes.entryOriginal.href({ number, entryId: entry.id })} rel="nofollow">
            {words.original}
          </a>
          <a href={routes.entryHeaders.href({ number, entryId: entry.id })} rel="nofollow">
            {words.headers}
          </a>
        </p>
      )}
    </>
  )
}

function AttachedFile({ number, file }: { number: number; file: Attachment }) {
  const words = useStrings().entry
  const fileSize = useFileSize()
  if (file.redacted === true) return <span class="faint">{words.redactedFile}</span>
  return (
    <a href={routes.attachment.href({ number, attachmentId: file.id })} rel="nofollow">
      <Icon name="paperclip" />
      <bdi>{file.name}</bdi>
      <span class="faint">{fileSize(file.bytes)}</span>
    </a>
  )
}

/** What a change did, in words that follow the name of who did it. */
export function describeChange(entry: Pick<Entry, 'change' | 'text'>): string {
  const strings = useStrings()
  const { change } = entry
  if (change?.field === 'feedback') return strings.change.rated(change.to ?? '', entry.text)
  // Some changes say in words what they did.
  if (change === undefined || entry.text !== '') return entry.text
  // Assets are recorded by their ids: nothing to read out.
  if (change.field === 'assets') return strings.change.touched(strings.change.field.assets)
  // Entries are named by their ids: what was done to one is all there is to read.
  if (change.field === 'entry') {
    return change.to?.endsWith(' redacted') ? strings.change.redactedEntry : strings.change.editedEntry
  }
  const field = strings.change.field[change.field]
  const from = wordsFor(change, change.from)
  const to = wordsFor(change, change.to)
  if (from === '' && to === '') return strings.change.touched(field)
  if (to === '') return strings.change.cleared(field, from)
  return from === '' ? strings.change.set(field, to) : strings.change.changed(field, from, to)
}

function wordsFor({ field }: Change, value: string | null): string {
  const strings = useStrings()
  const names: Record<string, string> =
    field === 'status' || field === 'priority' || field === 'billable' ? strings.change.values[field] : {}
  return value === null ? '' : (names[value] ?? value)
}

function sideOf({ kind }: Person): string {
  const words = useStrings().entry
  switch (kind) {
    case 'contact':
      return words.clientReply
    case 'watcher':
      return words.watcherReply
    case 'agent':
      return words.agentReply
    case 'key':
      return words.apiReply
    case 'system':
      return words.systemReply
  }
}

/** ULIDs sort by the time they were made. */
function isNew(entry: Entry, since: string | undefined): boolean {
  return since !== undefined && entry.id > since
}
