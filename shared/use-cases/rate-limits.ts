import { type Allowance, leaseOf, minuteOf, secondsLeftIn } from '../domain/rate-limit.ts'
import type { Desk } from '../runtime/desk.ts'
import { takeFrom } from '../store/rate-windows.ts'

interface Lease {
  minute: string
  /** Requests that this instance may still serve without asking the table. */
  left: number
  /** Requests of the minute that are given out, to any instance, as far as this one knows. */
  taken: number
  pending?: Promise<void>
}

/**
 * Counts the requests of each API key in each minute, over all instances of a function. An instance leases some
 * from the key's counter in the table and serves them without another write: never more than the limit are
 * served, and what an instance leased and did not use is lost to the others until the minute ends.
 */
export class RateLimits {
  readonly #desk: Desk
  readonly #leases = new Map<string, Lease>()

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** Counts one request. A counter that cannot be written lets it pass: the limit is no reason for an outage. */
  async count(keyId: string, limit: number): Promise<Allowance> {
    const at = this.#desk.now()
    const lease = this.#leaseFor(keyId, minuteOf(at))
    while (lease.left === 0 && lease.taken < limit) {
      lease.pending ??= this.#renew(keyId, lease, { limit, at }).finally(() => {
        delete lease.pending
      })
      await lease.pending
    }
    const isOver = lease.left === 0
    if (!isOver) lease.left -= 1
    const remaining = Math.max(0, limit - lease.taken) + lease.left
    return { limit, remaining, resetSeconds: secondsLeftIn(at), isOver }
  }

  #leaseFor(keyId: string, minute: string): Lease {
    const known = this.#leases.get(keyId)
    if (known?.minute === minute) return known
    for (const [id, { minute: past }] of this.#leases) if (past !== minute) this.#leases.delete(id)
    const fresh = { minute, left: 0, taken: 0 }
    this.#leases.set(keyId, fresh)
    return fresh
  }

  async #renew(keyId: string, lease: Lease, { limit, at }: { limit: number; at: string }): Promise<void> {
    const count = leaseOf(limit, lease.taken)
    try {
      const { minute } = lease
      lease.taken = await takeFrom(this.#desk.table, keyId, { window: minute, count, at })
      lease.left += Math.max(0, Math.min(count, count - (lease.taken - limit)))
    } catch (error) {
      lease.left += 1
      this.#desk.log.warn('Requests could not be counted', { keyId, why: String(error) })
    }
  }
}
