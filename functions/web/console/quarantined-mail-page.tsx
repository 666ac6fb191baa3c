import { mayDo } from '../../../shared/domain/actor.ts'
import { domainOf } from '../../../shared/domain/mail-domain.ts'
import type { readQuarantined } from '../../../shared/use-cases/quarantine.ts'
import { routes, segmentOfMailKey } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { CheckField, ErrorSummary, type Option, PostForm, SelectField, TextField } from '../ui/fields.tsx'
import { useFileSize } from '../ui/file-size.ts'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { ConsolePage } from '../ui/page.tsx'
import { VerdictList } from '../ui/verdict-list.tsx'
import type { View } from '../ui/view.ts'
import { Words } from '../ui/words.tsx'
import { DeleteHeld, HeldFacts, HeldHead, subjectOf } from './held-mail.tsx'

export interface QuarantinedMailProps {
  view: View
  found: Awaited<ReturnType<typeof readQuarantined>>
  clients: readonly Option[]
  /** Each form as it was sent, or as it is first shown. */
  ticket: FormState
  reply: FormState
  block: FormState
  /** It was asked for to be decided anew. */
  replayed: boolean
}

/** A mail in quarantine: what it says and what was found of it, and all that can be done with it. */
export function QuarantinedMailPage(props: QuarantinedMailProps) {
  const words = useStrings().quarantine
  const { view, found, replayed } = props
  const { held, mail } = found
  const at = { mail: segmentOfMailKey(held.mailKey) }
  return (
    <ConsolePage view={view} title={subjectOf(useStrings(), held)} section="quarantine" class="narrow">
      <p class="back">
        <a href={routes.quarantine.href({})}>{words.back}</a>
      </p>
      {replayed && (
        <p class="notice notice-good" role="status">
          <Icon name="clock" />
          {words.replayed}
        </p>
      )}
      <article class="held">
        <HeldHead mail={held} view={view} />
        <h1>
          <bdi>{subjectOf(useStrings(), held)}</bdi>
        </h1>
        <HeldFacts mail={held} />
        <VerdictList verdicts={held.verdicts} />
        <Said found={found} />
        <footer class="held-foot">
          <a class="held-link" href={routes.quarantinedOriginal.href(at)} rel="nofollow">
            <Icon name="download" />
            {words.raw}
          </a>
          <a href={routes.quarantinedHeaders.href(at)} rel="nofollow">
            {words.headers}
          </a>
          {mayDo(view.agent, 'mail:write') && <DeleteHeld mail={held} view={view} />}
        </footer>
      </article>
      {mayDo(view.agent, 'mail:write') && (
        <>
          {mail !== undefined && <Release {...props} />}
          <Block {...props} />
          <PostForm class="sheet" action={routes.quarantineReplay.href(at)} token={view.formToken}>
            <h2>{words.replayTitle}</h2>
            <p class="hint">{words.replayHint}</p>
            <div class="sheet-foot">
              <button type="submit" class="button">
                {words.replay}
              </button>
            </div>
          </PostForm>
        </>
      )}
    </ConsolePage>
  )
}

/** Characters of a mail that are shown before anybody let it in. */
const shownCharacters = 20_000

function Said({ found: { held, mail } }: Pick<QuarantinedMailProps, 'found'>) {
  const strings = useStrings()
  const words = strings.quarantine
  const fileSize = useFileSize()
  if (mail === undefined) return <p class="notice">{words.noWords}</p>
  const files = mail.attachments.filter(({ contentId }) => contentId === undefined)
  return (
    <>
      <section aria-label={words.words}>
        <Words text={mail.text.slice(0, shownCharacters).toWellFormed()} empty={strings.entry.empty} />
        {mail.text.length > shownCharacters && <p class="hint">{words.cutWords}</p>}
      </section>
      {files.length > 0 && (
        <ul class="files" aria-label={words.files}>
          {files.map(({ name, content }) => (
            <li>
              <Icon name="paperclip" />
              <bdi>{name}</bdi> <span class="faint">{fileSize(content.byteLength)}</span>
            </li>
          ))}
        </ul>
      )}
      {held.verdicts.virus === 'FAIL' && <p class="hint">{words.virusFiles}</p>}
    </>
  )
}

function Release({ view, found, clients, ticket, reply }: QuarantinedMailProps) {
  const words = useStrings().quarantine
  const at = { mail: segmentOfMailKey(found.held.mailKey) }
  const mayRegister = mayDo(view.agent, 'clients:write')
  return (
    <>
      <PostForm class="sheet" action={routes.quarantineRelease.href(at)} token={view.formToken}>
        <h2>{words.asTicket}</h2>
        <ErrorSummary
          form={ticket}
          scope="ticket"
          labels={{ clientId: words.releaseClient, registerSender: words.registerSender }}
        />
        <input type="hidden" name="page" value="mail" />
        <SelectField
          form={ticket}
          scope="ticket"
          name="clientId"
          label={words.releaseClient}
          hint={words.noRelease}
          options={[{ value: '', label: words.releaseNoClient }, ...clients]}
        />
        {mayRegister && <RegisterSender form={ticket} scope="ticket" />}
        <div class="sheet-foot">
          <button type="submit" class="button button-primary">
            {words.release}
          </button>
        </div>
      </PostForm>
      <PostForm class="sheet" action={routes.quarantineReply.href(at)} token={view.formToken}>
        <h2>{words.asReply}</h2>
        <ErrorSummary
          form={reply}
          scope="reply"
          labels={{ number: words.number, registerSender: words.registerSender }}
        />
        <TextField
          form={reply}
          scope="reply"
          name="number"
          label={words.number}
          hint={words.noRelease}
          inputmode="numeric"
          class="short"
          required
        />
        {mayRegister && <RegisterSender form={reply} scope="reply" />}
        <div class="sheet-foot">
          <button type="submit" class="button button-primary">
            {words.releaseReply}
          </button>
        </div>
      </PostForm>
    </>
  )
}

function RegisterSender({ form, scope }: { form: FormState; scope: string }) {
  const words = useStrings().quarantine
  return (
    <CheckField
      form={form}
      scope={scope}
      name="registerSender"
      label={words.registerSender}
      hint={words.registerHint}
    />
  )
}

function Block({ view, found: { held }, block }: QuarantinedMailProps) {
  const words = useStrings().quarantine
  const at = { mail: segmentOfMailKey(held.mailKey) }
  const address = held.from?.address ?? held.envelopeFrom
  const named = { address, domain: domainOf(address) }
  return (
    <PostForm class="sheet" action={routes.quarantineBlock.href(at)} token={view.formToken}>
      <h2>{words.blockTitle}</h2>
      <ErrorSummary form={block} scope="block" labels={{ scope: words.blockScope }} />
      <SelectField
        form={block}
        scope="block"
        name="scope"
        label={words.blockScope}
        hint={words.blockHint}
        options={(['address', 'domain'] as const).map(value => ({
          value,
          label: `${words.blockChoice[value]}: ${named[value]}`,
        }))}
      />
      <div class="sheet-foot">
        <button type="submit" class="button">
          {words.block}
        </button>
      </div>
    </PostForm>
  )
}
