import type { Database } from './database.ts'
import {
  type BatchInput,
  type BatchReads,
  type BatchWrite,
  type Input,
  type Item,
  validate,
} from './dynalite.ts'
import { AwsError, dynamoDbError, validationError } from './errors.ts'
import type { Change } from './indexes.ts'
import * as tables from './tables.ts'
import { transactGet, transactWrite } from './transactions.ts'
import { type Consumption, itemSize, readUnits, writeUnits } from './units.ts'

const batchGetBytesMax = 16 * 1024 * 1024

type Request = Record<string, unknown>
type Answer = Record<string, unknown>
type Operation = (database: Database, request: Request, consumption: Consumption) => Promise<Answer>

/** Every operation this machine's DynamoDB serves, by its name on the wire. */
export const operations: Readonly<Record<string, Operation>> = {
  GetItem: getItem,
  Query: (database, request, consumption) => queryOrScan('Query', database, request, consumption),
  Scan: (database, request, consumption) => queryOrScan('Scan', database, request, consumption),
  BatchGetItem: batchGet,
  TransactGetItems: transactGet,
  PutItem: (database, request, consumption) => writeItem('PutItem', database, request, consumption),
  UpdateItem: (database, request, consumption) => writeItem('UpdateItem', database, request, consumption),
  DeleteItem: (database, request, consumption) => writeItem('DeleteItem', database, request, consumption),
  BatchWriteItem: batchWrite,
  TransactWriteItems: transactWrite,
  CreateTable: tables.createTable,
  DescribeTable: tables.describeTable,
  DeleteTable: tables.deleteTable,
  ListTables: tables.listTables,
  UpdateTimeToLive: tables.updateTimeToLive,
  DescribeTimeToLive: tables.describeTimeToLive,
}

async function getItem(database: Database, request: Request, consumption: Consumption): Promise<Answer> {
  const { input, detail } = check('GetItem', request)
  const workspace = database.workspace()
  const answer = await workspace.read('GetItem', input)
  addRead(consumption, input.TableName, 'table', sizeOf(workspace.found), input.ConsistentRead)
  return withCapacity(answer, consumption, detail)
}

async function queryOrScan(
  operation: 'Query' | 'Scan',
  database: Database,
  request: Request,
  consumption: Consumption,
): Promise<Answer> {
  const { input, detail } = check(operation, request)
  const workspace = database.workspace()
  const answer = await workspace.read(operation, input)
  // What is billed is what was read, before any filter; the stream ran ahead of the last row read.
  const read = workspace.streamed.slice(0, Number(answer.ScannedCount))
  const bytes = read.reduce((total, row) => total + itemSize(row), 0)
  addRead(consumption, input.TableName, input.IndexName ?? 'table', bytes, input.ConsistentRead)
  return withCapacity(answer, consumption, detail)
}

/** Each item by itself as GetItem reads it; the answer is in no promised order, so in the reverse of the asked. */
async function batchGet(database: Database, request: Request, consumption: Consumption): Promise<Answer> {
  const input = validate<BatchInput<BatchReads>>('BatchGetItem', request)
  const responses: Record<string, unknown[]> = {}
  const unprocessed: Record<string, object> = {}
  const workspace = database.workspace()
  for (const table of Object.keys(input.RequestItems)) workspace.table(table)
  let bytes = 0
  for (const [table, reads] of Object.entries(input.RequestItems)) {
    const { Keys: keys, _projection, ...asked } = reads
    const items: unknown[] = []
    responses[table] = items
    for (const [position, key] of keys.entries()) {
      if (bytes >= batchGetBytesMax) {
        unprocessed[table] = { ...asked, Keys: keys.slice(position) }
        break
      }
      const { Item: item } = await workspace.read('GetItem', {
        ...asked,
        _projection,
        TableName: table,
        Key: key,
      })
      bytes += sizeOf(workspace.found)
      addRead(consumption, table, 'table', sizeOf(workspace.found), reads.ConsistentRead)
      if (item) items.unshift(item)
    }
  }
  const capacities = consumption.capacities(input.ReturnConsumedCapacity)
  const capacity = capacities && { ConsumedCapacity: capacities }
  return { Responses: responses, UnprocessedKeys: unprocessed, ...capacity }
}

async function writeItem(
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem',
  database: Database,
  request: Request,
  consumption: Consumption,
): Promise<Answer> {
  const answersItem = request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
  const { input, detail } = check(operation, request)
  return database.lock.run(async () => {
    const workspace = database.workspace()
    try {
      const answer = await workspace.write(operation, input)
      for (const change of workspace.changes) addWrite(consumption, change)
      await database.commit(workspace)
      return withCapacity(answer, consumption, detail)
    } catch (error) {
      if (!(error instanceof AwsError) || !error.type.endsWith('#ConditionalCheckFailedException'))
        throw error
      // A failed condition is billed by the item it failed on.
      consumption.add(input.TableName, 'table', { wru: writeUnits(workspace.found, undefined) })
      const details = answersItem && workspace.found ? { Item: workspace.found } : {}
      throw dynamoDbError('ConditionalCheckFailedException', error.message, details)
    }
  })
}

async function batchWrite(database: Database, request: Request, consumption: Consumption): Promise<Answer> {
  const input = validate<BatchInput<BatchWrite[]>>('BatchWriteItem', request)
  return database.lock.run(async () => {
    const workspace = database.workspace()
    const seen = new Set<string>()
    for (const [table, writes] of Object.entries(input.RequestItems)) {
      for (const { PutRequest: put, DeleteRequest: remove } of writes) {
        if (put) await workspace.write('PutItem', { TableName: table, Item: put.Item })
        else await workspace.write('DeleteItem', { TableName: table, Key: remove?.Key ?? {} })
        const key = `${table}~${workspace.changes.at(-1)?.key}`
        if (seen.has(key)) throw validationError('Provided list of item keys contains duplicates')
        seen.add(key)
      }
    }
    for (const change of workspace.changes) addWrite(consumption, change)
    await database.commit(workspace)
    const capacities = consumption.capacities(input.ReturnConsumedCapacity)
    return { UnprocessedItems: {}, ...(capacities && { ConsumedCapacity: capacities }) }
  })
}

/** The checked request, and apart from it what it wants to know of its cost, which dynalite counts otherwise. */
function check(operation: string, request: Request): { input: Input; detail: string | undefined } {
  const { ReturnConsumedCapacity: detail, ...input } = validate(operation, request)
  return { input, detail }
}

function addRead(
  consumption: Consumption,
  table: string,
  target: string,
  bytes: number,
  consistent: boolean | undefined,
): void {
  consumption.add(table, target, { rru: readUnits(bytes) * (consistent ? 1 : 0.5) })
}

function addWrite(consumption: Consumption, change: Change): void {
  const table = change.table.TableName
  consumption.add(table, 'table', { wru: writeUnits(change.before, change.after) })
  for (const { index, units } of change.indexes) consumption.add(table, index, { wru: units })
}

function withCapacity(answer: Answer, consumption: Consumption, detail: string | undefined): Answer {
  const [capacity] = consumption.capacities(detail) ?? []
  return capacity ? { ...answer, ConsumedCapacity: capacity } : answer
}

function sizeOf(item: Item | undefined): number {
  return item ? itemSize(item) : 0
}
