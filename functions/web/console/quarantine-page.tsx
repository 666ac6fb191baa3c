import { mayDo } from '../../../shared/domain/actor.ts'
import type { QuarantineReason, Verdicts } from '../../../shared/domain/inbound-mail.ts'
import type { listQuarantine } from '../../../shared/use-cases/quarantine.ts'
import { routes, segmentOfMailKey } from '../routes.ts'
import { strings } from '../strings.ts'
import { Empty } from '../ui/empty.tsx'
import { type Option, Options, PostForm } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'

const words = strings.quarantine

export type HeldMail = Awaited<ReturnType<typeof listQuarantine>>['mails'][number]

export interface QuarantineProps {
  view: View
  mails: readonly HeldMail[]
  nextCursor: string | null
  clients: readonly Option[]
  problem?: string
}

/** Mail that was not let in by itself, and what an agent can do about each. */
export function QuarantinePage({ view, mails, nextCursor, clients, problem }: QuarantineProps) {
  return (
    <ConsolePage view={view} title={words.title} section="quarantine" class="narrow">
      <div class="head">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
      </div>
      {problem !== undefined && (
        <p class="notice notice-error" role="alert">
          {problem}
        </p>
      )}
      {mails.length === 0 && <Empty icon="shield" words={words.empty} />}
      {mails.map(mail => (
        <Mail view={view} mail={mail} clients={clients} />
      ))}
      {nextCursor !== null && (
        <p class="pages">
          <a class="button" rel="next" href={routes.quarantine.href({}, { cursor: nextCursor })}>
            {words.older}
          </a>
        </p>
      )}
    </ConsolePage>
  )
}

function Mail({ view, mail, clients }: { view: View; mail: HeldMail; clients: readonly Option[] }) {
  const at = { mail: segmentOfMailKey(mail.mailKey) }
  return (
    <article class="held">
      <header class="held-head">
        <span class="pill reason">
          <Icon name="shield" />
          {reasonOf(mail.reason)}
        </span>
        <When at={mail.receivedAt} view={view} />
      </header>
      <h2>{mail.subject === '' ? words.noSubject : <bdi>{mail.subject}</bdi>}</h2>
      <dl class="held-facts">
        <Fact label={words.from}>{fromOf(mail)}</Fact>
        {mail.envelopeFrom !== mail.from?.address && (
          <Fact label={words.envelopeFrom}>{mail.envelopeFrom || '<>'}</Fact>
        )}
        <Fact label={words.to}>{mail.recipients.join(', ')}</Fact>
      </dl>
      {mail.preview !== undefined && mail.preview !== '' && (
        <blockquote class="preview" aria-label={words.preview}>
          {mail.preview}
        </blockquote>
      )}
      <Checks verdicts={mail.verdicts} />
      <footer class="held-foot">
        {mayDo(view.agent, 'mail:write') && (
          <>
            <PostForm class="inline-form" action={routes.quarantineRelease.href(at)} token={view.formToken}>
              <label for={`client-${at.mail}`}>{words.releaseClient}</label>
              <select id={`client-${at.mail}`} name="clientId">
                <Options options={[{ value: '', label: words.releaseNoClient }, ...clients]} chosen="" />
              </select>
              <button type="submit" class="button button-primary">
                {words.release}
              </button>
            </PostForm>
            <details class="confirm">
              <summary class="button button-quiet">{words.remove}</summary>
              <PostForm class="confirm-box" action={routes.quarantineDelete.href(at)} token={view.formToken}>
                <p>{words.removeSure}</p>
                <button type="submit" class="button button-danger">
                  {words.removeSubmit}
                </button>
              </PostForm>
            </details>
          </>
        )}
        <a class="held-raw" href={routes.quarantinedMail.href(at)} rel="nofollow">
          <Icon name="download" />
          {words.raw}
        </a>
      </footer>
    </article>
  )
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

function Checks({ verdicts }: { verdicts: Verdicts }) {
  return (
    <ul class="checks" aria-label={words.verdicts}>
      {(['spf', 'dkim', 'dmarc', 'spam', 'virus'] as const).map(check => (
        <li class={`check check-${verdicts[check].toLowerCase()}`}>
          {words.check[check]}: {words.verdict[verdicts[check]]}
        </li>
      ))}
    </ul>
  )
}

function fromOf({ from }: HeldMail): string {
  if (from === undefined) return words.noSender
  return from.name === '' ? from.address : `${from.name} <${from.address}>`
}

function reasonOf(reason: string | undefined): string {
  const known: Record<string, string> = words.reason satisfies Record<QuarantineReason, string>
  return reason === undefined ? words.otherReason : (known[reason] ?? words.otherReason)
}
