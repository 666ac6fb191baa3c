import { type MailTemplate, standardTemplate, type TemplatedMail } from '../domain/mail-template.ts'
import type { Item, Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { itemOf, recordOf } from './records.ts'

export async function readMailTemplate(table: Table, event: TemplatedMail): Promise<MailTemplate> {
  return mailTemplateOf(event, await table.get(keys.mailTemplate(event)))
}

/** In the order of the events. */
export async function readMailTemplates(
  table: Table,
  events: readonly TemplatedMail[],
): Promise<MailTemplate[]> {
  const items = await table.getMany(events.map(keys.mailTemplate))
  return events.map((event, index) => mailTemplateOf(event, items[index]))
}

/** The template in a row, or that of a desk that never changed it. */
export function mailTemplateOf(event: TemplatedMail, item: Item | undefined): MailTemplate {
  return item === undefined ? standardTemplate(event) : { ...recordOf<MailTemplate>(item), event }
}

/** `version.stale` where somebody changed it since. */
export function saveMailTemplate(before: MailTemplate, after: MailTemplate): Write {
  return {
    put: itemOf(keys.mailTemplate(after.event), 'mail-template', after),
    onlyIf: before.version === 0 ? { absent: true } : { equals: { version: before.version } },
    otherwise: 'version.stale',
  }
}

/** Notes why a template could not be used; refused where one problem of this version is noted already. */
export function noteTemplateProblem({ event, version }: MailTemplate, at: string, message: string): Write {
  return {
    update: keys.mailTemplate(event),
    set: { lastProblem: { at, message } },
    onlyIf: { equals: { version }, lacks: 'lastProblem' },
    otherwise: 'report.repeated',
  }
}
