import type { SuppressionReason } from './outbox.ts'

/** An address that mail is not sent to. */
export interface SuppressedAddress {
  id: string
  /** In lower case. */
  address: string
  reason: Extract<SuppressionReason, 'address-bounced' | 'address-complained'>
  at: string
  /** Absent for a contact's: until somebody lets mail go out again. */
  until?: string
}

/** Whether mail is stopped still: rows outlive their time a little. */
export function isStopped(
  stop: Pick<SuppressedAddress, 'until'> | undefined,
  now: string,
): stop is SuppressedAddress {
  return stop !== undefined && (stop.until === undefined || stop.until > now)
}
