import type { Context } from 'hono'
import { DeskError } from '../../shared/domain/errors.ts'
import {
  type Allowance,
  minuteOf,
  ratePerMinuteDefault,
  secondsLeftIn,
  windowSeconds,
} from '../../shared/domain/rate-limit.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import type { Caller } from '../../shared/use-cases/api-keys.ts'
import { RateLimits } from '../../shared/use-cases/rate-limits.ts'

/** Addresses counted at once; a flood from more of them shares one count. */
const addressesMax = 10_000

/** How often each key, and each address without one, may call in a minute. */
export class Limits {
  readonly #desk: Desk
  readonly #keys: RateLimits
  #minute = ''
  #callsByAddress = new Map<string, number>()
  #goodSecrets = new Set<string>()

  constructor(desk: Desk) {
    this.#desk = desk
    this.#keys = new RateLimits(desk)
  }

  /** Counts a request of a known key; `request.too-many` where it is one too many. */
  async countKey(c: Context, secret: string, { actor, ratePerMinute }: Caller): Promise<void> {
    this.#beginMinute()
    this.#goodSecrets.add(secret)
    if (ratePerMinute !== null) tell(c, 'key', await this.#keys.count(actor.id, ratePerMinute))
  }

  /**
   * Counts a request that carries no key, or one that is not known to be good, by where it comes from. The count
   * is this instance's own: it spares the table a read for each wrong key, and costs nothing.
   */
  countAddress(c: Context, secret?: string): void {
    const at = this.#beginMinute()
    if (secret !== undefined && this.#goodSecrets.has(secret)) return
    const address = addressOf(c)
    if (address === undefined) return
    const counted = this.#callsByAddress.size < addressesMax ? address : 'any other'
    const calls = (this.#callsByAddress.get(counted) ?? 0) + 1
    this.#callsByAddress.set(counted, calls)
    tell(c, 'address', {
      limit: ratePerMinuteDefault,
      remaining: Math.max(0, ratePerMinuteDefault - calls),
      resetSeconds: secondsLeftIn(at),
      isOver: calls > ratePerMinuteDefault,
    })
  }

  #beginMinute(): string {
    const at = this.#desk.now()
    if (minuteOf(at) !== this.#minute) {
      this.#minute = minuteOf(at)
      this.#callsByAddress = new Map()
      this.#goodSecrets = new Set()
    }
    return at
  }
}

const limits = new WeakMap<Desk, Limits>()

/** The limits of a desk, as this instance of the function counts them. */
export function limitsOf(desk: Desk): Limits {
  const known = limits.get(desk) ?? new Limits(desk)
  limits.set(desk, known)
  return known
}

/** draft-ietf-httpapi-ratelimit-headers-10 */
function tell(c: Context, policy: string, { limit, remaining, resetSeconds, isOver }: Allowance): void {
  c.header('RateLimit-Policy', `"${policy}";q=${limit};w=${windowSeconds}`)
  c.header('RateLimit', `"${policy}";r=${remaining};t=${resetSeconds}`)
  if (!isOver) return
  c.header('Retry-After', String(resetSeconds))
  throw new DeskError('request.too-many', `At most ${limit} requests a minute; wait ${resetSeconds} s.`)
}

/**
 * The caller's address: what CloudFront saw, which API Gateway puts CloudFront's own address behind. Who calls
 * API Gateway around CloudFront can claim any, and meets its throttle all the same.
 */
function addressOf(c: Context): string | undefined {
  const seen = c.req.header('x-forwarded-for')?.split(',') ?? []
  return (seen.at(-2) ?? seen.at(-1))?.trim()
}
