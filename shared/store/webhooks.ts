import type { Webhook } from '../domain/webhook.ts'
import type { Table, Write } from '../runtime/table.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { directories, keys } from './keys.ts'
import { itemOf, listedIn, recordOf } from './records.ts'

export async function readWebhook(table: Table, id: string): Promise<Webhook | undefined> {
  const item = await table.get(keys.webhook(id))
  return item && recordOf<Webhook>(item)
}

/** By name. */
export function listWebhooks(table: Table, page: PageRequest): Promise<RecordPage<Webhook>> {
  return listDirectory<Webhook>(table, directories.webhooks, page)
}

/** Every webhook of the desk. */
export async function readAllWebhooks(table: Table): Promise<Webhook[]> {
  const all: Webhook[] = []
  let after: Record<string, unknown> | undefined
  do {
    const page = await listWebhooks(table, { limit: 100, ...(after === undefined ? {} : { after }) })
    all.push(...page.records)
    after = page.next
  } while (after !== undefined)
  return all
}

export function createWebhook(webhook: Webhook): Write {
  return { put: itemOfWebhook(webhook), onlyIf: { absent: true } }
}

/** Replaces a webhook as it was read; `version.stale` if anybody wrote to it since. */
export function saveWebhook(before: Webhook, after: Webhook): Write {
  return {
    put: itemOfWebhook(after),
    onlyIf: { equals: { version: before.version } },
    otherwise: 'version.stale',
  }
}

export function deleteWebhook(webhook: Webhook): Write {
  return {
    delete: keys.webhook(webhook.id),
    onlyIf: { equals: { version: webhook.version } },
    otherwise: 'version.stale',
  }
}

function itemOfWebhook(webhook: Webhook) {
  return itemOf(
    keys.webhook(webhook.id),
    'webhook',
    webhook,
    listedIn(directories.webhooks, webhook.name, webhook.id),
  )
}
