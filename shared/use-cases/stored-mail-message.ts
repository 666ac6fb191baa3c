import type { Person } from '../domain/timeline.ts'

/** Names a mail that is stored already to whoever takes mail in. */
export interface StoredMailMessage {
  mailKey: string
  storedAt: string
  /** Who wants it decided anew; absent where it is only to be taken in if nothing did so far. */
  askedBy?: Person
}

/** The message in the envelope that SNS puts around receipts, which wait in the same queue. */
export function storedMailMessage(message: StoredMailMessage): string {
  return JSON.stringify({
    Type: 'Notification',
    Message: JSON.stringify({ notificationType: 'Stored', ...message }),
  })
}
