import type { ApiKey } from '../domain/people.ts'
import type { Table, Write } from '../runtime/table.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { apiKeyIdOf, directories, keys, sha256 } from './keys.ts'
import { itemOf, listedIn, recordOf } from './records.ts'

type Stored = ApiKey & { secretSha256: string }

/** The key a secret belongs to; only the secret's hash is stored. */
export async function readApiKey(table: Table, secret: string): Promise<ApiKey | undefined> {
  const item = await table.get(keys.apiKey(apiKeyIdOf(secret)))
  if (item === undefined || item.secretSha256 !== sha256(secret)) return undefined
  return withoutHash(recordOf<Stored>(item))
}

export async function readApiKeyById(table: Table, id: string): Promise<ApiKey | undefined> {
  const item = await table.get(keys.apiKey(id))
  return item && withoutHash(recordOf<Stored>(item))
}

/** By name. */
export async function listApiKeys(table: Table, page: PageRequest): Promise<RecordPage<ApiKey>> {
  const { records, ...rest } = await listDirectory<Stored>(table, directories.apiKeys, page)
  return { records: records.map(withoutHash), ...rest }
}

export function createApiKey(key: ApiKey, secret: string): Write {
  return {
    put: itemOf(keys.apiKey(key.id), 'api-key', key, {
      secretSha256: sha256(secret),
      ...listedIn(directories.apiKeys, key.name, key.id),
    }),
    onlyIf: { absent: true },
  }
}

/** Writes what changed; the secret's hash stays. */
export function saveApiKey(before: ApiKey, after: ApiKey): Write {
  const { id, name, expiresAt, itflow, ratePerMinute, version } = after
  return {
    update: keys.apiKey(id),
    set: { name, expiresAt, itflow, ratePerMinute, version, ...listedIn(directories.apiKeys, name, id) },
    ...(expiresAt === undefined ? { remove: ['expiresAt'] } : {}),
    onlyIf: { equals: { version: before.version } },
    otherwise: 'version.stale',
  }
}

export function deleteApiKey({ id, version }: ApiKey): Write {
  return { delete: keys.apiKey(id), onlyIf: { equals: { version } }, otherwise: 'version.stale' }
}

function withoutHash({ secretSha256: _hash, ...key }: Stored): ApiKey {
  return key
}
