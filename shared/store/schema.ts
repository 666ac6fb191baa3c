/**
 * The single table as data: read by the CDK stack that creates it on AWS and by the local stack that creates
 * it on this machine, so that the two cannot differ.
 */
export interface IndexSchema {
  name: string
  partitionKey: KeyAttribute
  sortKey: KeyAttribute
  /** `all`, or the attributes copied into the index besides the keys. */
  projection: 'all' | readonly string[]
}

export interface KeyAttribute {
  name: string
  type: 'S' | 'N'
}

export interface TableSchema {
  partitionKey: KeyAttribute
  sortKey: KeyAttribute
  /** Epoch seconds; the engine deletes the item within days of it. */
  timeToLiveAttribute: string
  stream: 'NEW_AND_OLD_IMAGES'
  indexes: readonly IndexSchema[]
}

/**
 * What a row of any ticket list shows: some 400 bytes, so that 50 rows cost 2.5 read units. DynamoDB counts each
 * copied name once per index, 100 in all, so what no index has as its key is one attribute, `row`.
 */
const ticketRow = ['row', 'clientId', 'contactId', 'assigneeId', 'updatedAt', 'version'] as const

/** Live tickets before closed ones, newest first, read backwards; see `listOrderOf`. */
const byListOrder = { sortKey: { name: 'listOrder', type: 'N' }, projection: ticketRow } as const

export const tableSchema = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
  timeToLiveAttribute: 'expiresAtSeconds',
  stream: 'NEW_AND_OLD_IMAGES',
  indexes: [
    /** Every ticket by its number; write-sharded, see `ticketShards`. */
    {
      name: 'tickets',
      partitionKey: { name: 'ticketShard', type: 'S' },
      sortKey: { name: 'ticketNumber', type: 'N' },
      projection: ticketRow,
    },
    /** Tickets of one status, by when they were last touched. */
    {
      name: 'tickets-by-status',
      partitionKey: { name: 'statusShard', type: 'S' },
      sortKey: { name: 'updatedAt', type: 'S' },
      projection: ticketRow,
    },
    { name: 'tickets-by-priority', partitionKey: { name: 'priorityShard', type: 'S' }, ...byListOrder },
    { name: 'tickets-by-client', partitionKey: { name: 'clientId', type: 'S' }, ...byListOrder },
    { name: 'tickets-by-contact', partitionKey: { name: 'contactId', type: 'S' }, ...byListOrder },
    { name: 'tickets-by-assignee', partitionKey: { name: 'assigneeId', type: 'S' }, ...byListOrder },
    /** Live tickets that should be done by a time, soonest first. Sparse. */
    {
      name: 'tickets-by-due',
      partitionKey: { name: 'dueShard', type: 'S' },
      sortKey: { name: 'dueOrder', type: 'S' },
      projection: ticketRow,
    },
    /** Work that falls due: auto-close, outbox retries, recurring tickets. Sparse. */
    {
      name: 'due',
      partitionKey: { name: 'dueBucket', type: 'S' },
      sortKey: { name: 'dueAt', type: 'S' },
      projection: ['dueKind'],
    },
    /** Everything kept in small named lists: clients, a client's contacts, agents, API keys, quarantine. */
    {
      name: 'directory',
      partitionKey: { name: 'directory', type: 'S' },
      sortKey: { name: 'directoryOrder', type: 'S' },
      projection: 'all',
    },
  ],
} as const satisfies TableSchema

/**
 * The attributes an index copies besides its keys and the table's, which are in it anyway: DynamoDB counts 100
 * named ones over all indexes.
 */
export function copiedAttributes(
  schema: TableSchema,
  { projection, ...index }: IndexSchema,
): string[] | 'all' {
  if (projection === 'all') return 'all'
  const keys = [schema.partitionKey, schema.sortKey, index.partitionKey, index.sortKey].map(
    ({ name }) => name,
  )
  return projection.filter(attribute => !keys.includes(attribute))
}
