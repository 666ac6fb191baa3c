import type { CannedReply } from '../../../shared/domain/catalogue.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { SelectField } from '../ui/fields.tsx'
import { freshForm } from '../ui/form-state.ts'

/** Canned replies in their words for one ticket, for the script to put in. */
export function CannedList({ offered }: { offered: readonly { reply: CannedReply; text: string }[] }) {
  const words = useStrings().writing
  if (offered.length === 0) return <p class="faint">{words.cannedNone}</p>
  return (
    <ul>
      {offered.map(({ reply, text }) => (
        <li>
          <button type="button" class="canned" data-canned={text}>
            <strong>{reply.name}</strong> {reply.shortcut !== undefined && <kbd>{reply.shortcut}</kbd>}
            <span class="faint">{text.slice(0, 120)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** The way to a canned reply: a list that a script fills, or a choice with a button. */
export function CannedFields({
  number,
  canned,
}: {
  number: number
  canned: readonly { id: string; name: string }[] | undefined
}) {
  const words = useStrings().writing
  const formaction = routes.ticketDraft.href({ number })
  return (
    <div class="composer-canned" data-canned-list={routes.ticketCanned.href({ number })}>
      {canned === undefined ? (
        <button type="submit" name="step" value="canned" formaction={formaction} class="button button-quiet">
          {words.canned}
        </button>
      ) : (
        <div class="canned-choice">
          <SelectField
            form={freshForm()}
            scope="composer"
            name="cannedId"
            label={words.cannedChoose}
            options={canned.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <button type="submit" name="step" value="insert" formaction={formaction} class="button">
            {words.cannedInsert}
          </button>
        </div>
      )}
      <div class="canned-box" hidden>
        <label for="canned-find">{words.cannedSearch}</label>
        <input type="search" id="canned-find" autocomplete="off" />
        <div data-canned-found="" aria-live="polite" />
      </div>
    </div>
  )
}
