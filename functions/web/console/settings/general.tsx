import * as z from 'zod'
import { DeskError } from '../../../../shared/domain/errors.ts'
import { autoCloseHoursMax, unknownSenderPolicies } from '../../../../shared/domain/settings.ts'
import { isCurrency, isTimeZone } from '../../../../shared/domain/zones-and-currencies.ts'
import { changeSettings, type DeskSettings, readSettings } from '../../../../shared/use-cases/settings.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../../door.ts'
import { attempt, parseForm, wholeNumber } from '../../form.ts'
import { checkbox, checked, choice, formVersion, oneLine } from '../../form-parts.ts'
import { type Refusal, refusal } from '../../refusal.ts'
import { routes } from '../../routes.ts'
import type { Strings } from '../../strings.ts'
import { freshForm } from '../../ui/form-state.ts'
import { overtakenForm } from '../overtaken.ts'
import { GeneralPage } from './general-page.tsx'

const numberMax = 900_000_000

const settingsForm = (strings: Strings) =>
  z.strictObject({
    version: formVersion(strings),
    deskName: oneLine(strings, 100).refine(name => !/\p{Cf}/u.test(name), strings.settings.deskNameWrong),
    timeZone: z.string().trim().max(60).refine(isTimeZone, strings.generalSettings.timeZoneWrong),
    ticketPrefix: z
      .string()
      .trim()
      .min(1, strings.form.required)
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}#_./-]{0,19}$/u, strings.generalSettings.ticketPrefixWrong)
      .refine(prefix => !/\p{N}$/u.test(prefix), strings.generalSettings.ticketPrefixWrong),
    nextTicketNumber: wholeNumber(strings, 1, numberMax),
    shownTicketNumber: wholeNumber(strings, 1, numberMax),
    autoCloseHours: wholeNumber(strings, 1, autoCloseHoursMax),
    mailIn: checkbox(strings),
    unknownSenders: choice(strings, unknownSenderPolicies),
    fromName: oneLine(strings, 100),
    clientNotifications: checkbox(strings),
    portalEnabled: checkbox(strings),
    newTicketAddress: z
      .string()
      .trim()
      .toLowerCase()
      .transform(address => (address === '' ? null : address))
      .pipe(z.email(strings.signIn.emailInvalid).max(254, strings.form.tooLong(254)).nullable()),
    currency: z.string().trim().toUpperCase().refine(isCurrency, strings.generalSettings.currencyWrong),
    defaultBillable: checkbox(strings),
  })

/** Hangs up the settings that are single values. */
export function hangSettings(door: ConsoleDoor): void {
  door.get(routes.settings, 'settings:read', async visit => {
    const settings = await readSettings(visit.desk, visit.agent)
    return show(visit, { state: freshForm(valuesOf(settings)), status: 200 })
  })

  door.post(routes.settings, 'settings:write', async (visit, form) => {
    const { desk, agent, strings, c } = visit
    const parsed = parseForm(settingsForm(strings), form)
    if (!parsed.ok) return show(visit, { state: parsed.state, status: 400 })
    const { version, nextTicketNumber, shownTicketNumber, ...rest } = parsed.data
    // The number goes up by itself meanwhile: it is changed where its field was, and by that alone.
    const changes = nextTicketNumber === shownTicketNumber ? rest : { ...rest, nextTicketNumber }
    const done = await attempt(changeSettings(desk, agent, changes, version))
    if (!(done instanceof DeskError)) return c.redirect(routes.settings.href({}, { saved: 1 }), 303)
    if (done.kind !== 'conflict') return show(visit, refusal(strings, form, done))
    const now = await readSettings(desk, agent)
    const state = await overtakenForm(visit, form, { resource: 'settings', version: now.version })
    return show(visit, { state, status: 409 })
  })
}

function show({ c, view }: Visit, { state, status }: Refusal | { state: Refusal['state']; status: 200 }) {
  return answerPage(c, <GeneralPage view={view} form={state} saved={c.req.query('saved') === '1'} />, status)
}

function valuesOf(settings: DeskSettings): Record<string, string> {
  return {
    version: String(settings.version),
    deskName: settings.deskName,
    timeZone: settings.timeZone,
    ticketPrefix: settings.ticketPrefix,
    nextTicketNumber: String(settings.nextTicketNumber),
    shownTicketNumber: String(settings.nextTicketNumber),
    autoCloseHours: String(settings.autoCloseHours),
    unknownSenders: settings.unknownSenders,
    fromName: settings.fromName,
    newTicketAddress: settings.newTicketAddress ?? '',
    currency: settings.currency,
    ...checked('mailIn', settings.mailIn),
    ...checked('clientNotifications', settings.clientNotifications),
    ...checked('portalEnabled', settings.portalEnabled),
    ...checked('defaultBillable', settings.defaultBillable),
  }
}
