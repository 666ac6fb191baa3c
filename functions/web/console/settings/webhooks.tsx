import * as z from 'zod'
import { DeskError } from '../../../../shared/domain/errors.ts'
import type { Webhook } from '../../../../shared/domain/webhook.ts'
import {
  listDeliveries,
  readDelivery,
  replayDelivery,
  testWebhook,
} from '../../../../shared/use-cases/webhook-deliveries.ts'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  readWebhook,
  rotateSecret,
} from '../../../../shared/use-cases/webhooks.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../../door.ts'
import { attempt, parseForm, type RawForm } from '../../form.ts'
import { formVersion } from '../../form-parts.ts'
import { type Refusal, refusal } from '../../refusal.ts'
import { routes } from '../../routes.ts'
import { freshForm } from '../../ui/form-state.ts'
import { clientOptions } from '../options.ts'
import { overtakenForm } from '../overtaken.ts'
import { DeliveryPage } from './delivery-page.tsx'
import { newWebhookForm, valuesOfWebhook, webhookForm } from './webhook-form.ts'
import { NewWebhookPage, WebhookPage, WebhookSecretPage, WebhooksPage } from './webhook-pages.tsx'

const webhooksOnPage = 50
const deliveriesOnPage = 25

const versionForm = (visit: Visit) => z.strictObject({ version: formVersion(visit.strings) })
const switchForm = (visit: Visit) => versionForm(visit).extend({ active: z.enum(['true', 'false']) })
const nothing = z.strictObject({})

/** Hangs up the webhooks, their secrets, and the log of what each was sent. */
export function hangWebhooks(door: ConsoleDoor): void {
  door.get(routes.webhooks, 'settings:write', async ({ desk, c, agent, view }) => {
    const cursor = c.req.query('cursor')
    const page = await listWebhooks(desk, agent, { limit: webhooksOnPage, ...(cursor ? { cursor } : {}) })
    return answerPage(c, <WebhooksPage view={view} {...page} saved={c.req.query('saved') === '1'} />)
  })

  door.get(routes.newWebhook, 'settings:write', visit => showNew(visit, { state: freshForm(), status: 200 }))

  door.post(routes.webhooks, 'settings:write', async (visit, form) => {
    const { desk, agent, c, view, strings } = visit
    const parsed = parseForm(newWebhookForm(strings), form)
    if (!parsed.ok) return await showNew(visit, { state: parsed.state, status: 400 })
    const done = await attempt(createWebhook(desk, agent, parsed.data))
    if (done instanceof DeskError) return await showNew(visit, refusal(strings, form, done))
    return answerPage(c, <WebhookSecretPage view={view} {...done} />, 201)
  })

  door.get(routes.webhook, 'settings:write', async visit => {
    const webhook = await webhookOf(visit)
    return await show(visit, webhook, { state: freshForm(valuesOfWebhook(webhook)), status: 200 })
  })

  door.post(routes.webhook, 'settings:write', async (visit, form) => {
    const { desk, agent, strings } = visit
    const before = await webhookOf(visit)
    const parsed = parseForm(webhookForm(strings), form)
    if (!parsed.ok) return await show(visit, before, { state: parsed.state, status: 400 })
    const { version, changes } = parsed.data
    const done = await attempt(changeWebhook(desk, agent, { id: before.id, changes, ifVersion: version }))
    if (!(done instanceof DeskError)) return toWebhook(visit, { saved: 1 })
    if (done.kind !== 'conflict') return await show(visit, before, refusal(strings, form, done))
    return await showOvertaken(visit, form)
  })

  door.post(routes.webhookSwitch, 'settings:write', async (visit, form) => {
    const { version, active } = sent(switchForm(visit), form)
    const id = idOf(visit)
    const changes = { active: active === 'true' }
    const done = await attempt(changeWebhook(visit.desk, visit.agent, { id, changes, ifVersion: version }))
    return done instanceof DeskError ? await showOvertaken(visit) : toWebhook(visit, { saved: 1 })
  })

  door.post(routes.webhookSecret, 'settings:write', async (visit, form) => {
    const { version } = sent(versionForm(visit), form)
    const done = await attempt(rotateSecret(visit.desk, visit.agent, idOf(visit), version))
    if (done instanceof DeskError) return await showOvertaken(visit)
    return answerPage(visit.c, <WebhookSecretPage view={visit.view} {...done} />)
  })

  door.post(routes.webhookTest, 'settings:write', async (visit, form) => {
    sent(nothing, form)
    const done = await attempt(testWebhook(visit.desk, visit.agent, idOf(visit)))
    if (!(done instanceof DeskError)) return toWebhook(visit, { tested: 1 })
    return await showOff(visit)
  })

  door.post(routes.removeWebhook, 'settings:write', async (visit, form) => {
    const { version } = sent(versionForm(visit), form)
    const done = await attempt(deleteWebhook(visit.desk, visit.agent, idOf(visit), version))
    if (done instanceof DeskError) return await showOvertaken(visit)
    return visit.c.redirect(routes.webhooks.href({}, { saved: 1 }), 303)
  })

  door.get(routes.delivery, 'settings:write', async visit => {
    const { desk, agent, c, view } = visit
    const [webhook, delivery] = await Promise.all([
      webhookOf(visit),
      readDelivery(desk, agent, idOf(visit), c.req.param('deliveryId') ?? ''),
    ])
    const replayed = c.req.query('replayed') === '1'
    return answerPage(
      c,
      <DeliveryPage view={view} webhook={webhook} delivery={delivery} replayed={replayed} />,
    )
  })

  door.post(routes.replayDelivery, 'settings:write', async (visit, form) => {
    sent(nothing, form)
    const { desk, agent, c } = visit
    const [webhookId, deliveryId] = [idOf(visit), c.req.param('deliveryId') ?? '']
    const done = await attempt(replayDelivery(desk, agent, webhookId, deliveryId))
    if (done instanceof DeskError && done.code === 'webhook.inactive') return await showOff(visit)
    // One that is being sent at this moment is on its way as well.
    return c.redirect(routes.delivery.href({ webhookId, deliveryId }, { replayed: 1 }), 303)
  })
}

