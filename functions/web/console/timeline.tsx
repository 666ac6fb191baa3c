import type { Child } from 'hono/jsx'
import { mayDo } from '../../../shared/domain/actor.ts'
import type { Ticket } from '../../../shared/domain/ticket.ts'
import {
  type Attachment,
  allVerdicts,
  type Change,
  type Entry,
  type Person,
} from '../../../shared/domain/timeline.ts'
import { routes } from '../routes.ts'
import { mailSandbox } from '../security/headers.ts'
import { useLanguage, useStrings } from '../strings.ts'
import { useFileSize } from '../ui/file-size.ts'
import { Icon } from '../ui/icon.tsx'
import { Avatar } from '../ui/marks.tsx'
import { VerdictList } from '../ui/verdict-list.tsx'
import { mayWriteTickets, type View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'
import { Words } from '../ui/words.tsx'
import { describeWork } from './describe-work.ts'
import { dayOf } from './local-times.ts'
import { hasRemoteImages } from './mail-document.ts'

export type ShownEntry = Entry & { cut?: boolean }

/** The ticket whose timeline it is. */
export type TimelineTicket = Pick<Ticket, 'number' | 'prefix' | 'status'>

/** What was said and done on a ticket, oldest first, with the days it happened on. */
export function Timeline(props: {
  view: View
  ticket: TimelineTicket
  entries: readonly ShownEntry[]
  newSince?: string
  /** When the agent looked last: what others did since is marked. */
  lookedAt?: string
}) {
  const { view, ticket, entries, newSince, lookedAt } = props
  const words = useStrings().ticketWork.timeline
  const language = useLanguage()
  const days = entries.map(({ at }) => dayOf(at, view.timeZone, language))
  const isUnseen = ({ at, by }: ShownEntry) =>
    lookedAt !== undefined && at > lookedAt && !(by.kind === 'agent' && by.id === view.agent.id)
  const firstUnseen = entries.findIndex(isUnseen)
  return (
    <ol class="timeline">
      {entries.map((entry, index) => (
        <>
          {days[index] !== days[index - 1] && (
            <li class="day">
              <span>{days[index]}</span>
            </li>
          )}
          {index === firstUnseen && index > 0 && (
            <li class="day unseen-since">
              <span>{words.newSince}</span>
            </li>
          )}
          <li id={`entry-${entry.id}`} class={isNew(entry, newSince) ? 'is-new' : undefined}>
            <TimelineEntry view={view} ticket={ticket} entry={entry} whole={index === entries.length - 1} />
          </li>
        </>
      ))}
    </ol>
  )
}

interface EntryProps {
  view: View
  ticket: TimelineTicket
  entry: ShownEntry
  /** Not folded, however long. */
  whole?: boolean
}

/** One entry: words in a box, everything else a slim line. */
export function TimelineEntry(props: EntryProps) {
  const strings = useStrings()
  const { entry, view } = props
  switch (entry.kind) {
    case 'activity':
      return (
        <Line icon="activity" view={view} at={entry.at}>
          <bdi class="name">{entry.by.name}</bdi>{' '}
          {describeWork(entry.change, view.timeZone) ?? describeChange(entry)}
          {entry.movedTo !== undefined && (
            <>
              {' '}
              <a href={`${routes.ticket.href({ number: entry.movedTo })}#entry-${entry.id}`}>
                {strings.ticketWork.timeline.movedTo}
              </a>
            </>
          )}
          <MergedFrom entry={entry} />
        </Line>
      )
    case 'mail-event':
      return (
        <Line icon="mail" view={view} at={entry.at}>
          {entry.text || strings.entry.mailEvent}
          <MergedFrom entry={entry} />
        </Line>
      )
    case 'note':
    case 'reply':
      return <Message {...props} />
  }
}

/** What was written on a merged ticket is marked with it, and leads there. */
function MergedFrom({ entry }: { entry: ShownEntry }) {
  const words = useStrings().entry
  if (entry.mergedFrom === undefined) return null
  return (
    <a class="fact merged-mark" href={routes.ticket.href({ number: entry.mergedFrom })}>
      {words.mergedFrom(entry.mergedFrom)}
    </a>
  )
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

function Message(props: EntryProps) {
  const words = useStrings().entry
  const strings = useStrings()
  const { entry, view, ticket, whole = false } = props
  // What was written on a merged ticket is read, with its files, where it still is.
  const number = entry.mergedFrom ?? ticket.number
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
          <MergedFrom entry={entry} />
          <a
            class="permalink"
            href={routes.entry.href({ number, entryId: entry.id })}
            title={strings.ticketWork.timeline.permalink}
          >
            <When at={entry.at} view={view} />
          </a>
        </div>
      </header>
      {entry.mailKey !== undefined && <MailBadge entry={entry} />}
      <Said entry={entry} view={view} whole={whole} />
      {entry.cut === true && (
        <p>
          <a href={routes.entry.href({ number, entryId: entry.id })}>{words.wholeMessage}</a>
        </p>
      )}
      <Extras view={view} number={number} entry={entry} />
      <Foot {...props} number={number} internal={internal} />
    </article>
  )
}

/** What can be looked up about a message, or be done to it. */
function Foot(props: EntryProps & { number: number; internal: boolean }) {
  const strings = useStrings()
  const words = strings.ticketWork
  const { view, ticket, entry, number, internal } = props
  const at = { number, entryId: entry.id }
  const isOfDesk = entry.by.kind === 'agent' || entry.by.kind === 'key'
  const mayWrite = mayWriteTickets(view)
  const isOpen = ticket.status !== 'closed' && entry.mergedFrom === undefined
  const isThere = entry.redactedAt === undefined
  const links: [boolean, string, string][] = [
    [!internal && entry.by.kind !== 'contact', routes.entry.href(at), strings.outgoing.link],
    [
      entry.mailKey !== undefined && isThere && mayDo(view.agent, 'mail:read'),
      routes.entryOriginal.href(at),
      strings.entry.original,
    ],
    [
      entry.mailKey !== undefined && isThere && mayDo(view.agent, 'mail:read'),
      routes.entryHeaders.href(at),
      strings.entry.headers,
    ],
    [entry.editedAt !== undefined && isThere, routes.entryHistory.href(at), words.history.link],
    [mayWrite && isOfDesk && isOpen && isThere, routes.entryEdit.href(at), words.edit.link],
    [mayWrite && (isThere || entry.attachments.length > 0), routes.entryRedact.href(at), words.redact.link],
  ]
  const shown = links.filter(([isShown]) => isShown)
  if (shown.length === 0) return null
  return (
    <p class="message-foot">
      {shown.map(([, href, label]) => (
        <a href={href} rel="nofollow">
          {label}
        </a>
      ))}
    </p>
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
function Said({ entry, view, whole }: { entry: ShownEntry; view: View; whole: boolean }) {
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
      {whole ? (
        <Words text={entry.text} empty={words.empty} />
      ) : (
        <Folded text={entry.text} empty={words.empty} />
      )}
      {entry.editedAt !== undefined && (
        <p class="faint">
          {words.edited(entry.editedBy?.name ?? '')} <When at={entry.editedAt} view={view} />
        </p>
      )}
    </>
  )
}

function Extras({ view, number, entry }: { view: View; number: number; entry: ShownEntry }) {
  const redact = useStrings().ticketWork.redact
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
              {mayWriteTickets(view) && file.redacted !== true && (
                <a
                  class="remove"
                  rel="nofollow"
                  href={routes.entryFileRedact.href({ number, entryId: entry.id, attachmentId: file.id })}
                  title={redact.fileLink(file.name)}
                >
                  <span class="unseen">{redact.fileLink(file.name)}</span>
                  <span aria-hidden="true">×</span>
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Longer words are folded where the line ends that comes next. */
const linesShown = 24
const charactersShown = 2_000

function Folded({ text, empty }: { text: string; empty: string }) {
  const words = useStrings().ticketWork.timeline
  const cut = placeToFold(text)
  if (cut === undefined) return <Words text={text} empty={empty} />
  const rest = text.slice(cut).replace(/^\n/, '')
  const lines = rest.split('\n').length
  return (
    <>
      <Words text={text.slice(0, cut)} empty="" />
      <details class="fold fold-rest">
        <summary>{lines > 1 ? words.rest(lines) : words.restLong}</summary>
        <Words text={rest} empty="" />
      </details>
    </>
  )
}

/** Where a text is cut in two; undefined for one that is shown whole, also where little would be folded. */
function placeToFold(text: string): number | undefined {
  const lines = text.split('\n')
  const ofLines = lines.slice(0, linesShown).join('\n').length
  if (lines.length > linesShown + 4 && ofLines < charactersShown) return ofLines
  if (text.length <= charactersShown * 1.25) return undefined
  const head = text.slice(0, charactersShown)
  const blank = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'))
  if (blank > charactersShown / 2) return blank
  // Not between the two halves of one character.
  return head.isWellFormed() ? charactersShown : charactersShown - 1
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
