/** What the doors need to know of the desk itself, told by its use cases. */
export interface LocalHooks {
  /** A fresh sign-in link of the demo admin. */
  signInLink(): Promise<string>
  /** What became of a stored mail; undefined while nothing has. */
  outcomeOfMail(key: string): Promise<{ outcome: string; reason?: string; ticket?: number } | undefined>
  /** When the next mail that waits in the outbox is to be tried again, ISO 8601. */
  nextOutboxRetryAt(): Promise<string | undefined>
  /** Whether a delivery to a webhook is due now. */
  isDeliveryDue(): Promise<boolean>
}

/** For a cloud that runs without a desk. */
export const noHooks: LocalHooks = {
  signInLink: () => Promise.reject(new Error('This cloud was started without a desk')),
  outcomeOfMail: async () => undefined,
  nextOutboxRetryAt: async () => undefined,
  isDeliveryDue: async () => false,
}
