import { createHash } from 'node:crypto'
import { type DeskEvent, isForClients, type ToldType, testEventType } from './desk-event.ts'
import { secondsAfter } from './instants.ts'

/** An address outside that is told of events. */
export interface Webhook {
  id: string
  name: string
  url: string
  /** `*` is every event. */
  events: (ToldType | '*')[]
  /** Absent: every client, and what is internal. */
  clientIds?: string[]
  active: boolean
  /** Why the desk itself switched it off. */
  switchedOff?: { at: string; why: string }
  /** What the secret is made from, together with a key that the table does not hold. */
  secretSeed: string
  /** The secret before the present one is good too, until then. */
  previousSecret?: { seed: string; until: string }
  createdAt: string
  version: number
}

/** One event on its way to one webhook. */
export interface Delivery {
  id: string
  webhookId: string
  event: DeskEvent
  state: 'waiting' | 'sending' | 'delivered' | 'failed'
  attempts: number
  /** What came of each try, oldest first. */
  tries: DeliveryTry[]
  createdAt: string
  /** When the sweep looks at it, should nothing else have sent it by then. */
  dueAt?: string
  deliveredAt?: string
}

export interface DeliveryTry {
  at: string
  /** HTTP status; absent where there was no answer. */
  status?: number
  failure?: string
}

/** How long both secrets are good after a new one was made. */
export const secretOverlapHours = 24
/** How long a sender may take before the delivery counts as untaken again. */
export const deliveryLeaseSeconds = 120
/** How long the wake-up may take before the sweep looks at a new delivery. */
export const deliveryWakeSeconds = 120

const minute = 60
const hour = 60 * minute
/** Seconds to wait after the first try, the second, and so on: some three days in all. */
export const retrySeconds = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const

/** Up to so much is added to a wait, so that what failed together does not come back together. */
const jitterShare = 0.2

/** When to try again after so many tries; undefined once there is no next. */
export function nextTryAt(delivery: Pick<Delivery, 'id' | 'attempts'>, now: string): string | undefined {
  const wait = retrySeconds[delivery.attempts - 1]
  if (wait === undefined) return undefined
  const [byte = 0] = createHash('sha256').update(`${delivery.id}#${delivery.attempts}`).digest()
  return secondsAfter(now, wait * (1 + (jitterShare * byte) / 255))
}

/** Whether the webhook asks for this event and may be told of it. */
export function wantsEvent(webhook: Webhook, event: DeskEvent): boolean {
  if (!webhook.active) return false
  if (!webhook.events.some(type => type === '*' || type === event.type)) return false
  return webhook.clientIds === undefined || isForClients(event, webhook.clientIds)
}

/** The same for the same webhook and event, so that a delivery is made once; sorts by the event's time. */
export function deliveryIdOf(webhookId: string, event: Pick<DeskEvent, 'id' | 'at'>): string {
  const at = Date.parse(event.at).toString(36).padStart(9, '0')
  const hash = createHash('sha256').update(`${webhookId}#${event.id}`).digest('hex')
  return `dlv_${at}${hash.slice(0, 20)}`
}

/** A delivery as it begins. */
export function newDelivery(webhook: Webhook, event: DeskEvent, now: string): Delivery {
  return {
    id: deliveryIdOf(webhook.id, event),
    webhookId: webhook.id,
    event,
    state: 'waiting',
    attempts: 0,
    tries: [],
    createdAt: now,
    dueAt: secondsAfter(now, deliveryWakeSeconds),
  }
}

/** What is sent when somebody tries a webhook out. */
export function testEvent(webhook: Webhook, id: string, at: string): DeskEvent {
  return {
    id,
    type: testEventType,
    at,
    visibility: 'public',
    about: { kind: 'webhook', id: webhook.id },
    changes: [],
  }
}

/** The seeds of the secrets that sign at an instant, the present one first. */
export function liveSeeds({ secretSeed, previousSecret }: Webhook, now: string): string[] {
  const isPreviousLive = previousSecret !== undefined && now < previousSecret.until
  return isPreviousLive ? [secretSeed, previousSecret.seed] : [secretSeed]
}
