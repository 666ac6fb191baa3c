import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import { type Entry, versionOf } from '../../../shared/domain/timeline.ts'
import { editEntry, readEntryHistory } from '../../../shared/use-cases/edit-entry.ts'
import { readEntry, readTicket } from '../../../shared/use-cases/read-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm, refusedForm, text, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import { type Strings, useStrings } from '../strings.ts'
import { ErrorSummary, PostForm, TextArea } from '../ui/fields.tsx'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'
import { Words } from '../ui/words.tsx'
import { BackTo } from './ticket-timeline.tsx'

const bodyMax = 100_000
const versionsOnPage = 20

const editForm = (strings: Strings) =>
  z.strictObject({
    version: wholeNumber(strings, 0, 999_999_999),
    bodyText: text(strings, bodyMax, strings.composer.bodyMissing),
  })

/** Hangs up what gives a message of the desk other words, and shows the ones it had. */
export function hangEntryEdit(door: ConsoleDoor): void {
  door.get(routes.entryEdit, 'tickets:write', async visit => {
    const { ticket, entry } = await readBoth(visit)
    return show(visit, { ticket, entry, form: freshForm({ bodyText: entry.text }), status: 200 })
  })

  door.post(routes.entryEdit, 'tickets:write', async (visit, form) => {
    const parsed = parseForm(editForm(visit.strings), form)
    const { ticket, entry } = await readBoth(visit)
    if (!parsed.ok) return show(visit, { ticket, entry, form: parsed.state, status: 400 })
    const { version, bodyText } = parsed.data
    const at = { number: ticket.number, entryId: entry.id, ifVersion: version }
    const done = await attempt(editEntry(visit.desk, visit.agent, at, { text: bodyText }))
    if (done instanceof DeskError) {
      const isOvertaken = done.kind === 'conflict'
      const state = isOvertaken
        ? { values: form, errors: {}, message: visit.strings.ticketWork.edit.changed }
        : refusedForm(visit.strings, form, done)
      // Read again: it may have been changed since the first reading.
      return show(visit, { ...(await readBoth(visit)), form: state, status: 409, isOvertaken })
    }
    return visit.c.redirect(`${routes.ticket.href({ number: ticket.number })}#entry-${entry.id}`, 303)
  })

  door.get(routes.entryHistory, 'tickets:read', async visit => {
    const { desk, c, agent, view } = visit
    const cursor = c.req.query('cursor')
    const { ticket, entry } = await readBoth(visit)
    const page = await readEntryHistory(
      desk,
      agent,
      { number: ticket.number, entryId: entry.id },
      { limit: versionsOnPage, ...(cursor ? { cursor } : {}) },
    )
    return answerPage(c, <HistoryPage view={view} ticket={ticket} entry={entry} {...page} />)
  })
}

/** The ticket and the entry that an address names. */
export async function readBoth({ desk, c, agent }: Visit): Promise<{ ticket: Ticket; entry: Entry }> {
  const number = ticketNumberOf(c)
  const [ticket, entry] = await Promise.all([
    readTicket(desk, agent, number),
    readEntry(desk, agent, number, c.req.param('entryId') ?? ''),
  ])
  return { ticket, entry }
}

interface Showing {
  ticket: Ticket
  entry: Entry
  form: FormState
  status: 200 | 400 | 409
  isOvertaken?: boolean
}

function show({ c, view }: Visit, { status, ...showing }: Showing): Response | Promise<Response> {
  return answerPage(c, <EditPage view={view} {...showing} />, status)
}

function EditPage({ view, ticket, entry, form, isOvertaken }: Omit<Showing, 'status'> & { view: View }) {
  const words = useStrings().ticketWork.edit
  const { number } = ticket
  return (
    <ConsolePage view={view} title={`${words.title} ${referenceOf(ticket)}`} section="tickets" class="narrow">
      <BackTo ticket={ticket} />
      <h1>{words.title}</h1>
      <ErrorSummary form={form} labels={{ bodyText: words.body }} />
      {isOvertaken === true && (
        <blockquote class="preview">
          <Words text={entry.text} empty="" />
        </blockquote>
      )}
      <PostForm
        class="sheet"
        action={routes.entryEdit.href({ number, entryId: entry.id })}
        token={view.formToken}
      >
        <input type="hidden" name="version" value={String(versionOf(entry))} />
        <p>
          {words.lead} {entry.visibility === 'public' && words.mailed}
        </p>
        {entry.html !== undefined && <p>{words.plain}</p>}
        <TextArea {...{ form, name: 'bodyText', label: words.body }} rows={12} required />
        <p class="sheet-foot">
          <button type="submit" class="button button-primary">
            {words.submit}
          </button>
          <a class="button button-quiet" href={`${routes.ticket.href({ number })}#entry-${entry.id}`}>
            {words.cancel}
          </a>
        </p>
      </PostForm>
    </ConsolePage>
  )
}

type Version = Awaited<ReturnType<typeof readEntryHistory>>['versions'][number]

function HistoryPage(props: {
  view: View
  ticket: Ticket
  entry: Entry
  versions: readonly Version[]
  nextCursor: string | null
}) {
  const words = useStrings().ticketWork.history
  const { view, ticket, entry, versions, nextCursor } = props
  const at = { number: ticket.number, entryId: entry.id }
  return (
    <ConsolePage view={view} title={`${words.title} ${referenceOf(ticket)}`} section="tickets" class="narrow">
      <BackTo ticket={ticket} />
      <h1>{words.title}</h1>
      <ol class="versions">
        {versions.map(version => (
          <li class="sheet">
            <VersionHead
              view={view}
              title={words.version(version.version)}
              at={version.at}
              by={version.by.name}
            />
            <Words text={version.text} empty="" />
          </li>
        ))}
        {nextCursor === null && (
          <li class="sheet">
            <VersionHead
              view={view}
              title={words.now}
              at={entry.editedAt ?? entry.at}
              by={(entry.editedBy ?? entry.by).name}
            />
            <Words text={entry.text} empty="" />
          </li>
        )}
      </ol>
      {nextCursor !== null && (
        <p class="pages">
          <a class="button" rel="next" href={routes.entryHistory.href(at, { cursor: nextCursor })}>
            {words.older}
          </a>
        </p>
      )}
    </ConsolePage>
  )
}

function VersionHead(props: { view: View; title: string; at: string; by: string }) {
  return (
    <h2 class="version-head">
      {props.title}{' '}
      <span class="faint">
        <bdi>{props.by}</bdi> <When at={props.at} view={props.view} />
      </span>
    </h2>
  )
}
