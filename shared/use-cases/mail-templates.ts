import { type Actor, assertMay } from '../domain/actor.ts'
import {
  assertWording,
  isUrl,
  type MailTemplate,
  type MailWording,
  mailTemplateRules,
  type TemplatedMail,
  templatedMails,
  urlPlaceholders,
  wordingOf,
} from '../domain/mail-template.ts'
import { sanitiseHtml } from '../mail/sanitise-html.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/mail-templates.ts'
import { recordAudit } from './audit-log.ts'
import { assertVersion } from './tickets.ts'

/** Changes of a mail's words; null for the HTML has it made from the text. */
export interface WordingChanges {
  subject?: string
  text?: string
  html?: string | null
}

/** The templates of every mail that has one, in their order. */
export async function listMailTemplates(desk: Desk, actor: Actor): Promise<MailTemplate[]> {
  assertMay(actor, 'settings:read', 'any')
  return await store.readMailTemplates(desk.table, templatedMails)
}

export async function readMailTemplate(
  desk: Desk,
  actor: Actor,
  event: TemplatedMail,
): Promise<MailTemplate> {
  assertMay(actor, 'settings:read', 'any')
  return await store.readMailTemplate(desk.table, event)
}

/** Gives a mail words of the desk's own. Errors: `placeholder.unknown`, `placeholder.misplaced`, `version.stale`. */
export async function changeMailTemplate(
  desk: Desk,
  actor: Actor,
  { event, ifVersion }: { event: TemplatedMail; ifVersion?: number },
  changes: WordingChanges,
): Promise<MailTemplate> {
  assertMay(actor, 'settings:write')
  const before = await store.readMailTemplate(desk.table, event)
  assertVersion(before.version, ifVersion)
  const after: MailTemplate = {
    event,
    wording: changedWording(before, changes),
    changedAt: desk.now(),
    version: before.version + 1,
  }
  await save(desk, actor, before, after)
  return after
}

/** Gives a mail the words that Docket brings; its version goes on counting. Error: `version.stale`. */
export async function resetMailTemplate(
  desk: Desk,
  actor: Actor,
  { event, ifVersion }: { event: TemplatedMail; ifVersion?: number },
): Promise<void> {
  assertMay(actor, 'settings:write')
  const before = await store.readMailTemplate(desk.table, event)
  assertVersion(before.version, ifVersion)
  if (before.wording === undefined) return
  await save(desk, actor, before, { event, changedAt: desk.now(), version: before.version + 1 })
}

async function save(desk: Desk, actor: Actor, before: MailTemplate, after: MailTemplate): Promise<void> {
  await desk.table.commit([
    store.saveMailTemplate(before, after),
    ...recordAudit(desk, actor, {
      resource: `mail-templates/${after.event}`,
      before: wordingOf(before),
      after: wordingOf(after),
    }),
  ])
}

/** The words as they would be kept: HTML cleaned, all of them fit for every mail of their kind. */
export function changedWording(template: MailTemplate, changes: WordingChanges): MailWording {
  const { html: was, ...rest } = wordingOf(template)
  const html = changes.html === undefined ? was : changes.html === null ? undefined : clean(changes.html)
  const wording: MailWording = {
    subject: changes.subject ?? rest.subject,
    text: changes.text ?? rest.text,
    ...(html === undefined ? {} : { html }),
  }
  assertWording(template.event, wording)
  return wording
}

/** The sanitiser takes links only to where a URL leads: a placeholder of one is one while it cleans. */
function standInOf(name: string): string {
  return `https://${name.toLowerCase()}.invalid/`
}

function clean(html: string): string {
  const covered = html.replace(/\{\{[ \t]{0,9}([a-zA-Z.]{1,40})[ \t]{0,9}\}\}/g, (written, name: string) =>
    isUrl(name) ? standInOf(name) : written,
  )
  return urlPlaceholders.reduce(
    (text, name) => text.replaceAll(standInOf(name), `{{${name}}}`),
    sanitiseHtml(covered),
  )
}

/** The placeholders that a mail knows. */
export function placeholdersOf(event: TemplatedMail): readonly string[] {
  return mailTemplateRules[event].placeholders
}
