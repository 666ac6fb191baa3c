import { permissions } from '../../../../shared/domain/actor.ts'
import type { ApiKey } from '../../../../shared/domain/people.ts'
import { routes } from '../../routes.ts'
import { useLanguage, useStrings } from '../../strings.ts'
import { Empty } from '../../ui/empty.tsx'
import { CheckField, ErrorSummary, fieldId, type Option, PostForm, TextField } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import { SettingsFrame } from '../../ui/settings-frame.tsx'
import type { View } from '../../ui/view.ts'
import { absoluteTime, When } from '../../ui/when.tsx'
import { scopeField } from './api-key-form.ts'
import { ClientChoice } from './client-choice-field.tsx'
import { Confirm } from './confirm.tsx'

/** The keys of the desk, by name, without their secrets. */
export function ApiKeysPage(props: {
  view: View
  apiKeys: readonly ApiKey[]
  nextCursor: string | null
  revoked: boolean
}) {
  const { apiKeys: words, agents } = useStrings()
  const { view, apiKeys, nextCursor, revoked } = props
  return (
    <ConsolePage view={view} title={words.title} section="settings">
      <SettingsFrame view={view} current="apiKeys">
        <div class="head">
          <h1>{words.title}</h1>
          <a class="button button-primary" href={routes.newApiKey.href({})}>
            <Icon name="plus" />
            {words.create}
          </a>
          <p class="lead">{words.lead}</p>
        </div>
        {revoked && (
          <p class="notice notice-good" role="status">
            <Icon name="resolved" />
            {words.revoked}
          </p>
        )}
        {apiKeys.length === 0 && <Empty icon="shield" words={words.empty} />}
        {apiKeys.length > 0 && (
          <ul class="facts-rows facts-card">
            {apiKeys.map(key => (
              <li class="facts-row">
                <div class="facts-main">
                  <p class="facts-name">
                    <a href={routes.apiKey.href({ keyId: key.id })}>{key.name}</a>
                    {isOver(key, view) && <span class="pill">{words.expired}</span>}
                  </p>
                  <p class="faint">
                    {words.made} <When at={key.createdAt} view={view} />
                    {key.expiresAt !== undefined && !isOver(key, view) && (
                      <>
                        {' · '}
                        {words.expires} <When at={key.expiresAt} view={view} />
                      </>
                    )}
                  </p>
                </div>
                <p class="facts-side">
                  {key.scopes.includes('*') ? words.everything : words.scopeCount(key.scopes.length)}
                  <span class="faint">
                    {key.clientIds === undefined
                      ? agents.everyClient
                      : agents.someCount(key.clientIds.length)}
                  </span>
                </p>
              </li>
            ))}
          </ul>
        )}
        {nextCursor !== null && (
          <p class="pages">
            <a class="button" rel="next" href={routes.apiKeys.href({}, { cursor: nextCursor })}>
              {words.more}
            </a>
          </p>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}

/** Asks what a new key may do. */
export function NewApiKeyPage(props: { view: View; form: FormState; clients: readonly Option[] }) {
  const { apiKeys: words, agents } = useStrings()
  const { view, form, clients } = props
  return (
    <ConsolePage view={view} title={words.create} section="settings">
      <SettingsFrame view={view} current="apiKeys">
        <BackToKeys />
        <h1>{words.create}</h1>
        <PostForm class="sheet" action={routes.newApiKey.href({})} token={view.formToken}>
          <ErrorSummary
            form={form}
            labels={{
              name: words.name,
              scopes: words.scopes,
              reach: agents.reach,
              expires: words.expiresOn,
              itflow: words.itflow,
            }}
          />
          <TextField
            form={form}
            name="name"
            label={words.name}
            hint={words.nameHint}
            maxLength={100}
            required
          />
          <Scopes form={form} />
          <ClientChoice form={form} clients={clients} />
          <TextField
            form={form}
            name="expires"
            label={words.expiresOn}
            hint={words.expiresHint}
            type="date"
            class="day"
          />
          <CheckField form={form} name="itflow" label={words.itflow} hint={words.itflowHint} />
          <div class="sheet-foot">
            <button type="submit" class="button button-primary">
              {words.createSubmit}
            </button>
          </div>
        </PostForm>
      </SettingsFrame>
    </ConsolePage>
  )
}

function Scopes({ form }: { form: FormState }) {
  const words = useStrings().apiKeys
  const error = form.errors.scopes
  const choices = [
    ...permissions.map(scope => ({ scope, label: words.scope[scope] })),
    { scope: '*', label: words.everything } as const,
  ]
  return (
    <fieldset class="chooser" aria-describedby={error === undefined ? undefined : 'field-scopes-error'}>
      <legend>{words.scopes}</legend>
      {error !== undefined && (
        <p class="field-error" id="field-scopes-error">
          <Icon name="warning" />
          {error}
        </p>
      )}
      {choices.map(({ scope, label }, index) => (
        <label class="choose">
          <input
            type="checkbox"
            name={scopeField(scope)}
            id={index === 0 ? fieldId('scopes') : undefined}
            value="on"
            checked={form.values[scopeField(scope)] === 'on'}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** The secret of a key that was just made: on this page, and never again. */
export function ApiKeySecretPage(props: { view: View; apiKey: ApiKey; secret: string }) {
  const words = useStrings().apiKeys
  const { view, apiKey, secret } = props
  return (
    <ConsolePage view={view} title={words.secretTitle} section="settings">
      <SettingsFrame view={view} current="apiKeys">
        <h1>{words.secretTitle}</h1>
        <section class="sheet">
          <h2>{apiKey.name}</h2>
          <p class="notice">
            <Icon name="warning" />
            {words.secretLead}
          </p>
          <div class="with-button">
            <div class="field">
              <label for="secret">{words.secret}</label>
              <input id="secret" class="secret" value={secret} readonly autocomplete="off" />
            </div>
            <button type="button" class="button" data-copies="secret" data-copied={words.copied} hidden>
              {words.copy}
            </button>
          </div>
          <div class="sheet-foot">
            <a class="button" href={routes.apiKeys.href({})}>
              {words.done}
            </a>
          </div>
        </section>
      </SettingsFrame>
    </ConsolePage>
  )
}

/** One key: what it may do, and how to be rid of it. `clientNames` of those it is kept to. */
export function ApiKeyPage(props: { view: View; apiKey: ApiKey; clientNames: readonly string[] }) {
  const { apiKeys: words, agents } = useStrings()
  const language = useLanguage()
  const { view, apiKey: key, clientNames } = props
  return (
    <ConsolePage view={view} title={key.name} section="settings">
      <SettingsFrame view={view} current="apiKeys">
        <BackToKeys />
        <div class="head">
          <h1>{key.name}</h1>
          {isOver(key, view) && <span class="pill">{words.expired}</span>}
        </div>
        <section class="sheet" aria-labelledby="key-facts">
          <h2 id="key-facts">{words.facts}</h2>
          <dl class="facts">
            <Fact name={words.scopes}>
              {key.scopes.map(scope => (scope === '*' ? words.everything : words.scope[scope])).join(', ')}
            </Fact>
            <Fact name={agents.clients}>
              {key.clientIds === undefined ? agents.everyClient : clientNames.join(', ')}
            </Fact>
            <Fact name={words.expires}>
              {key.expiresAt === undefined
                ? words.never
                : absoluteTime(key.expiresAt, view.timeZone, language)}
            </Fact>
            <Fact name={words.made}>{absoluteTime(key.createdAt, view.timeZone, language)}</Fact>
            <Fact name={words.itflowFact}>{key.itflow ? words.itflowYes : words.itflowNo}</Fact>
          </dl>
        </section>
        <section class="sheet">
          <p class="lead">{words.revokeLead}</p>
          <Confirm
            ask={words.revoke}
            sure={words.revokeSure}
            submit={words.revokeSubmit}
            action={routes.apiKeyRevoke.href({ keyId: key.id })}
            view={view}
          />
        </section>
      </SettingsFrame>
    </ConsolePage>
  )
}

function Fact({ name, children }: { name: string; children?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function BackToKeys() {
  return (
    <p class="back">
      <a href={routes.apiKeys.href({})}>{useStrings().apiKeys.back}</a>
    </p>
  )
}

function isOver({ expiresAt }: ApiKey, { now }: View): boolean {
  return expiresAt !== undefined && expiresAt <= now
}
