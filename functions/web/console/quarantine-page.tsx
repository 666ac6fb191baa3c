import { mayDo } from '../../../shared/domain/actor.ts'
import { routes, segmentOfMailKey } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Empty } from '../ui/empty.tsx'
import { type Option, Options, PostForm } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { ConsolePage } from '../ui/page.tsx'
import { VerdictList } from '../ui/verdict-list.tsx'
import type { View } from '../ui/view.ts'
import { DeleteHeld, HeldFacts, HeldHead, type HeldMail, subjectOf } from './held-mail.tsx'

export interface QuarantineProps {
  view: View
  mails: readonly HeldMail[]
  nextCursor: string | null
  clients: readonly Option[]
  problem?: string
}

/** Mail that was not let in by itself, and what is most often done with each. */
export function QuarantinePage({ view, mails, nextCursor, clients, problem }: QuarantineProps) {
  const words = useStrings().quarantine
  return (
    <ConsolePage view={view} title={words.title} section="quarantine" class="narrow">
      <div class="head">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <p>
          <a href={routes.blockedSenders.href({})}>{words.blocked}</a>
        </p>
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
  const words = useStrings().quarantine
  const at = { mail: segmentOfMailKey(mail.mailKey) }
  return (
    <article class="held">
      <HeldHead mail={mail} view={view} />
      <h2>
        <a href={routes.quarantinedMail.href(at)}>
          <bdi>{subjectOf(useStrings(), mail)}</bdi>
        </a>
      </h2>
      <HeldFacts mail={mail} />
      {mail.preview !== undefined && mail.preview !== '' && (
        <blockquote class="preview" aria-label={words.preview}>
          {mail.preview}
        </blockquote>
      )}
      <VerdictList verdicts={mail.verdicts} />
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
            <DeleteHeld mail={mail} view={view} />
          </>
        )}
        <a class="held-raw" href={routes.quarantinedOriginal.href(at)} rel="nofollow">
          <Icon name="download" />
          {words.raw}
        </a>
      </footer>
    </article>
  )
}
