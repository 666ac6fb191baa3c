import { DeskError } from '../../../shared/domain/errors.ts'
import { consoleHoldSeconds } from '../../../shared/domain/reply-undo.ts'
import { readTicket } from '../../../shared/use-cases/read-ticket.ts'
import { type ReplyInput, replyToTicket } from '../../../shared/use-cases/reply-to-ticket.ts'
import { undoReply } from '../../../shared/use-cases/undo-reply.ts'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm, type RawForm, refusedForm } from '../form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import type { FormState } from '../ui/form-state.ts'
import { composerForm, listsOf, minutesOf, recipientsOf, statusOf } from './composer-form.ts'
import { keepTyped } from './drafts.tsx'
import { withSentFiles } from './sent-files.ts'
import { showTicket } from './ticket.tsx'

/** Hangs up what agents send from the composer of a ticket's page, and how they take it back. */
export function hangReplies(door: ConsoleDoor): void {
  door.postFiles(routes.ticketReplies, 'tickets:write', 'files', async (visit, sent) => {
    const { form, trouble } = await withSentFiles(visit, sent)
    const { fields, fileIds } = listsOf(form)
    const parsed = parseForm(composerForm(visit.strings), fields)
    const errors = {
      ...(parsed.ok ? {} : parsed.state.errors),
      ...(trouble === undefined ? {} : { files: trouble }),
    }
    if (!parsed.ok || trouble !== undefined) return await refuse(visit, { values: form, errors })
    const number = ticketNumberOf(visit.c)
    const { version, seen, seenReply, visibility, bodyText } = parsed.data
    const isPublic = visibility === 'public'
    const recipients = isPublic
      ? recipientsOf(form, await readTicket(visit.desk, visit.agent, number), visit.agent)
      : undefined
    const minutesWorked = minutesOf(parsed.data.minutesWorked ?? '') ?? undefined
    const done = await reply(visit, {
      number,
      visibility,
      bodyText,
      ifVersion: version,
      fromDraft: true,
      attachmentIds: fileIds,
      ...(isPublic ? { holdSeconds: consoleHoldSeconds } : {}),
      ...(seenReply === undefined ? {} : { seenReplyId: seenReply === '' ? null : seenReply }),
      ...(recipients === undefined ? {} : { recipients }),
      ...statusOf(parsed.data.status),
      ...(minutesWorked === undefined ? {} : { minutesWorked }),
    })
    if (done instanceof DeskError)
      return await refuse(visit, refusedState(visit.strings, form, done), done, seen)
    return visit.c.redirect(`${routes.ticket.href({ number })}#entry-${done.entry.id}`, 303)
  })

  door.post(routes.replyUndo, 'tickets:write', async (visit, _form) => {
    const number = ticketNumberOf(visit.c)
    const entryId = visit.c.req.param('entryId') ?? ''
    const done = await attempt(undoReply(visit.desk, visit.agent, { number, entryId }))
    if (done instanceof DeskError) {
      const said = new DeskError(done.code, undoWords(visit.strings, done))
      return await showTicket(visit, { status: 409, refused: said })
    }
    return visit.c.redirect(`${routes.ticket.href({ number })}#composer`, 303)
  })
}

/** What closes the ticket cannot be taken back: it is sent at once. */
async function reply({ desk, agent }: Visit, input: ReplyInput) {
  const done = await attempt(replyToTicket(desk, agent, input))
  const isFinal = done instanceof DeskError && done.issues.some(({ pointer }) => pointer === '/holdSeconds')
  if (!isFinal) return done
  const { holdSeconds: _held, ...rest } = input
  return await attempt(replyToTicket(desk, agent, rest))
}

/** The page again with what was typed, which is kept as a draft all the same. */
async function refuse(visit: Visit, state: FormState, refused?: DeskError, seen?: string): Promise<Response> {
  const { draftVersion } = await keepTyped(visit, state.values)
  const values = draftVersion === undefined ? state.values : { ...state.values, draftVersion }
  const composer = { ...state, values }
  if (refused === undefined) return await showTicket(visit, { status: 400, composer })
  return await showTicket(visit, { status: 409, refused, composer, ...(seen === undefined ? {} : { seen }) })
}

/** The errors at their fields, in the reader's words where they are about what the composer lists. */
function refusedState(strings: Strings, form: RawForm, error: DeskError): FormState {
  const words = strings.writing
  if (error.issues.length === 0) return { values: form, errors: {} }
  const { errors } = refusedForm(strings, form, error)
  return {
    values: form,
    errors: {
      ...errors,
      ...(errors.recipients === undefined ? {} : { recipients: words.badRecipient }),
      ...(errors.attachmentIds === undefined ? {} : { attachmentIds: words.filesGone }),
    },
  }
}

function undoWords({ writing: words }: Strings, { code, message }: DeskError): string {
  switch (code) {
    case 'undo.too-late':
      return words.undoTooLate
    case 'undo.overtaken':
      return words.undoOvertaken
    case 'entry.not-yours':
      return words.undoNotYours
    default:
      return message
  }
}
