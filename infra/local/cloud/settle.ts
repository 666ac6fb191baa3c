import type { Bell } from './settle-bell.ts'

export interface SettlingOptions {
  /** Everything that works by itself, and how to say that it has not finished. */
  parts: readonly { name: string; isDrained(): boolean }[]
  /** Rings each time a part may have finished. */
  bell: Bell
  /** When the next mail that waits in the outbox is to be tried again. */
  nextOutboxRetryAt(): Promise<string | undefined>
  /** Runs the outbox's schedule as of that time. */
  sweepOutbox(at: Date): Promise<unknown>
  /** Whether a delivery to a webhook is due now; one that waits for a later try is at rest. */
  isDeliveryDue(): Promise<boolean>
  /** Runs the webhooks' schedule. */
  wakeDeliveries(): Promise<unknown>
  now(): Date
}

export interface Settling {
  /** Waits until queues, streams and invocations are at rest; answers the names of what is not after `mostMs`. */
  drain(mostMs?: number): Promise<string[]>
  /** The same, and sends what waits for a retry; answers what could not be brought to rest. */
  settle(): Promise<string[]>
}

const outboxRoundsMax = 50
const settleMaxMs = 120_000
/** Should a part forget to ring. */
const lookEveryMs = 20

/** Brings everything to rest that one request has set in motion. */
export function openSettling({
  parts,
  bell,
  nextOutboxRetryAt,
  sweepOutbox,
  isDeliveryDue,
  wakeDeliveries,
  now,
}: SettlingOptions): Settling {
  const busy = () => parts.filter(part => !part.isDrained()).map(part => part.name)
  const drain = async (mostMs = settleMaxMs): Promise<string[]> => {
    const endsAt = performance.now() + mostMs
    while (busy().length > 0 && performance.now() < endsAt) await bell.next(lookEveryMs)
    return busy()
  }
  const settle = async (): Promise<string[]> => {
    const endsAt = performance.now() + settleMaxMs
    for (let round = 0; round < outboxRoundsMax && performance.now() < endsAt; round++) {
      const left = await drain(endsAt - performance.now())
      if (left.length > 0) return left
      const [retryAt, mayDeliver] = await Promise.all([nextOutboxRetryAt(), isDeliveryDue()])
      // The read gave others time to begin something.
      if (retryAt === undefined && !mayDeliver && busy().length === 0) return []
      if (retryAt !== undefined) await sweepOutbox(later(new Date(retryAt), now()))
      if (mayDeliver) await wakeDeliveries()
    }
    return [...(await drain()), 'outbox or deliveries']
  }
  return { drain, settle }
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other
}
