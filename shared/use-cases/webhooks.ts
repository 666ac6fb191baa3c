import { type Actor, assertMay, keptTo, mayKnowClient, type Permission } from '../domain/actor.ts'
import type { ToldType } from '../domain/desk-event.ts'
import { DeskError } from '../domain/errors.ts'
import { secondsAfter } from '../domain/instants.ts'
import { secretOverlapHours, type Webhook } from '../domain/webhook.ts'
import type { Desk } from '../runtime/desk.ts'
import { NotOutside } from '../runtime/outside.ts'
import type { Write } from '../runtime/table.ts'
import * as store from '../store/webhooks.ts'
import { recordAudit } from './audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitEffect } from './effect.ts'
import { assertKnownClients } from './known-clients.ts'
import { assertVersion } from './tickets.ts'
import { auditedWebhook } from './webhook-audit.ts'
import { newSeed, secretOf } from './webhook-secret.ts'

export interface WebhookInput {
  name: string
  url: string
  events: readonly (ToldType | '*')[]
  /** Absent: every client that the maker may know. */
  clientIds?: readonly string[]
  active?: boolean
}

export type WebhookChanges = Partial<Omit<WebhookInput, 'clientIds'>> & {
  /** null: every client. */
  clientIds?: readonly string[] | null
}

/** The webhooks that are wholly within the actor's clients, by name. */
export async function listWebhooks(
  desk: Desk,
  actor: Actor,
  page: CursorPage,
): Promise<{ webhooks: Webhook[]; nextCursor: string | null }> {
  assertMay(actor, 'settings:read', 'any')
  const scope = cursorScope('webhooks', actor)
  const { records, next } = await store.listWebhooks(desk.table, await openCursor(desk, scope, page))
  return {
    webhooks: records.filter(webhook => mayKnowAll(actor, webhook.clientIds)),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

export async function readWebhook(desk: Desk, actor: Actor, id: string): Promise<Webhook> {
  return await webhookFor(desk, actor, id, 'settings:read')
}

/** The webhook, if it exists and is wholly within the actor's clients; `resource.missing` alike if not. */
export async function webhookFor(
  desk: Desk,
  actor: Actor,
  id: string,
  permission: Permission,
): Promise<Webhook> {
  assertMay(actor, permission, 'any')
  const webhook = await store.readWebhook(desk.table, id)
  if (webhook === undefined || !mayKnowAll(actor, webhook.clientIds)) throw new DeskError('resource.missing')
  return webhook
}

/**
 * Makes a webhook and answers its secret; nobody has sent out what they may not read themselves. An actor who is
 * kept to some clients makes webhooks for these only. Error: `webhook.address`.
 */
export async function createWebhook(
  desk: Desk,
  actor: Actor,
  input: WebhookInput,
): Promise<{ webhook: Webhook; secret: string }> {
  assertMay(actor, 'settings:write', 'any')
  const at = desk.now()
  const clientIds = input.clientIds ?? clientIdsOf(actor)
  const webhook: Webhook = {
    id: desk.newId('whk'),
    name: input.name,
    url: input.url,
    events: [...new Set(input.events)],
    ...(clientIds === undefined ? {} : { clientIds: [...new Set(clientIds)] }),
    active: input.active ?? true,
    secretSeed: await newSeed(desk, at),
    createdAt: at,
    version: 1,
  }
  assertMaySend(actor, webhook)
  await assertKnownClients(desk, input.clientIds)
  await assertOutside(desk, webhook.url)
  const made = `webhooks/${webhook.id}`
  const audit = recordAudit(desk, actor, { resource: made, after: auditedWebhook(webhook) })
  // The claim carries the very instant that the secret is made from.
  await commitEffect({ ...desk, now: () => at }, [store.createWebhook(webhook), ...audit], made)
  return { webhook, secret: await secretOf(desk, webhook.secretSeed) }
}

/** Errors: `webhook.address`, `version.stale`. */
export async function changeWebhook(
  desk: Desk,
  actor: Actor,
  change: { id: string; changes: WebhookChanges; ifVersion?: number },
): Promise<Webhook> {
  const before = await webhookFor(desk, actor, change.id, 'settings:write')
  assertVersion(before.version, change.ifVersion)
  const { name, url, events, active, clientIds } = change.changes
  const { clientIds: clientIdsBefore, switchedOff, ...rest } = before
  const wanted = clientIds === undefined ? clientIdsBefore : (clientIds ?? clientIdsOf(actor))
  const after: Webhook = {
    ...rest,
    ...(wanted === undefined ? {} : { clientIds: [...new Set(wanted)] }),
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events: [...new Set(events)] }),
    ...(active === undefined ? {} : { active }),
    ...(switchedOff === undefined || active === true ? {} : { switchedOff }),
    version: before.version + 1,
  }
  assertMaySend(actor, after)
  await assertKnownClients(desk, clientIds)
  if (url !== undefined) await assertOutside(desk, url)
  await desk.table.commit([store.saveWebhook(before, after), ...audit(desk, actor, before, after)])
  return after
}

