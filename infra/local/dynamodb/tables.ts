import {
  copiedAttributes,
  type IndexSchema,
  type KeyAttribute,
  type TableSchema,
} from '../../../shared/store/schema.ts'
import type { Database } from './database.ts'
import { act, type IndexDescription, type KeyElement, type TableDescription, validate } from './dynalite.ts'
import { dynamoDbError, validationError } from './errors.ts'
import { indexesOf, indexPrefix } from './indexes.ts'

type Request = Record<string, unknown>
type Answer = Record<string, unknown>

/** Creates the table of the schema, or throws one line when the stored one is of another schema. */
export async function ensureTable(database: Database, name: string, schema: TableSchema): Promise<void> {
  if (!database.tables.has(name)) await createTable(database, tableOf(name, schema))
  const stored = database.tables.get(name)
  const differing = schema.indexes.find(index => {
    const known = stored?.GlobalSecondaryIndexes?.find(candidate => candidate.IndexName === index.name)
    return !known || shape(known) !== shape(indexOf(schema, index))
  })
  if (differing) {
    throw new Error(
      `the stored table ${name} lacks the index ${differing.name} of this version: delete the data folder to start afresh`,
    )
  }
  if (database.expiries.attribute(name) !== schema.timeToLiveAttribute) {
    await database.expiries.configure(name, schema.timeToLiveAttribute)
  }
}

/** Creates a table, which is ready at once. */
export async function createTable(database: Database, request: Request): Promise<Answer> {
  const input = validate('CreateTable', request)
  return database.lock.run(async () => {
    if (database.tables.has(input.TableName)) {
      throw dynamoDbError('ResourceInUseException', `Table already exists: ${input.TableName}`)
    }
    const answer = await act('CreateTable', database.store, input)
    const table = answer.TableDescription as TableDescription
    database.tables.set(input.TableName, table)
    return { TableDescription: described(database, table) }
  })
}

/** Describes a table, the streamed one with its stream. */
export async function describeTable(database: Database, request: Request): Promise<Answer> {
  const table = tableFor(database, validate('DescribeTable', request).TableName)
  return { Table: described(database, table) }
}

/** The desk's own table is protected against deletion, here as on AWS. */
export async function deleteTable(database: Database, request: Request): Promise<Answer> {
  const { TableName: name } = validate('DeleteTable', request)
  return database.lock.run(async () => {
    const table = tableFor(database, name)
    if (name === database.streamedTable) {
      throw validationError(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      )
    }
    database.tables.delete(name)
    await database.level.batch([{ type: 'del', key: `table~${name}` }])
    const indexes = indexesOf(table).map(({ kind, index }) => indexPrefix(kind, name, index.IndexName))
    for (const prefix of [`item-${name}~`, ...indexes]) {
      await database.level.clear({ gt: prefix, lt: `${prefix}~` })
    }
    if (database.expiries.attribute(name)) await database.expiries.configure(name, undefined)
    return { TableDescription: { ...described(database, table), TableStatus: 'DELETING' } }
  })
}

/** Names the tables, a page at a time. */
export async function listTables(database: Database, request: Request): Promise<Answer> {
  const { ExclusiveStartTableName: start = '', Limit: limit = 100 } = validate('ListTables', request)
  const names = [...database.tables.keys()].filter(name => name > start).sort()
  const page = names.slice(0, limit)
  return { TableNames: page, ...(names.length > limit && { LastEvaluatedTableName: page.at(-1) }) }
}

/** Turns time to live on or off; what is there already expires too. */
export async function updateTimeToLive(database: Database, request: Request): Promise<Answer> {
  const { TableName: name } = validate('DescribeTimeToLive', { TableName: request.TableName })
  const asked = request.TimeToLiveSpecification as { AttributeName?: string; Enabled?: boolean } | undefined
  if (!asked?.AttributeName || typeof asked.Enabled !== 'boolean') {
    throw validationError('TimeToLiveSpecification needs an AttributeName and Enabled')
  }
  return database.lock.run(async () => {
    tableFor(database, name)
    const enabled = database.expiries.attribute(name) !== undefined
    if (enabled === asked.Enabled) {
      throw validationError(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`)
    }
    await database.expiries.configure(name, asked.Enabled ? asked.AttributeName : undefined)
    return { TimeToLiveSpecification: asked }
  })
}

/** Says whether and by which attribute items of a table expire. */
export async function describeTimeToLive(database: Database, request: Request): Promise<Answer> {
  const { TableName: name } = validate('DescribeTimeToLive', request)
  tableFor(database, name)
  const attribute = database.expiries.attribute(name)
  return {
    TimeToLiveDescription: attribute
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: attribute }
      : { TimeToLiveStatus: 'DISABLED' },
  }
}

function tableFor(database: Database, name: string): TableDescription {
  const table = database.tables.get(name)
  if (table) return table
  throw dynamoDbError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`)
}

function described(database: Database, table: TableDescription): Answer {
  if (table.TableName !== database.streamedTable) return { ...table }
  return {
    ...table,
    DeletionProtectionEnabled: true,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }
}

function tableOf(name: string, schema: TableSchema): Request {
  const indexKeys = schema.indexes.flatMap(index => [index.partitionKey, index.sortKey])
  const keys = new Map([schema.partitionKey, schema.sortKey, ...indexKeys].map(key => [key.name, key.type]))
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(schema.partitionKey, schema.sortKey),
    AttributeDefinitions: [...keys].map(([key, type]) => ({ AttributeName: key, AttributeType: type })),
    ...(schema.indexes.length > 0 && {
      GlobalSecondaryIndexes: schema.indexes.map(index => indexOf(schema, index)),
    }),
  }
}

function indexOf(schema: TableSchema, index: IndexSchema): IndexDescription {
  const copied = copiedAttributes(schema, index)
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.partitionKey, index.sortKey),
    Projection:
      copied === 'all' ? { ProjectionType: 'ALL' } : { ProjectionType: 'INCLUDE', NonKeyAttributes: copied },
  }
}

function keySchema(partition: KeyAttribute, sort: KeyAttribute): KeyElement[] {
  return [
    { AttributeName: partition.name, KeyType: 'HASH' },
    { AttributeName: sort.name, KeyType: 'RANGE' },
  ]
}

/** What must not differ between an index as stored and as the schema has it. */
function shape({ KeySchema: keys, Projection: projection }: IndexDescription): string {
  const names = keys.map(key => key.AttributeName)
  return [...names, projection.ProjectionType, ...(projection.NonKeyAttributes ?? []).toSorted()].join(' ')
}
