import { createHash, createHmac, randomBytes } from 'node:crypto'
import { liveSeeds, type Webhook } from '../domain/webhook.ts'
import type { Desk, IdempotentRequest } from '../runtime/desk.ts'
import { secretOfRequest } from './repeated-requests.ts'

/** A seed for a new secret; the same for the same request with an Idempotency-Key, claimed at that instant. */
export async function newSeed(desk: Desk, at: string): Promise<string> {
  return desk.request === undefined ? randomBytes(16).toString('hex') : await seedOf(desk, desk.request, at)
}

/** The secret that a request with an Idempotency-Key was told at that instant. */
export async function secretAgain(desk: Desk, request: IdempotentRequest, at: string): Promise<string> {
  return await secretOf(desk, await seedOf(desk, request, at))
}

/**
 * The secret of a seed, `whsec_…` as Standard Webhooks writes it. It is made with the desk's signing key, so that no
 * row holds it.
 */
export async function secretOf(desk: Desk, seed: string): Promise<string> {
  return `whsec_${(await keyOf(desk, seed)).toString('base64')}`
}

/** What signs a message, by the specification of Standard Webhooks 1.0.0: a signature by each live secret. */
export async function signatureHeaders(
  desk: Desk,
  webhook: Webhook,
  { id, body }: { id: string; body: string },
): Promise<Record<string, string>> {
  const now = desk.now()
  const timestamp = String(Math.floor(Date.parse(now) / 1000))
  const keys = await Promise.all(liveSeeds(webhook, now).map(seed => keyOf(desk, seed)))
  const signatures = keys.map(
    key => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  )
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

/** The row holds the seed, which must say nothing of what it was made from. */
async function seedOf(desk: Desk, request: IdempotentRequest, at: string): Promise<string> {
  const secret = await secretOfRequest(desk, 'webhook', request, at)
  return createHash('sha256').update(secret).digest('hex').slice(0, 32)
}

async function keyOf(desk: Desk, seed: string): Promise<Buffer> {
  return createHmac('sha256', await desk.secrets.signingKey())
    .update(`webhook\n${seed}`)
    .digest()
}
