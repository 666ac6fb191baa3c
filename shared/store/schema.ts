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

/** What a row of any ticket list shows: some 400 bytes, so that 50 rows cost 2.5 read units. */
const ticketRow = [
  'ticketNumber',
  'prefix',
  'subject',
  'status',
  'priority',
  'clientId',
  'clientName',
  'contactId',
  'contactName',
  'assigneeId',
  'assigneeName',
  'source',
  'createdAt',
  'updatedAt',
  'lastReplyBy',
  'mergedInto',
  'tags',
  'version',
] as const

export const tableSchema = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
  timeToLiveAttribute: 'expiresAtSeconds',
  stream: 'NEW_AND_OLD_IMAGES',
  indexes: [
    /** Every ticket, newest first; write-sharded, see `ticketShard`. */
    {
      name: 'tickets',
      partitionKey: { name: 'ticketShard', type: 'S' },
      sortKey: { name: 'ticketNumber', type: 'N' },
      projection: ticketRow,
    },
    /** Tickets of one status, last touched first. */
    {
      name: 'tickets-by-status',
      partitionKey: { name: 'statusShard', type: 'S' },
      sortKey: { name: 'updatedAt', type: 'S' },
      projection: ticketRow,
    },
    {
      name: 'tickets-by-client',
      partitionKey: { name: 'clientId', type: 'S' },
      sortKey: { name: 'ticketNumber', type: 'N' },
      projection: ticketRow,
    },
    {
      name: 'tickets-by-contact',
      partitionKey: { name: 'contactId', type: 'S' },
      sortKey: { name: 'ticketNumber', type: 'N' },
      projection: ticketRow,
    },
    {
      name: 'tickets-by-assignee',
      partitionKey: { name: 'assigneeId', type: 'S' },
      sortKey: { name: 'ticketNumber', type: 'N' },
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
