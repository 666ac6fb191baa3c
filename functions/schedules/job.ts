import type { Context } from 'aws-lambda'
import type { Desk } from '../../shared/runtime/desk.ts'

/** One scheduled job: does what is due by the desk's now, for as long as `mayGoOn` says so. */
export type Job = (desk: Desk, mayGoOn: () => boolean) => Promise<Record<string, number>>

/** Time enough to finish the work at hand and answer. */
const reserveMs = 10_000

/** Says no once the function is about to run out of time. */
export function remainingTime(context: Context): () => boolean {
  return () => context.getRemainingTimeInMillis() > reserveMs
}
