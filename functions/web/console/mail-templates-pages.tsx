import {
  type MailTemplate,
  mailTemplateRules,
  type TemplatedMail,
} from '../../../shared/domain/mail-template.ts'
import { routes } from '../routes.ts'
import { mailSandbox } from '../security/headers.ts'
import { useStrings } from '../strings.ts'
import { ErrorSummary, PostForm, TextArea, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { ConsolePage } from '../ui/page.tsx'
import { SettingsFrame } from '../ui/settings-frame.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'

const previewFrame = 'mail-preview'

/** Every kind of mail, and which of them the desk has words of its own for. */
export function MailTemplatesPage({ view, templates }: { view: View; templates: readonly MailTemplate[] }) {
  const words = useStrings().mailTemplates
  return (
    <ConsolePage view={view} title={words.title} section="settings">
      <SettingsFrame view={view} current="mailTemplates">
        <h1>{words.title}</h1>
        <p class="faint">{words.lead}</p>
        <ul class="template-list">
          {templates.map(template => (
            <li>
              <a href={routes.mailTemplate.href({ event: template.event })}>{words.event[template.event]}</a>
              <span class="faint">{words.goesTo[template.event]}</span>
              {template.wording !== undefined && <span class="check">{words.own}</span>}
              {template.lastProblem !== undefined && (
                <span class="unverified">
                  <Icon name="warning" />
                  {words.problem}
                </span>
              )}
            </li>
          ))}
        </ul>
      </SettingsFrame>
    </ConsolePage>
  )
}

export interface MailTemplatePageProps {
  view: View
  template: MailTemplate
  form: FormState
  version: number
  saved: boolean
}

/** The words of one kind of mail, to be changed, seen and given up. */
export function MailTemplatePage({ view, template, form, version, saved }: MailTemplatePageProps) {
  const words = useStrings().mailTemplates
  const { event, lastProblem } = template
  return (
    <ConsolePage view={view} title={words.event[event]} section="settings">
      <SettingsFrame view={view} current="mailTemplates">
        <p>
          <a href={routes.mailTemplates.href({})}>{words.all}</a>
        </p>
        <h1>{words.event[event]}</h1>
        {saved && (
          <p class="notice notice-good" role="status">
            <Icon name="resolved" />
            {words.saved}
          </p>
        )}
        {lastProblem !== undefined && (
          <div class="notice notice-error" role="alert">
            <Icon name="warning" />
            <div>
              <p class="notice-title">{words.problem}</p>
              <p>
                {lastProblem.message} <When at={lastProblem.at} view={view} />
              </p>
            </div>
          </div>
        )}
        <WordingForm view={view} event={event} form={form} version={version} />
        <section class="below" aria-labelledby="preview-title">
          <h2 id="preview-title">{words.previewTitle}</h2>
          <iframe
            class="mail-frame"
            name={previewFrame}
            title={words.previewTitle}
            src={routes.mailTemplatePreview.href({ event })}
            sandbox={mailSandbox}
          />
        </section>
        {template.wording !== undefined && (
          <details class="fold">
            <summary>{words.reset}</summary>
            <PostForm action={routes.mailTemplateReset.href({ event })} token={view.formToken}>
              <input type="hidden" name="version" value={String(version)} />
              <p>{words.resetSure}</p>
              <button type="submit" class="button">
                {words.resetSubmit}
              </button>
            </PostForm>
          </details>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}

function WordingForm(props: { view: View; event: TemplatedMail; form: FormState; version: number }) {
  const words = useStrings().mailTemplates
  const { view, event, form, version } = props
  return (
    <PostForm class="sheet" action={routes.mailTemplate.href({ event })} token={view.formToken}>
      <ErrorSummary form={form} labels={{ subject: words.subject, text: words.text, html: words.html }} />
      <input type="hidden" name="version" value={String(version)} />
      <fieldset>
        <legend>{words.words}</legend>
        <TextField
          form={form}
          name="subject"
          label={words.subject}
          hint={words.subjectHint}
          maxLength={200}
          required
        />
        <TextArea form={form} name="text" label={words.text} hint={words.textHint} rows={12} required />
        <TextArea form={form} name="html" label={words.html} hint={words.htmlHint} rows={6} />
        <div>
          <p class="hint" id="placeholders-title">
            {words.placeholders}
          </p>
          <ul class="names placeholders" aria-labelledby="placeholders-title">
            {mailTemplateRules[event].placeholders.map(name => (
              <li>
                <code>{`{{${name}}}`}</code>
              </li>
            ))}
          </ul>
        </div>
        <TextField
          form={form}
          name="number"
          label={words.number}
          hint={words.numberHint}
          inputmode="numeric"
          class="short"
        />
      </fieldset>
      <div class="sheet-foot">
        <button type="submit" class="button button-primary">
          {words.submit}
        </button>
        <button
          type="submit"
          class="button"
          formaction={routes.mailTemplatePreview.href({ event })}
          formtarget={previewFrame}
        >
          {words.preview}
        </button>
      </div>
    </PostForm>
  )
}