/** Removes a webhook; what is on its way to it is given up. */
export async function deleteWebhook(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void> {
  const webhook = await webhookFor(desk, actor, id, 'settings:write')
  assertVersion(webhook.version, ifVersion)
  await desk.table.commit([store.deleteWebhook(webhook), ...audit(desk, actor, webhook)])
}

/** Gives a webhook a new secret and answers it; for 24 hours the one before signs as well. */
export async function rotateSecret(
  desk: Desk,
  actor: Actor,
  id: string,
  ifVersion?: number,
): Promise<{ webhook: Webhook; secret: string }> {
  const before = await webhookFor(desk, actor, id, 'settings:write')
  assertVersion(before.version, ifVersion)
  const at = desk.now()
  const after: Webhook = {
    ...before,
    secretSeed: await newSeed(desk, at),
    previousSecret: { seed: before.secretSeed, until: secondsAfter(at, secretOverlapHours * 3600) },
    version: before.version + 1,
  }
  await commitEffect(
    { ...desk, now: () => at },
    [store.saveWebhook(before, after), ...audit(desk, actor, before, after)],
    `webhooks/${id}`,
  )
  return { webhook: after, secret: await secretOf(desk, after.secretSeed) }
}

/** A change, or without an `after` the removal, of a webhook for the audit log. */
function audit(desk: Desk, actor: Actor, before: Webhook, after?: Webhook): Write[] {
  return recordAudit(desk, actor, {
    resource: `webhooks/${before.id}`,
    before: auditedWebhook(before),
    ...(after === undefined ? {} : { after: auditedWebhook(after) }),
  })
}

/** What a webhook sends, its maker may read as well; `resource.missing` for what is not theirs to know. */
function assertMaySend(actor: Actor, { events, clientIds }: Webhook): void {
  assertMay(actor, 'tickets:read', 'any')
  if (events.some(type => !type.startsWith('ticket.'))) assertMay(actor, 'clients:read', 'any')
  if (!mayKnowAll(actor, clientIds)) throw new DeskError('resource.missing')
}

async function assertOutside(desk: Desk, url: string): Promise<void> {
  try {
    await desk.outside.check(url)
  } catch (error) {
    if (!(error instanceof NotOutside)) throw error
    throw new DeskError('webhook.address', `The URL ${error.message}.`, [
      { pointer: '/url', message: error.message },
    ])
  }
}

/** Whether everything that belongs to these clients, or to all for none named, is the actor's to know. */
function mayKnowAll(actor: Actor, clientIds: readonly string[] | undefined): boolean {
  return clientIds === undefined
    ? mayKnowClient(actor, undefined)
    : clientIds.every(id => mayKnowClient(actor, id))
}

function clientIdsOf(actor: Actor): readonly string[] | undefined {
  return keptTo(actor)
}
