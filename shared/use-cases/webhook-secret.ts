import { createHmac } from 'node:crypto'
import { liveGenerations, type Webhook } from '../domain/webhook.ts'
import type { Desk } from '../runtime/desk.ts'

/**
 * The present secret of a webhook, `whsec_…` as Standard Webhooks writes it. It is made from the desk's signing key,
 * so that no row holds it.
 */
export async function secretOf(desk: Desk, webhook: Webhook): Promise<string> {
  return `whsec_${(await keyOf(desk, webhook.id, webhook.generation)).toString('base64')}`
}

/** What signs a message, by the specification of Standard Webhooks 1.0.0: a signature by each live secret. */
export async function signatureHeaders(
  desk: Desk,
  webhook: Webhook,
  { id, body }: { id: string; body: string },
): Promise<Record<string, string>> {
  const now = desk.now()
  const timestamp = String(Math.floor(Date.parse(now) / 1000))
  const keys = await Promise.all(
    liveGenerations(webhook, now).map(generation => keyOf(desk, webhook.id, generation)),
  )
  const signatures = keys.map(
    key => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  )
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

async function keyOf(desk: Desk, webhookId: string, generation: number): Promise<Buffer> {
  return createHmac('sha256', await desk.secrets.signingKey())
    .update(`webhook\n${webhookId}\n${generation}`)
    .digest()
}
