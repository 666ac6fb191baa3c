import type { AutoMails } from '../domain/auto-mail.ts'
import type { MailTemplate, TemplatedMail } from '../domain/mail-template.ts'
import type { Settings } from '../domain/settings.ts'
import type { SuppressedAddress } from '../domain/suppressed-address.ts'
import type { Table } from '../runtime/table.ts'
import { keys, suppressedIdOf } from './keys.ts'
import { mailTemplateOf } from './mail-templates.ts'
import { recordOf } from './records.ts'
import { settingsOf } from './settings.ts'

export interface LetterGround {
  settings: Settings
  template: MailTemplate
  suppressed: SuppressedAddress | undefined
  autoMails: AutoMails | undefined
}

/**
 * What every mail is written on, in one round trip. As it was a moment ago: who just changed a template or let
 * mail go out again does not mind, and it costs half.
 */
export async function readLetterGround(
  table: Table,
  { address, event }: { address: string; event: TemplatedMail },
): Promise<LetterGround> {
  const [settings, suppressed, template, autoMails] = await table.getMany(
    [
      keys.settings(),
      keys.suppressed(suppressedIdOf(address)),
      keys.mailTemplate(event),
      // Only of what answers a mail by itself is it asked how much of it there was.
      ...(event === 'ticket-created' ? [keys.autoMail(address)] : []),
    ],
    false,
  )
  return {
    settings: settingsOf(settings),
    suppressed: suppressed && recordOf<SuppressedAddress>(suppressed),
    autoMails: autoMails && recordOf<AutoMails>(autoMails),
    template: mailTemplateOf(event, template),
  }
}
