import type { Database } from './database.ts'
import { checkCondition, checkKey, type Input, type Item, itemKey, validate } from './dynalite.ts'
import { AwsError, type CancellationReason, transactionCanceled, validationError } from './errors.ts'
import { contentHash } from './tokens.ts'
import { type Consumption, itemSize, readUnits, writeUnits } from './units.ts'
import type { Workspace } from './workspace.ts'

const itemsMax = 100
const bytesMax = 4 * 1024 * 1024
const operations = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
} as const

/** A TransactWriteItems or TransactGetItems request before its parts are checked. */
export interface TransactionRequest {
  TransactItems?: Record<string, Record<string, unknown>>[]
  ClientRequestToken?: string
  ReturnConsumedCapacity?: string
}

interface Part {
  kind: keyof typeof operations
  input: Input
  /** Whether a failed condition answers with the item that failed it. */
  answersItem: boolean
}

/** What became of one part: the item as it was and is to be, and what stands in the way. */
interface Outcome {
  part: Part
  reason: CancellationReason
  key: string
  before: Item | undefined
  after: Item | undefined
}

/** TransactWriteItems: all parts or none, apart from every other request; once per ClientRequestToken. */
export function transactWrite(
  database: Database,
  request: TransactionRequest,
  consumption: Consumption,
): Promise<Record<string, unknown>> {
  const hash = contentHash(request.TransactItems)
  const parts = partsOf(request).map(checkPart)
  const token = request.ClientRequestToken
  return database.lock.run(async () => {
    const replayed = token && database.tokens.replay(token, hash, database.clock.now())
    if (replayed) {
      for (const [table, rru] of Object.entries(replayed)) consumption.add(table, 'table', { rru })
      return answer(request, consumption)
    }
    const workspace = database.workspace()
    for (const part of parts) workspace.table(part.input.TableName)
    const outcomes: Outcome[] = []
    for (const part of parts) outcomes.push(await tryPart(workspace, part))
    refuseExcess(outcomes)
    account(outcomes, consumption)
    if (outcomes.some(outcome => outcome.reason.Code !== 'None')) {
      throw transactionCanceled(outcomes.map(outcome => outcome.reason))
    }
    for (const change of workspace.changes) {
      for (const { index, units } of change.indexes) {
        consumption.add(change.table.TableName, index, { wru: units })
      }
    }
    if (!token) await database.commit(workspace)
    else {
      const spent = {
        contentHash: hash,
        atMs: database.clock.now().getTime(),
        replayUnits: replayUnits(outcomes),
      }
      await database.commit(workspace, database.tokens.spend(token, spent))
      database.tokens.spent(token, spent)
    }
    return answer(request, consumption)
  })
}

/** TransactGetItems: every item as of one moment between two writes. */
export function transactGet(
  database: Database,
  request: TransactionRequest,
  consumption: Consumption,
): Promise<Record<string, unknown>> {
  const inputs = partsOf(request).map(part => {
    if (!part.Get) throw validationError('TransactItems can only contain Get')
    return validate('GetItem', part.Get)
  })
  return database.lock.run(async () => {
    const workspace = database.workspace()
    const seen = new Set<string>()
    const responses: Record<string, unknown>[] = []
    for (const input of inputs) {
      const { Item: item } = await workspace.read('GetItem', input)
      refuseTwice(seen, `${input.TableName}~${itemKey(input.Key ?? {}, workspace.table(input.TableName))}`)
      const bytes = workspace.found ? itemSize(workspace.found) : 0
      consumption.add(input.TableName, 'table', { rru: 2 * readUnits(bytes) })
      responses.push(item ? { Item: item } : {})
    }
    return { Responses: responses, ...answer(request, consumption) }
  })
}

function partsOf(request: TransactionRequest): Record<string, Record<string, unknown>>[] {
  const parts = request.TransactItems
  const bound = !parts?.length
    ? 'greater than or equal to 1'
    : parts.length > itemsMax
      ? 'less than or equal to 100'
      : ''
  if (parts && !bound) return parts
  throw validationError(
    `1 validation error detected: Value '${parts ? `[${parts.length} items]` : 'null'}' at 'transactItems' failed to ` +
      `satisfy constraint: Member must have length ${bound}`,
  )
}

