import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import { type Attachment, type Entry, versionOf } from '../../../shared/domain/timeline.ts'
import { redactAttachment } from '../../../shared/use-cases/redact-attachment.ts'
import { redactEntry } from '../../../shared/use-cases/redact-entry.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../door.ts'
import { attempt, parseForm, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import { type Strings, useStrings } from '../strings.ts'
import { CheckField, PostForm } from '../ui/fields.tsx'
import { freshForm } from '../ui/form-state.ts'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { Words } from '../ui/words.tsx'
import { readBoth } from './entry-edit.tsx'
import { saidOf } from './ticket-merge.tsx'
import { Trouble } from './ticket-merge-page.tsx'
import { BackTo } from './ticket-timeline.tsx'

const redactForm = (strings: Strings) =>
  z.strictObject({
    version: wholeNumber(strings, 0, 999_999_999),
    files: z.literal('on').optional(),
  })

/** Hangs up what takes words or a file away for good, once it is said what goes and what stays. */
export function hangEntryRedact(door: ConsoleDoor): void {
  door.get(routes.entryRedact, 'tickets:write', visit => show(visit))

  door.post(routes.entryRedact, 'tickets:write', async (visit, form) => {
    const parsed = parseForm(redactForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { ticket, entry } = await readBoth(visit)
    const { version, files } = parsed.data
    const done = await attempt(
      redactEntry(visit.desk, visit.agent, {
        ...{ number: ticket.number, entryId: entry.id, ifVersion: version },
        ...(files === 'on' ? { attachments: true } : {}),
      }),
    )
    if (done instanceof DeskError) return show(visit, done)
    return back(visit, ticket, entry)
  })

  door.get(routes.entryFileRedact, 'tickets:write', visit => show(visit))

  door.post(routes.entryFileRedact, 'tickets:write', async (visit, form) => {
    const parsed = parseForm(redactForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { ticket, entry } = await readBoth(visit)
    const file = fileOf(visit, entry)
    if (file === undefined) throw new DeskError('resource.missing')
    const done = await attempt(redactAttachment(visit.desk, visit.agent, file.id, parsed.data.version))
    if (done instanceof DeskError) return show(visit, done)
    return back(visit, ticket, entry)
  })
}

function back({ c }: Visit, { number }: Ticket, { id }: Entry): Response {
  return c.redirect(`${routes.ticket.href({ number })}#entry-${id}`, 303)
}

/** The file that the address names; nothing where it names a message. */
function fileOf({ c }: Visit, { attachments }: Entry): Attachment | undefined {
  return attachments.find(({ id }) => id === c.req.param('attachmentId'))
}

async function show(visit: Visit, refused?: DeskError): Promise<Response> {
  const { c, view, strings } = visit
  const { ticket, entry } = await readBoth(visit)
  const isFile = c.req.param('attachmentId') !== undefined
  const file = fileOf(visit, entry)
  const isNothing = isFile ? file === undefined || file.redacted === true : entry.kind === 'activity'
  if (isNothing) throw new DeskError('resource.missing')
  return answerPage(
    c,
    <RedactPage
      {...{ view, ticket, entry, file }}
      trouble={refused === undefined ? undefined : saidOf(strings, refused)}
    />,
    refused === undefined ? 200 : 409,
  )
}

interface Props {
  view: View
  ticket: Ticket
  entry: Entry
  file: Attachment | undefined
  trouble: string | undefined
}

function RedactPage({ view, ticket, entry, file, trouble }: Props) {
  const words = useStrings().ticketWork.redact
  const { number } = ticket
  const at = { number, entryId: entry.id }
  const isWords = file === undefined
  const title = isWords ? words.title : words.fileTitle
  const files = entry.attachments.filter(({ contentId }) => contentId === undefined)
  const hasFiles = files.some(({ redacted }) => redacted !== true)
  const byMail = entry.mailKey === undefined ? [] : [words.rawMail]
  const goes = isWords
    ? [words.words, ...(entry.attachments.length > files.length ? [words.images] : []), ...byMail]
    : [words.file(file.name), ...byMail]
  const stays = [
    words.fact(entry.by.name),
    ...(isWords ? [] : [words.fileFact]),
    ...(isWords && hasFiles ? [words.files] : []),
    words.by,
    ...(entry.visibility === 'public' ? [words.sent] : []),
  ]
  return (
    <ConsolePage view={view} title={`${title} ${referenceOf(ticket)}`} section="tickets" class="narrow">
      <BackTo ticket={ticket} />
      <h1>{title}</h1>
      {trouble !== undefined && <Trouble text={trouble} />}
      {isWords && entry.text !== '' && (
        <blockquote class="preview">
          <Words
            text={`${entry.text.slice(0, 400).toWellFormed()}${entry.text.length > 400 ? '…' : ''}`}
            empty=""
          />
        </blockquote>
      )}
      <PostForm
        class="sheet"
        action={
          isWords
            ? routes.entryRedact.href(at)
            : routes.entryFileRedact.href({ ...at, attachmentId: file.id })
        }
        token={view.formToken}
      >
        <input type="hidden" name="version" value={String(versionOf(entry))} />
        <div class="side-by-side">
          <Effects title={words.goes} lines={goes} />
          <Effects title={words.stays} lines={stays} />
        </div>
        {isWords && hasFiles && <CheckField form={freshForm()} name="files" label={words.withFiles} />}
        <p>
          <strong>{words.sure}</strong>
        </p>
        <p class="sheet-foot">
          <button type="submit" class="button button-danger">
            {isWords ? words.submit : words.fileSubmit}
          </button>
          <a class="button button-quiet" href={`${routes.ticket.href({ number })}#entry-${entry.id}`}>
            {words.cancel}
          </a>
        </p>
      </PostForm>
    </ConsolePage>
  )
}

function Effects({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div>
      <h2 class="panel-title">{title}</h2>
      <ul class="effects">
        {lines.map(line => (
          <li>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
    </div>
  )
}
