/** Requests that an API key may make in a minute unless it says otherwise. */
export const ratePerMinuteDefault = 1_200
export const ratePerMinuteMax = 60_000

export const windowSeconds = 60

/** How a caller stands in the present minute. */
export interface Allowance {
  limit: number
  /** Requests that are left of it. */
  remaining: number
  /** Until the next minute begins; 1 at least. */
  resetSeconds: number
  /** This request is one too many. */
  isOver: boolean
}

/** The minute that an instant falls into: `2026-11-25T10:28`. */
export function minuteOf(at: string): string {
  return at.slice(0, 16)
}

export function secondsLeftIn(at: string): number {
  return windowSeconds - Number(at.slice(17, 19))
}

/**
 * How many requests to lease at once of a minute's limit: a sixtieth of it, so that the counter is written once a
 * second by a caller that uses the whole; towards the end ever fewer, so that what one instance leased and does
 * not use is not missed by another.
 */
export function leaseOf(limit: number, taken: number): number {
  return Math.max(1, Math.floor(Math.min(limit / 60, (limit - taken) / 10)))
}
