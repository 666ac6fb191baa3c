import { DeskError } from '../domain/errors.ts'
import { type Delivery, type DeliveryTry, nextTryAt, type Webhook } from '../domain/webhook.ts'
import type { Desk } from '../runtime/desk.ts'
import { claimDelivery, listDeliveries, readDelivery, replaceDelivery } from '../store/deliveries.ts'
import { readWebhook, saveWebhook } from '../store/webhooks.ts'
import { recordAudit } from './audit-log.ts'
import { eventPayload } from './event-payload.ts'
import type { DeliveryName } from './wake-deliveries.ts'
import { auditedWebhook } from './webhook-audit.ts'
import { signatureHeaders } from './webhook-secret.ts'

export type DeliveryOutcome = 'delivered' | 'postponed' | 'failed' | 'left-alone'

/**
 * Sends one delivery: claimed, sent, marked. One that somebody else has, that is done, or whose time has not come,
 * is left alone. Any 2xx is a yes; everything else is tried again for days, but for 410, which switches the webhook
 * off, as does the last try of one to which nothing else came through meanwhile.
 */
export async function deliverEvent(
  desk: Desk,
  { webhookId, deliveryId }: DeliveryName,
): Promise<DeliveryOutcome> {
  const delivery = await readDelivery(desk.table, webhookId, deliveryId)
  if (delivery === undefined || !isToBeSent(delivery, desk.now())) return 'left-alone'
  const claimed = await claimOrNone(desk, delivery)
  if (claimed === undefined) return 'left-alone'
  const webhook = await readWebhook(desk.table, webhookId)
  if (webhook === undefined || !webhook.active) {
    const why = webhook === undefined ? 'The webhook was removed.' : 'The webhook is switched off.'
    return await settle(desk, claimed, { state: 'failed', outcome: { at: desk.now(), failure: why } })
  }
  const outcome = await send(desk, webhook, claimed)
  const { status = 0 } = outcome
  if (status >= 200 && status < 300) return await settle(desk, claimed, { state: 'delivered', outcome })
  return await giveBack(desk, webhook, claimed, outcome)
}

/** A first try waits for nothing; a later one, and one that somebody has taken, for its time. */
function isToBeSent({ state, attempts, dueAt }: Delivery, now: string): boolean {
  if (state === 'waiting' && attempts === 0) return true
  return (state === 'waiting' || state === 'sending') && dueAt !== undefined && dueAt <= now
}

async function claimOrNone(desk: Desk, delivery: Delivery): Promise<Delivery | undefined> {
  try {
    return await claimDelivery(desk.table, delivery, desk.now())
  } catch (error) {
    if (error instanceof DeskError && error.kind === 'conflict') return undefined
    throw error
  }
}

async function send(desk: Desk, webhook: Webhook, { event }: Delivery): Promise<DeliveryTry> {
  const body = JSON.stringify(eventPayload(event))
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Docket-Webhooks/1',
    ...(await signatureHeaders(desk, webhook, { id: event.id, body })),
  }
  try {
    const { status } = await desk.outside.post({ url: webhook.url, headers, body })
    return { at: desk.now(), status, ...(status >= 300 ? { failure: refusalOf(status) } : {}) }
  } catch (error) {
    // Whatever keeps the address from answering: a name, a certificate, a time-out, an address of our own.
    const why = error instanceof Error ? error.message : String(error)
    return { at: desk.now(), failure: `No answer: ${why.slice(0, 200)}` }
  }
}

function refusalOf(status: number): string {
  return status < 400 ? `Redirects with ${status}; redirections are not followed` : `Answered ${status}`
}

async function giveBack(
  desk: Desk,
  webhook: Webhook,
  delivery: Delivery,
  outcome: DeliveryTry,
): Promise<DeliveryOutcome> {
  const dueAt = outcome.status === 410 ? undefined : nextTryAt(delivery, desk.now())
  if (dueAt !== undefined) return await settle(desk, delivery, { state: 'waiting', dueAt, outcome })
  const why =
    outcome.status === 410
      ? 'It answered 410: it wants no more.'
      : 'It took nothing for days, nor at the last try.'
  const isSwitchedOff = outcome.status === 410 || !(await tookOthers(desk, delivery))
  if (isSwitchedOff) await switchOff(desk, webhook, why)
  const failure = isSwitchedOff ? `${outcome.failure ?? ''}. The webhook was switched off.` : outcome.failure
  return await settle(desk, delivery, {
    state: 'failed',
    outcome: { ...outcome, ...(failure === undefined ? {} : { failure }) },
  })
}

/** Whether the webhook took anything since this delivery was made: then it is not the address that is at fault. */
async function tookOthers(desk: Desk, { webhookId, createdAt }: Delivery): Promise<boolean> {
  const { records } = await listDeliveries(desk.table, webhookId, { limit: 100 })
  return records.some(({ deliveredAt }) => deliveredAt !== undefined && deliveredAt >= createdAt)
}

async function switchOff(desk: Desk, webhook: Webhook, why: string): Promise<void> {
  const off: Webhook = {
    ...webhook,
    active: false,
    switchedOff: { at: desk.now(), why },
    version: webhook.version + 1,
  }
  try {
    const audit = recordAudit(
      desk,
      { kind: 'system', name: 'Webhooks' },
      {
        resource: `webhooks/${webhook.id}`,
        before: auditedWebhook(webhook),
        after: auditedWebhook(off),
      },
    )
    await desk.table.commit([saveWebhook(webhook, off), ...audit])
    desk.log.warn('A webhook was switched off', { webhook: webhook.id, why })
  } catch (error) {
    // Somebody is changing it right now: should it still want nothing, the next delivery says so again.
    if (!(error instanceof DeskError && error.kind === 'conflict')) throw error
  }
}

async function settle(
  desk: Desk,
  claimed: Delivery,
  { state, dueAt, outcome }: { state: Delivery['state']; dueAt?: string; outcome: DeliveryTry },
): Promise<DeliveryOutcome> {
  const { dueAt: _lease, ...rest } = claimed
  const after: Delivery = {
    ...rest,
    state,
    tries: [...claimed.tries, outcome].slice(-triesKept),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(state === 'delivered' ? { deliveredAt: outcome.at } : {}),
  }
  try {
    await desk.table.commit([replaceDelivery(claimed, after)])
  } catch (error) {
    // Taken over: whoever has it now answers for it.
    if (error instanceof DeskError && error.kind === 'conflict') return 'left-alone'
    throw error
  }
  return state === 'waiting' ? 'postponed' : state === 'delivered' ? 'delivered' : 'failed'
}

/** Of a delivery that is replayed again and again only the last tries are kept. */
const triesKept = 50
