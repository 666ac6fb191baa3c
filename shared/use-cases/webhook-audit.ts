import type { Webhook } from '../domain/webhook.ts'

/** What the audit log keeps of a webhook: everything but what its secrets are made from. */
export function auditedWebhook(webhook: Webhook): object {
  const { secretSeed: _seed, previousSecret, ...rest } = webhook
  return { ...rest, ...(previousSecret === undefined ? {} : { previousSecretUntil: previousSecret.until }) }
}
