import type { CustomStatus } from '../../../shared/domain/catalogue.ts'
import type { Draft } from '../../../shared/domain/draft.ts'
import { publicRecipients, type Status, statusesAfter, type Ticket } from '../../../shared/domain/ticket.ts'
import type { Entry } from '../../../shared/domain/timeline.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ErrorSummary, fieldId, PostForm, SelectField, TextArea, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import type { View } from '../ui/view.ts'
import { CannedFields } from './canned-list.tsx'
import { FileFields } from './composer-files.tsx'
import { customStatusValue } from './composer-form.ts'
import type { ComposerGround } from './composer-ground.ts'
import { chosenOf, RecipientFields } from './composer-recipients.tsx'
import { UndoNotice } from './undo-notice.tsx'

/** What a form on a ticket's page saw of it: its version, and the last entry shown. */
export interface Seen {
  version: number
  entryId: string
  /** The last public reply. */
  replyId: string | null
}

/** What the page around the composer knows of it. */
export interface Composing {
  ground: ComposerGround
  /** The desk's own statuses. */
  statuses: readonly CustomStatus[]
  /** A reply of the agent's that can still be taken back. */
  undoable?: Entry | undefined
  /** What was typed was refused because of what arrived meanwhile. */
  overtaken?: boolean
}

/**
 * Where agents write. Which of the two kinds a message is shows in the whole box (the stylesheet follows the
 * chosen radio), and each kind has a button of its own that says what will happen. Everything typed is kept as a
 * draft: by the script as one types, without it by a button.
 */
export function Composer(props: {
  view: View
  ticket: Ticket
  form: FormState
  seen: Seen
  composing: Composing
  /** Addresses that get no mail for now. */
  stopped?: ReadonlySet<string>
}) {
  const strings = useStrings()
  const words = strings.composer
  const more = strings.writing
  const { view, ticket, form, seen, composing, stopped = new Set<string>() } = props
  const { draft, canned } = composing.ground
  const statuses = composing.statuses.filter(({ active }) => active)
  const { number } = ticket
  const formaction = routes.ticketDraft.href({ number })
  const chosen = chosenOf(props)
  const recipients = publicRecipients(ticket, view.agent).filter(({ email }) => chosen.has(email))
  const others = [...chosen].filter(email => !recipients.some(each => each.email === email))
  return (
    <>
      {composing.undoable !== undefined && (
        <UndoNotice view={view} number={number} entry={composing.undoable} />
      )}
      <PostForm
        class="composer"
        id="composer"
        action={routes.ticketReplies.href({ number })}
        token={view.formToken}
        multipart
      >
        <h2 class="unseen">{words.title}</h2>
        <SeenFields seen={seen} />
        <input type="hidden" name="draftVersion" value={form.values.draftVersion ?? String(draft.version)} />
        <input type="hidden" name="otherText" value={form.values.otherText ?? ''} />
        {/* The first button of a form is the one that Enter presses. */}
        <button type="submit" hidden>
          {words.title}
        </button>
        <fieldset class="modes">
          <legend class="unseen">{words.mode}</legend>
          <Mode mode="public" form={form} />
          <Mode mode="internal" form={form} />
        </fieldset>
        <ErrorSummary
          form={form}
          scope="composer"
          labels={{
            bodyText: words.body,
            status: words.status,
            minutesWorked: words.minutes,
            recipients: more.recipients,
            addTo: more.addTo,
            files: more.files,
            attachmentIds: more.files,
          }}
        />
        <p class="composer-note">
          <Icon name="note" />
          {strings.entry.noteLabel}
        </p>
        <RecipientFields view={view} ticket={ticket} form={form} stopped={stopped} />
        <div id="composer-text" class="composer-text">
          <TextArea form={form} scope="composer" name="bodyText" label={words.body} rows={7} required />
        </div>
        {(form.values.otherText ?? '').trim() !== '' && (
          <p class="hint composer-other">
            {more.otherText(form.values.visibility === 'internal' ? words.public : words.internal)}
          </p>
        )}
        <div class="composer-tools">
          <CannedFields number={number} canned={canned} />
          <DraftState draft={draft} view={view} />
          <button type="submit" name="step" value="save" formaction={formaction} class="button button-quiet">
            {more.saveDraft}
          </button>
          {draft.version !== 0 && (
            <button
              type="submit"
              name="step"
              value="discard"
              formaction={formaction}
              class="button button-quiet"
            >
              {more.discardDraft}
            </button>
          )}
        </div>
        <FileFields number={number} form={form} files={draft.files} />
        <div class="composer-foot">
          <SelectField
            form={form}
            scope="composer"
            name="status"
            label={words.status}
            options={[
              { value: '', label: words.statusStays(ticket.statusName ?? strings.status[ticket.status]) },
              ...statusesAfter(ticket.status).map(value => ({ value, label: strings.status[value] })),
              ...statuses
                .filter(({ id, status }) => id !== ticket.statusId && mayBecome(ticket, status))
                .map(({ id, name, status }) => ({
                  value: customStatusValue(id),
                  label: more.customStatus(name, strings.status[status]),
                })),
            ]}
          />
          <TextField
            form={form}
            scope="composer"
            name="minutesWorked"
            label={words.minutes}
            hint={more.minutesHint}
            maxLength={5}
            keys="t"
            class="short"
          />
          <div class="composer-submit">
            <button type="submit" class="button button-primary submit-public">
              {composing.overtaken === true
                ? more.sendAnyway
                : sendLabel([...recipients, ...others.map(asNamed)])}
            </button>
            <button type="submit" class="button button-note submit-internal">
              {words.saveNote}
            </button>
          </div>
        </div>
      </PostForm>
    </>
  )
}

