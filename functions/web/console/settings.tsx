import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { autoCloseHoursMax, type Settings, unknownSenderPolicies } from '../../../shared/domain/settings.ts'
import { changeSettings, readSettings } from '../../../shared/use-cases/settings.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../door.ts'
import { attempt, parseForm, refusedForm, text, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { SettingsPage } from './settings-page.tsx'

const settingsForm = (strings: Strings) =>
  z.strictObject({
    version: wholeNumber(strings, 0, 999_999_999),
    deskName: text(strings, 100).refine(
      name => !/[\p{Cc}\p{Cf}]/u.test(name),
      strings.settings.deskNameWrong,
    ),
    ticketPrefix: text(strings, 10).regex(/^[A-Za-z][A-Za-z0-9]{0,8}-?$/, strings.settings.ticketPrefixWrong),
    autoCloseHours: wholeNumber(strings, 1, autoCloseHoursMax),
    clientNotifications: z
      .literal('on')
      .optional()
      .transform(checked => checked === 'on'),
    portalEnabled: z
      .literal('on')
      .optional()
      .transform(checked => checked === 'on'),
    newTicketAddress: z
      .string()
      .trim()
      .toLowerCase()
      .transform(address => (address === '' ? null : address))
      .pipe(z.email(strings.signIn.emailInvalid).max(254, strings.signIn.emailInvalid).nullable()),
    unknownSenders: z.enum(unknownSenderPolicies),
  })

/** Hangs up the settings. */
export function hangSettings(door: ConsoleDoor): void {
  door.get(routes.settings, 'settings:write', async visit => {
    const settings = await readSettings(visit.desk, visit.agent)
    const saved = visit.c.req.query('saved') === '1'
    return show(visit, { form: freshForm(valuesOf(settings)), version: settings.version, saved, status: 200 })
  })

  door.post(routes.settings, 'settings:write', async (visit, form) => {
    const parsed = parseForm(settingsForm(visit.strings), form)
    const { version: asked } = form
    if (!parsed.ok) return show(visit, { form: parsed.state, version: Number(asked) || 0, status: 400 })
    const { version, ...changes } = parsed.data
    const done = await attempt(changeSettings(visit.desk, visit.agent, changes, version))
    if (!(done instanceof DeskError)) return visit.c.redirect(routes.settings.href({}, { saved: 1 }), 303)
    const now = await readSettings(visit.desk, visit.agent)
    const state =
      done.kind === 'conflict'
        ? { ...freshForm(form), message: visit.strings.settings.stale }
        : refusedForm(visit.strings, form, done)
    return show(visit, { form: state, version: now.version, status: 409 })
  })
}

interface Showing {
  form: FormState
  version: number
  status: 200 | 400 | 409
  saved?: boolean
}

function show(
  { c, view }: Visit,
  { form, version, status, saved = false }: Showing,
): Response | Promise<Response> {
  return answerPage(c, <SettingsPage view={view} form={form} version={version} saved={saved} />, status)
}

function valuesOf(settings: Settings): Record<string, string> {
  return {
    deskName: settings.deskName,
    ticketPrefix: settings.ticketPrefix,
    autoCloseHours: String(settings.autoCloseHours),
    newTicketAddress: settings.newTicketAddress ?? '',
    unknownSenders: settings.unknownSenders,
    ...(settings.clientNotifications ? { clientNotifications: 'on' } : {}),
    ...(settings.portalEnabled ? { portalEnabled: 'on' } : {}),
  }
}
