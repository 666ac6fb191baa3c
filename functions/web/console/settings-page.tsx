import { autoCloseHoursMax, unknownSenderPolicies } from '../../../shared/domain/settings.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ErrorSummary, PostForm, SelectField, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'

/** The desk's settings, for admins. */
export function SettingsPage(props: { view: View; form: FormState; version: number; saved: boolean }) {
  const words = useStrings().settings
  const { view, form, version, saved } = props
  return (
    <ConsolePage view={view} title={words.title} section="settings" class="narrow">
      <h1>{words.title}</h1>
      {saved && (
        <p class="notice notice-good" role="status">
          <Icon name="resolved" />
          {words.saved}
        </p>
      )}
      <PostForm class="sheet" action={routes.settings.href({})} token={view.formToken}>
        <ErrorSummary
          form={form}
          labels={{
            deskName: words.deskName,
            ticketPrefix: words.ticketPrefix,
            autoCloseHours: words.autoCloseHours,
            newTicketAddress: words.newTicketAddress,
            unknownSenders: words.unknownSenders,
          }}
        />
        <input type="hidden" name="version" value={String(version)} />
        <fieldset>
          <legend>{words.desk}</legend>
          <TextField
            form={form}
            name="deskName"
            label={words.deskName}
            hint={words.deskNameHint}
            maxLength={100}
          />
          <TextField
            form={form}
            name="ticketPrefix"
            label={words.ticketPrefix}
            hint={words.ticketPrefixHint}
            maxLength={10}
            class="short"
          />
        </fieldset>
        <fieldset>
          <legend>{words.lifecycle}</legend>
          <TextField
            form={form}
            name="autoCloseHours"
            label={words.autoCloseHours}
            hint={words.autoCloseHoursHint}
            type="number"
            inputmode="numeric"
            min={1}
            max={autoCloseHoursMax}
            class="short"
          />
        </fieldset>
        <fieldset>
          <legend>{words.mail}</legend>
          <p>
            <a href={routes.mailTemplates.href({})}>{words.mailTemplates}</a>
          </p>
          <CheckField form={form} name="clientNotifications" />
          <TextField
            form={form}
            name="newTicketAddress"
            label={words.newTicketAddress}
            hint={words.newTicketAddressHint}
            type="email"
            inputmode="email"
          />
          <SelectField
            form={form}
            name="unknownSenders"
            label={words.unknownSenders}
            options={unknownSenderPolicies.map(value => ({ value, label: words.policy[value] }))}
          />
        </fieldset>
        <fieldset>
          <legend>{words.portal}</legend>
          <CheckField form={form} name="portalEnabled" />
        </fieldset>
        <div class="sheet-foot">
          <button type="submit" class="button button-primary">
            {words.submit}
          </button>
        </div>
      </PostForm>
    </ConsolePage>
  )
}

function CheckField({ form, name }: { form: FormState; name: 'clientNotifications' | 'portalEnabled' }) {
  const words = useStrings().settings
  return (
    <div class="field field-check">
      <input
        type="checkbox"
        id={`field-${name}`}
        name={name}
        value="on"
        checked={form.values[name] === 'on'}
        aria-describedby={`field-${name}-hint`}
      />
      <label for={`field-${name}`}>{words[name]}</label>
      <p class="hint" id={`field-${name}-hint`}>
        {words[`${name}Hint`]}
      </p>
    </div>
  )
}