/** When the draft was kept, and what of it is gone; the script says here how it goes on. */
function DraftState({ draft, view }: { draft: Draft; view: View }) {
  const words = useStrings().writing
  const lost = draft.files.filter(({ expiresAt }) => expiresAt <= view.now)
  return (
    <p
      class="hint draft-state"
      role="status"
      data-draft={routes.ticketDraft.href({ number: draft.ticketNumber })}
      data-saved={words.draftSavedNow}
      data-newer={words.draftNewer}
      data-too-large={words.draftTooLarge}
    >
      {draft.savedAt !== undefined && words.draftSaved(timeOf(draft.savedAt, view.timeZone))}
      {lost.length > 0 && ` ${words.lostFiles(lost.map(({ name }) => name).join(', '))}`}
    </p>
  )
}

function mayBecome({ status: from }: Ticket, to: Status): boolean {
  return from === to || statusesAfter(from).includes(to)
}

function asNamed(email: string) {
  return { name: '', email }
}

function timeOf(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(new Date(instant))
}

/** What the form saw, so that the desk can tell what came in between. */
export function SeenFields({ seen }: { seen: Seen }) {
  return (
    <>
      <input type="hidden" name="version" value={String(seen.version)} />
      <input type="hidden" name="seen" value={seen.entryId} />
      <input type="hidden" name="seenReply" value={seen.replyId ?? ''} />
    </>
  )
}

function Mode({ mode, form }: { mode: 'public' | 'internal'; form: FormState }) {
  const words = useStrings().composer
  const id = fieldId(mode, 'composer')
  return (
    <label class={`mode mode-${mode}`} for={id}>
      <input
        type="radio"
        id={id}
        name="visibility"
        value={mode}
        aria-keyshortcuts={mode === 'public' ? 'r' : 'n'}
        data-go-to="composer-text"
        checked={(form.values.visibility ?? 'public') === mode}
      />
      <Icon name={mode === 'public' ? 'reply' : 'note'} />
      {words[mode]}
    </label>
  )
}

function sendLabel(recipients: readonly { name: string; email: string }[]): string {
  const words = useStrings().composer
  const [first, ...others] = recipients
  if (first === undefined) return words.sendToNobody
  const name = first.name || first.email
  return others.length === 0 ? words.sendTo(name) : words.sendToMore(name, others.length)
}
