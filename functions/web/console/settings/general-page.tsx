import type { Child } from 'hono/jsx'
import { autoCloseHoursMax, unknownSenderPolicies } from '../../../../shared/domain/settings.ts'
import { currencyCodes, timeZones } from '../../../../shared/domain/zones-and-currencies.ts'
import { routes } from '../../routes.ts'
import { useLanguage, useStrings } from '../../strings.ts'
import { CheckField, ErrorSummary, PostForm, SelectField, TextField } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { ConsolePage } from '../../ui/page.tsx'
import { SavedNotice } from '../../ui/saved-notice.tsx'
import { mayChangeDesk, SettingsFrame } from '../../ui/settings-frame.tsx'
import type { View } from '../../ui/view.ts'

/** The settings that are single values, in their sections; for others than admins, what they are. */
export function GeneralPage({ view, form, saved }: { view: View; form: FormState; saved: boolean }) {
  const strings = useStrings()
  const words = strings.generalSettings
  const area = strings.settingsArea
  const { version = '', shownTicketNumber = '' } = form.values
  return (
    <ConsolePage view={view} title={area.page.general} section="settings">
      <SettingsFrame view={view} current="general">
        <div class="head">
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
        </div>
        <SavedNotice saved={saved} words={strings.settings.saved} />
        {mayChangeDesk(view) ? (
          <PostForm class="sheet" action={routes.settings.href({})} token={view.formToken}>
            <Wrong form={form} />
            <input type="hidden" name="version" value={version} />
            <input type="hidden" name="shownTicketNumber" value={shownTicketNumber} />
            <Sections form={form} fixed={false} />
            <div class="sheet-foot">
              <button type="submit" class="button button-primary">
                {strings.settings.submit}
              </button>
            </div>
          </PostForm>
        ) : (
          <div class="sheet">
            <p class="hint">{area.readOnly}</p>
            <Sections form={form} fixed />
          </div>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}

function Wrong({ form }: { form: FormState }) {
  const { settings, generalSettings: words } = useStrings()
  return (
    <ErrorSummary
      form={form}
      labels={{
        deskName: settings.deskName,
        timeZone: words.timeZone,
        ticketPrefix: settings.ticketPrefix,
        nextTicketNumber: words.nextTicketNumber,
        autoCloseHours: settings.autoCloseHours,
        unknownSenders: settings.unknownSenders,
        fromName: words.fromName,
        newTicketAddress: settings.newTicketAddress,
        currency: words.currency,
      }}
    />
  )
}

function Sections({ form, fixed }: { form: FormState; fixed: boolean }) {
  const { settings, generalSettings: words } = useStrings()
  const language = useLanguage()
  return (
    <>
      <Section legend={words.desk} fixed={fixed}>
        <TextField
          form={form}
          name="deskName"
          label={settings.deskName}
          hint={settings.deskNameHint}
          maxLength={100}
          required
        />
        <SelectField
          form={form}
          name="timeZone"
          label={words.timeZone}
          hint={words.timeZoneHint}
          options={offered(timeZones, form.values.timeZone).map(value => ({ value, label: value }))}
          class="medium"
        />
      </Section>
      <Section legend={words.tickets} fixed={fixed}>
        <TextField
          form={form}
          name="ticketPrefix"
          label={settings.ticketPrefix}
          hint={settings.ticketPrefixHint}
          maxLength={20}
          class="short"
          required
        />
        <TextField
          form={form}
          name="nextTicketNumber"
          label={words.nextTicketNumber}
          hint={words.nextTicketNumberHint}
          type="number"
          inputmode="numeric"
          min={1}
          class="short"
          required
        />
        <TextField
          form={form}
          name="autoCloseHours"
          label={settings.autoCloseHours}
          hint={settings.autoCloseHoursHint}
          type="number"
          inputmode="numeric"
          min={1}
          max={autoCloseHoursMax}
          class="short"
          required
        />
      </Section>
      <Section legend={words.mail} fixed={fixed}>
        <CheckField form={form} name="mailIn" label={words.mailIn} hint={words.mailInHint} />
        <SelectField
          form={form}
          name="unknownSenders"
          label={settings.unknownSenders}
          options={unknownSenderPolicies.map(value => ({ value, label: settings.policy[value] }))}
          class="medium"
        />
        <TextField
          form={form}
          name="fromName"
          label={words.fromName}
          hint={words.fromNameHint}
          maxLength={100}
          required
        />
      </Section>
      <Section legend={words.notifications} fixed={fixed}>
        <CheckField
          form={form}
          name="clientNotifications"
          label={settings.clientNotifications}
          hint={settings.clientNotificationsHint}
        />
        <TextField
          form={form}
          name="newTicketAddress"
          label={settings.newTicketAddress}
          hint={settings.newTicketAddressHint}
          type="email"
          inputmode="email"
        />
      </Section>
      <Section legend={settings.portal} fixed={fixed}>
        <CheckField
          form={form}
          name="portalEnabled"
          label={settings.portalEnabled}
          hint={settings.portalEnabledHint}
        />
      </Section>
      <Section legend={words.time} fixed={fixed}>
        <SelectField
          form={form}
          name="currency"
          label={words.currency}
          options={offered(currencyCodes, form.values.currency).map(value => ({
            value,
            label: currencyName(value, language),
          }))}
          class="medium"
        />
        <CheckField
          form={form}
          name="defaultBillable"
          label={words.defaultBillable}
          hint={words.defaultBillableHint}
        />
      </Section>
    </>
  )
}

function Section({ legend, fixed, children }: { legend: string; fixed: boolean; children?: Child }) {
  return (
    <fieldset disabled={fixed}>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  )
}

/** Those to choose from, and what is chosen though it is none of them: a zone has more names than one. */
function offered(all: readonly string[], chosen = ''): readonly string[] {
  return chosen === '' || all.includes(chosen) ? all : [chosen, ...all]
}

function currencyName(code: string, language: string): string {
  try {
    const name = new Intl.DisplayNames([language], { type: 'currency' }).of(code)
    return name === undefined || name === code ? code : `${code} · ${name}`
  } catch {
    // What was typed by hand need not be a code at all.
    return code
  }
}
