import type { QuarantineReason } from '../../../shared/domain/inbound-mail.ts'
import type { listQuarantine } from '../../../shared/use-cases/quarantine.ts'
import { routes, segmentOfMailKey } from '../routes.ts'
import { type Strings, useStrings } from '../strings.ts'
import { PostForm } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'

export type HeldMail = Awaited<ReturnType<typeof listQuarantine>>['mails'][number]

/** Why a mail is held, and since when. */
export function HeldHead({ mail, view }: { mail: HeldMail; view: View }) {
  return (
    <header class="held-head">
      <span class="pill reason">
        <Icon name="shield" />
        {reasonOf(mail.reason)}
      </span>
      <When at={mail.receivedAt} view={view} />
    </header>
  )
}

/** From whom and to whom it came. */
export function HeldFacts({ mail }: { mail: HeldMail }) {
  const words = useStrings().quarantine
  return (
    <dl class="held-facts">
      <Fact label={words.from}>{fromOf(mail)}</Fact>
      {mail.envelopeFrom !== mail.from?.address && (
        <Fact label={words.envelopeFrom}>{mail.envelopeFrom || '<>'}</Fact>
      )}
      {mail.recipients.length > 0 && <Fact label={words.to}>{mail.recipients.join(', ')}</Fact>}
    </dl>
  )
}

/** Deletes it, once that is said twice. */
export function DeleteHeld({ mail, view }: { mail: HeldMail; view: View }) {
  const words = useStrings().quarantine
  const at = { mail: segmentOfMailKey(mail.mailKey) }
  return (
    <details class="confirm">
      <summary class="button button-quiet">{words.remove}</summary>
      <PostForm class="confirm-box" action={routes.quarantineDelete.href(at)} token={view.formToken}>
        <p>{words.removeSure}</p>
        <button type="submit" class="button button-danger">
          {words.removeSubmit}
        </button>
      </PostForm>
    </details>
  )
}

/** A mail's subject, or that it has none. */
export function subjectOf({ quarantine: words }: Strings, { subject }: HeldMail): string {
  return subject === '' ? words.noSubject : subject
}

function Fact({ label, children }: { label: string; children: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  )
}

function fromOf({ from }: HeldMail): string {
  const words = useStrings().quarantine
  if (from === undefined) return words.noSender
  return from.name === '' ? from.address : `${from.name} <${from.address}>`
}

function reasonOf(reason: string | undefined): string {
  const words = useStrings().quarantine
  const known: Record<string, string> = words.reason satisfies Record<QuarantineReason, string>
  return reason === undefined ? words.otherReason : (known[reason] ?? words.otherReason)
}