async function showNew(visit: Visit, { state, status }: Refusal | { state: Refusal['state']; status: 200 }) {
  const clients = await clientOptions(visit)
  return answerPage(visit.c, <NewWebhookPage view={visit.view} form={state} clients={clients} />, status)
}

async function show(
  visit: Visit,
  webhook: Webhook,
  { state, status }: Refusal | { state: Refusal['state']; status: 200 },
) {
  const { desk, agent, c, view } = visit
  const cursor = c.req.method === 'GET' ? c.req.query('cursor') : undefined
  const [clients, log] = await Promise.all([
    clientOptions(visit),
    listDeliveries(desk, agent, webhook.id, { limit: deliveriesOnPage, ...(cursor ? { cursor } : {}) }),
  ])
  const { saved, tested } = c.req.query()
  return answerPage(
    c,
    <WebhookPage
      view={view}
      webhook={webhook}
      form={state}
      clients={clients}
      log={log}
      saved={saved === '1'}
      tested={tested === '1'}
    />,
    status,
  )
}

/** The webhook as somebody else left it, under what was typed; what was pressed alone can be pressed again. */
async function showOvertaken(visit: Visit, form?: RawForm) {
  const webhook = await webhookOf(visit)
  const { id, version } = webhook
  const typed = form ?? valuesOfWebhook(webhook)
  const state = await overtakenForm(visit, typed, { resource: `webhooks/${id}`, version })
  return await show(visit, webhook, { state, status: 409 })
}

async function showOff(visit: Visit) {
  const webhook = await webhookOf(visit)
  const state = { ...freshForm(valuesOfWebhook(webhook)), message: visit.strings.webhooks.isOff }
  return await show(visit, webhook, { state, status: 409 })
}

/** What a form of buttons alone sends; nobody gets a wrong one by typing. */
function sent<T>(schema: z.ZodType<T>, form: RawForm): T {
  const parsed = parseForm(schema, form)
  if (!parsed.ok) throw new DeskError('request.malformed')
  return parsed.data
}

function toWebhook(visit: Visit, query: Record<string, number>) {
  return visit.c.redirect(routes.webhook.href({ webhookId: idOf(visit) }, query), 303)
}

function webhookOf(visit: Visit): Promise<Webhook> {
  return readWebhook(visit.desk, visit.agent, idOf(visit))
}

function idOf({ c }: Visit): string {
  return c.req.param('webhookId') ?? ''
}