function checkPart(part: Record<string, Record<string, unknown>>): Part {
  const [found, ...others] = Object.entries(part)
  const kind = found && others.length === 0 ? kindOf(found[0]) : undefined
  if (!found || !kind) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete')
  }
  const answersItem = found[1].ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
  if (kind === 'ConditionCheck' && !found[1].ConditionExpression) {
    throw validationError('The expression can not be empty; ConditionCheck needs a ConditionExpression')
  }
  return { kind, input: validate(operations[kind], found[1]), answersItem }
}

function kindOf(name: string): Part['kind'] | undefined {
  return name === 'Put' || name === 'Update' || name === 'Delete' || name === 'ConditionCheck'
    ? name
    : undefined
}

/** Every part is tried on the tables as they were before the transaction, whatever became of the others. */
async function tryPart(workspace: Workspace, part: Part): Promise<Outcome> {
  const { input, kind, answersItem } = part
  const made = workspace.changes.length
  const outcome = { part, key: '', before: undefined, after: undefined }
  try {
    if (kind === 'ConditionCheck') checkOnly(workspace, input)
    else await workspace.write(operations[kind], input)
  } catch (error) {
    const item = workspace.found
    return { ...outcome, reason: reasonOf(error, answersItem ? item : undefined), before: item }
  }
  const change = workspace.changes[made]
  const key = change?.key ?? itemKey(input.Key ?? {}, workspace.table(input.TableName))
  return { ...outcome, reason: { Code: 'None' }, key, before: workspace.found, after: change?.after }
}

function checkOnly(workspace: Workspace, input: Input): void {
  const table = workspace.table(input.TableName)
  workspace.found = undefined
  checkKey(input.Key ?? {}, table)
  checkCondition(input, workspace.item(input.TableName, itemKey(input.Key ?? {}, table)))
}

function reasonOf(error: unknown, item: Item | undefined): CancellationReason {
  if (!(error instanceof AwsError)) throw error
  if (error.type.endsWith('#ConditionalCheckFailedException')) {
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...(item && { Item: item }) }
  }
  if (error.type.endsWith('#ValidationException')) return { Code: 'ValidationError', Message: error.message }
  throw error
}

function refuseExcess(outcomes: Outcome[]): void {
  const seen = new Set<string>()
  let bytes = 0
  for (const { part, key, before, after } of outcomes) {
    if (key) refuseTwice(seen, `${part.input.TableName}~${key}`)
    const item = after ?? before
    bytes += item ? itemSize(item) : 0
  }
  if (bytes > bytesMax) {
    throw validationError('The aggregate size of the items in the transaction cannot exceed 4 MB')
  }
}

function refuseTwice(seen: Set<string>, item: string): void {
  if (seen.has(item)) {
    throw validationError('Transaction request cannot include multiple operations on one item')
  }
  seen.add(item)
}

/**
 * Twice the units of each item, checks included, and of a cancelled transaction too. Index writes are not doubled:
 * they follow the finished transaction (Developer Guide, "Transactions: How it works"; measured on AWS in
 * nubo-db/dynoxide#188).
 */
function account(outcomes: Outcome[], consumption: Consumption): void {
  for (const { part, before, after } of outcomes) {
    consumption.add(part.input.TableName, 'table', { wru: 2 * writeUnits(before, after) })
  }
}

function replayUnits(outcomes: Outcome[]): Record<string, number> {
  const units: Record<string, number> = {}
  for (const { part, before, after } of outcomes) {
    const bytes = Math.max(before ? itemSize(before) : 0, after ? itemSize(after) : 0)
    units[part.input.TableName] = (units[part.input.TableName] ?? 0) + 2 * readUnits(bytes)
  }
  return units
}

function answer(request: TransactionRequest, consumption: Consumption): Record<string, unknown> {
  const capacities = consumption.capacities(request.ReturnConsumedCapacity, true)
  return capacities ? { ConsumedCapacity: capacities } : {}
}
