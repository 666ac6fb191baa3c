import { eventTypes } from '../../../../shared/domain/desk-event.ts'
import type { Delivery, Webhook } from '../../../../shared/domain/webhook.ts'
import { routes } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { Empty } from '../../ui/empty.tsx'
import { CheckField, ErrorSummary, type Option, PostForm, SelectField, TextField } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import { SavedNotice } from '../../ui/saved-notice.tsx'
import { SettingsFrame } from '../../ui/settings-frame.tsx'
import type { View } from '../../ui/view.ts'
import { When } from '../../ui/when.tsx'
import { DeliveryLog } from './delivery-page.tsx'
import { eventBox, severalClients } from './webhook-form.ts'

/** Every webhook, by name. */
export function WebhooksPage(props: {
  view: View
  webhooks: readonly Webhook[]
  nextCursor: string | null
  saved: boolean
}) {
  const strings = useStrings()
  const words = strings.webhooks
  const { view, webhooks, nextCursor, saved } = props
  return (
    <ConsolePage view={view} title={words.title} section="settings">
      <SettingsFrame view={view} current="webhooks">
        <div class="head">
          <h1>{words.title}</h1>
          <a class="button" href={routes.newWebhook.href({})}>
            <Icon name="plus" />
            {words.add}
          </a>
          <p class="lead">{words.lead}</p>
        </div>
        <SavedNotice saved={saved} />
        {webhooks.length === 0 && nextCursor === null ? (
          <Empty words={words.empty} />
        ) : (
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.client}</th>
                <th scope="col">{words.state}</th>
              </tr>
            </thead>
            <tbody>
              {webhooks.map(webhook => (
                <tr class="row" data-row="">
                  <td class="row-ticket">
                    <a class="row-link" href={routes.webhook.href({ webhookId: webhook.id })}>
                      <bdi>{webhook.name}</bdi>
                    </a>
                    <span class="row-about">
                      <bdi class="address">{webhook.url}</bdi>
                    </span>
                  </td>
                  <td>
                    {webhook.clientIds === undefined
                      ? words.everyClient
                      : words.someClients(webhook.clientIds.length)}
                  </td>
                  <td>
                    <OnOff active={webhook.active} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {nextCursor !== null && (
          <p class="pages">
            <a class="button" rel="next" href={routes.webhooks.href({}, { cursor: nextCursor })}>
              {strings.settingsArea.more}
            </a>
          </p>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}

/** The form of a new webhook. */
export function NewWebhookPage({ view, form, clients }: { view: View; form: FormState; clients: Option[] }) {
  const words = useStrings().webhooks
  const area = useStrings().settingsArea
  return (
    <ConsolePage view={view} title={words.add} section="settings">
      <SettingsFrame view={view} current="webhooks">
        <Back />
        <h1>{words.add}</h1>
        <PostForm class="sheet" action={routes.webhooks.href({})} token={view.formToken}>
          <Fields form={form} clients={clients} />
          <div class="sheet-foot">
            <button type="submit" class="button button-primary">
              {area.add}
            </button>
          </div>
        </PostForm>
      </SettingsFrame>
    </ConsolePage>
  )
}

/** The secret of a webhook, on the one page that ever shows it. */
export function WebhookSecretPage({
  view,
  webhook,
  secret,
}: {
  view: View
  webhook: Webhook
  secret: string
}) {
  const words = useStrings().webhooks
  return (
    <ConsolePage view={view} title={webhook.name} section="settings">
      <SettingsFrame view={view} current="webhooks">
        <h1>
          <bdi>{webhook.name}</bdi>
        </h1>
        <div class="notice notice-good" role="status">
          <Icon name="shield" />
          <div>
            <p class="notice-title">{words.secret}</p>
            <p>{words.secretOnce}</p>
            <p>
              <code class="secret">{secret}</code>
            </p>
            <p>
              <a class="button button-primary" href={routes.webhook.href({ webhookId: webhook.id })}>
                {words.secretGoesOn}
              </a>
            </p>
          </div>
        </div>
      </SettingsFrame>
    </ConsolePage>
  )
}

interface WebhookProps {
  view: View
  webhook: Webhook
  form: FormState
  clients: Option[]
  log: { deliveries: readonly Delivery[]; nextCursor: string | null }
  saved: boolean
  tested: boolean
}

/** One webhook: what it is told of, its secret, and what it was sent. */
export function WebhookPage({ view, webhook, form, clients, log, saved, tested }: WebhookProps) {
  const words = useStrings().webhooks
  const area = useStrings().settingsArea
  const here = { webhookId: webhook.id }
  const several: Option[] =
    (webhook.clientIds?.length ?? 0) > 1
      ? [{ value: severalClients, label: words.someClients(webhook.clientIds?.length ?? 0) }]
      : []
  return (
    <ConsolePage view={view} title={webhook.name} section="settings">
      <SettingsFrame view={view} current="webhooks">
        <Back />
        <div class="head">
          <h1>
            <bdi>{webhook.name}</bdi>
          </h1>
          <OnOff active={webhook.active} />
        </div>
        <SavedNotice saved={saved} />
        <SavedNotice saved={tested} words={words.testSent} />
        {webhook.switchedOff !== undefined && (
          <p class="notice notice-error" role="alert">
            <Icon name="warning" />
            <span>
              {words.switchedOff(webhook.switchedOff.why)} <When at={webhook.switchedOff.at} view={view} />
            </span>
          </p>
        )}
        <div class="webhook-acts">
          <PostForm action={routes.webhookTest.href(here)} token={view.formToken}>
            <button type="submit" class="button">
              {words.test}
            </button>
          </PostForm>
          <PostForm action={routes.webhookSwitch.href(here)} token={view.formToken}>
            <Version version={webhook.version} />
            <input type="hidden" name="active" value={webhook.active ? 'false' : 'true'} />
            <button type="submit" class="button">
              {webhook.active ? words.disable : words.enable}
            </button>
          </PostForm>
        </div>
        <DeliveryLog view={view} webhook={webhook} {...log} />
        <PostForm class="sheet" action={routes.webhook.href(here)} token={view.formToken}>
          <input type="hidden" name="version" value={form.values.version ?? String(webhook.version)} />
          <Fields form={form} clients={[...several, ...clients]} />
          <div class="sheet-foot">
            <button type="submit" class="button button-primary">
              {area.save}
            </button>
          </div>
        </PostForm>
        <details class="fold">
          <summary>{words.rotate}</summary>
          <PostForm action={routes.webhookSecret.href(here)} token={view.formToken}>
            <Version version={webhook.version} />
            <p>{words.rotateSure}</p>
            {webhook.previousSecret !== undefined && (
              <p class="hint">
                {words.previousUntil} <When at={webhook.previousSecret.until} view={view} />
              </p>
            )}
            <button type="submit" class="button">
              {words.rotateSubmit}
            </button>
          </PostForm>
        </details>
        <details class="fold">
          <summary>{words.remove}</summary>
          <PostForm action={routes.removeWebhook.href(here)} token={view.formToken}>
            <Version version={webhook.version} />
            <p>{words.removeSure}</p>
            <button type="submit" class="button button-danger">
              {words.removeSubmit}
            </button>
          </PostForm>
        </details>
      </SettingsFrame>
    </ConsolePage>
  )
}

/** Whether a webhook is told of anything, as shape and word. */
export function OnOff({ active }: { active: boolean }) {
  const words = useStrings().webhooks
  return (
    <span class={active ? 'pill status-resolved' : 'pill'}>
      <Icon name={active ? 'resolved' : 'closed'} />
      {active ? words.on : words.off}
    </span>
  )
}

function Fields({ form, clients }: { form: FormState; clients: readonly Option[] }) {
  const words = useStrings().webhooks
  const every = eventBox('*')
  return (
    <>
      <ErrorSummary
        form={form}
        labels={{ name: words.name, url: words.url, [every]: words.events, clientId: words.client }}
      />
      <TextField form={form} name="name" label={words.name} maxLength={100} required />
      <TextField
        form={form}
        name="url"
        label={words.url}
        hint={words.urlHint}
        type="url"
        inputmode="url"
        maxLength={2_000}
        required
      />
      <SelectField
        form={form}
        name="clientId"
        label={words.client}
        hint={words.clientHint}
        options={[{ value: '', label: words.everyClient }, ...clients]}
      />
      <fieldset class="boxes">
        <legend>{words.events}</legend>
        <CheckField form={form} name={every} label={words.everyEvent} />
        {eventTypes.map(event => (
          <CheckField form={form} name={eventBox(event)} label={words.event[event]} />
        ))}
      </fieldset>
    </>
  )
}

function Version({ version }: { version: number }) {
  return <input type="hidden" name="version" value={String(version)} />
}

function Back() {
  const strings = useStrings()
  return (
    <p class="back">
      <a href={routes.webhooks.href({})}>{strings.settingsArea.back(strings.webhooks.title)}</a>
    </p>
  )
}
