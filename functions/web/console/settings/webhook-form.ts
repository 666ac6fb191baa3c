import * as z from 'zod'
import { eventTypes, type ToldType } from '../../../../shared/domain/desk-event.ts'
import type { Webhook } from '../../../../shared/domain/webhook.ts'
import { checkbox, checked, formVersion, oneLine, optionalLine } from '../../form-parts.ts'
import type { Strings } from '../../strings.ts'

/** The name of the box of one event, or of `*`, every one. */
export function eventBox(event: ToldType | '*'): string {
  return `event-${event}`
}

const boxes = (strings: Strings) =>
  Object.fromEntries([...eventTypes, '*' as const].map(event => [eventBox(event), checkbox(strings)]))

const fields = (strings: Strings) => ({
  name: oneLine(strings, 100),
  url: z
    .string()
    .trim()
    .min(1, strings.form.required)
    .max(2_000, strings.form.tooLong(2_000))
    .pipe(z.url({ protocol: /^https?$/, error: strings.webhooks.urlWrong })),
  clientId: optionalLine(strings, 60),
})

/** The form of a new webhook. */
export const newWebhookForm = (strings: Strings) =>
  z.strictObject({ ...fields(strings), ...boxes(strings) }).transform((form, context) => {
    const { name, url, clientId } = form
    const events = chosenEvents(form)
    if (events.length === 0) context.addIssue(noEvents(strings))
    return { name, url, events, ...(clientId === undefined ? {} : { clientIds: [clientId] }) }
  })

/** The form of a webhook that is there; several clients of it stay what they are. */
export const webhookForm = (strings: Strings) =>
  z
    .strictObject({ ...fields(strings), ...boxes(strings), version: formVersion(strings) })
    .transform((form, context) => {
      const { name, url, clientId, version } = form
      const events = chosenEvents(form)
      if (events.length === 0) context.addIssue(noEvents(strings))
      const clientIds = clientId === undefined ? null : [clientId]
      return {
        version,
        changes: { name, url, events, ...(clientId === severalClients ? {} : { clientIds }) },
      }
    })

/** Chosen for a webhook of several clients: they stay. */
export const severalClients = 'several'

/** A webhook as its form shows it. */
export function valuesOfWebhook({ name, url, events, clientIds = [] }: Webhook): Record<string, string> {
  const [clientId = ''] = clientIds
  return {
    name,
    url,
    clientId: clientIds.length > 1 ? severalClients : clientId,
    ...Object.assign({}, ...events.map(event => checked(eventBox(event), true))),
  }
}

function chosenEvents(form: object): (ToldType | '*')[] {
  const sent = new Map<string, unknown>(Object.entries(form))
  const chosen = eventTypes.filter(event => sent.get(eventBox(event)) === true)
  return sent.get(eventBox('*')) === true ? ['*'] : chosen
}

/** The issue of a form without any event. */
function noEvents({ webhooks }: Strings) {
  return { code: 'custom' as const, path: [eventBox('*')], message: webhooks.eventsMissing }
}
