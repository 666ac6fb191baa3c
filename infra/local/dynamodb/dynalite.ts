import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import type { AttributeValue } from 'aws-lambda'
import { AwsError } from './errors.ts'

/** An item, or a key, in DynamoDB's own JSON. */
export type Item = Record<string, AttributeValue>

/** One attribute of a key. */
export interface KeyElement {
  AttributeName: string
  KeyType: 'HASH' | 'RANGE'
}

/** An index in the words of DescribeTable. */
export interface IndexDescription {
  IndexName: string
  KeySchema: KeyElement[]
  Projection: { ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; NonKeyAttributes?: string[] }
  IndexStatus?: string
}

/** A table as the engine keeps it, in the words of DescribeTable. */
export interface TableDescription {
  TableName: string
  TableArn: string
  TableStatus: string
  CreationDateTime: number
  KeySchema: KeyElement[]
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[]
  GlobalSecondaryIndexes?: IndexDescription[]
  LocalSecondaryIndexes?: IndexDescription[]
}

/** What a request carries once dynalite has checked its types and parsed its expressions. */
export interface Input {
  TableName: string
  IndexName?: string
  Key?: Item
  Item?: Item
  ConsistentRead?: boolean
  ScanIndexForward?: boolean
  ExclusiveStartKey?: Item
  ReturnConsumedCapacity?: 'INDEXES' | 'TOTAL' | 'NONE'
  AttributesToGet?: string[]
  _projection?: unknown
  ExclusiveStartTableName?: string
  Limit?: number
}

/** What a batch request carries for each table, likewise checked. */
export interface BatchInput<T> {
  RequestItems: Record<string, T>
  ReturnConsumedCapacity?: string
}

/** The keys a BatchGetItem asks of one table. */
export interface BatchReads {
  Keys: Item[]
  ConsistentRead?: boolean
  AttributesToGet?: string[]
  _projection?: unknown
}

/** One write of a BatchWriteItem. */
export interface BatchWrite {
  PutRequest?: { Item: Item }
  DeleteRequest?: { Key: Item }
}

/** One write of an atomic LevelDB batch. */
export type Batch = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string }

interface Range {
  gt?: string
  gte?: string
  lt?: string
  lte?: string
  limit?: number
  reverse?: boolean
}

interface LevelIterator<T> {
  all(): Promise<T[]>
  nextv(size: number): Promise<T[]>
  close(): Promise<void>
}

/** The LevelDB under dynalite; `batch` is atomic, against `kill -9` too, and iterators see one snapshot. */
export interface Level {
  open(): Promise<void>
  close(): Promise<void>
  getSync(key: string): unknown
  put(key: string, value: unknown): Promise<void>
  batch(operations: Batch[]): Promise<void>
  clear(range: Range): Promise<void>
  keys(range: Range): LevelIterator<string>
  values(range: Range): LevelIterator<unknown>
  iterator(range: Range): LevelIterator<[string, unknown]>
}

/** How dynalite hands back a result. */
export type Callback<T> = (error: unknown, value?: T) => void

/** One table or index as dynalite's actions use it. */
export interface ItemDb {
  lock(key: string, work: (release: <T>(callback: T) => T) => void): void
  get(key: string, callback: Callback<Item>): void
  put(key: string, item: Item, callback: Callback<void>): void
  del(key: string, callback: Callback<void>): void
  createValueStream(range: Range): Readable
}

/** The part of dynalite's store that its data actions use. */
export interface DataStore {
  options: { maxItemSize: number }
  getTable(
    name: string,
    checkStatus: boolean | Callback<TableDescription>,
    callback?: Callback<TableDescription>,
  ): void
  getItemDb(name: string): ItemDb
  getIndexDb(type: string, table: string, index: string): ItemDb
}

/** dynalite's own store, with the LevelDB it writes to. */
export interface DynaliteStore extends DataStore {
  db: Level
}

interface DynaliteDb {
  create(options: { path: string; createTableMs: number }): DynaliteStore
  createKey(item: Item, table: TableDescription): string
  createIndexKey(item: Item, table: TableDescription, keys: KeyElement[]): string
  validateKey(key: Item, table: TableDescription): unknown
  checkConditional(input: Input, item: Item | undefined): unknown
}

interface Validation {
  types: object
  custom?: unknown
}

interface Validations {
  checkTypes(input: unknown, types: object): unknown
  checkValidations(input: unknown, types: object, custom: unknown, store: unknown): void
}

type Action = (store: DataStore, input: Input, callback: Callback<Record<string, unknown>>) => void

// dynalite ships no types and no public entry but its server; its modules are called in process because only
// so can a transaction, its indexes and its stream records be one LevelDB batch.
const load = createRequire(import.meta.url)
const db: DynaliteDb = load('dynalite/db/index.js')
const validations: Validations = load('dynalite/validations/index.js')
const loaded = new Map<string, unknown>()
const limits = { options: { maxItemSize: 400 * 1024 } }

/** Opens dynalite's store; the caller awaits `db.open()`, which names what is wrong with the folder. */
export function openStore(path: string): DynaliteStore {
  return db.create({ path, createTableMs: 0 })
}

/**
 * Checks a request as AWS does before it looks at any item; answers it with its expressions parsed. What dynalite
 * does not know is dropped, from the request itself too.
 */
export function validate<T extends object = Input>(operation: string, request: unknown): T {
  const validation = module<Validation>('validations', operation)
  try {
    const input = validations.checkTypes(request, validation.types)
    validations.checkValidations(input, validation.types, validation.custom, limits)
    return input as T
  } catch (error) {
    throw asAwsError(error)
  }
}

/** Runs one of dynalite's actions against a store of ours. */
export function act(operation: string, store: DataStore, input: Input): Promise<Record<string, unknown>> {
  const action = module<Action>('actions', operation)
  return new Promise((resolve, reject) => {
    action(store, input, (error, answer) => (error ? reject(asAwsError(error)) : resolve(answer ?? {})))
  })
}

/** The LevelDB key, within its table, of an item whose key attributes are known to be there. */
export function itemKey(item: Item, table: TableDescription): string {
  return db.createKey(item, table)
}

/** Throws AWS's words when a request's key does not fit the table's schema. */
export function checkKey(key: Item, table: TableDescription): void {
  const invalid = db.validateKey(key, table)
  if (invalid) throw asAwsError(invalid)
}

/** dynalite's key of an index row, which orders rows as AWS does but may be shared by two items. */
export function indexOrder(item: Item, table: TableDescription, index: IndexDescription): string {
  return db.createIndexKey(item, table, index.KeySchema)
}

/** Throws a ConditionalCheckFailedException unless the item meets the request's condition. */
export function checkCondition(input: Input, item: Item | undefined): void {
  const failed = db.checkConditional(input, item)
  if (failed) throw asAwsError(failed)
}

function module<T>(kind: string, operation: string): T {
  const path = `dynalite/${kind}/${operation.charAt(0).toLowerCase()}${operation.slice(1)}.js`
  if (!loaded.has(path)) loaded.set(path, load(path))
  return loaded.get(path) as T
}

function asAwsError(error: unknown): unknown {
  if (!(error instanceof Error) || !('body' in error)) return error
  const body = error.body as { __type: string; message?: string; Message?: string }
  return new AwsError(body.__type, body.message ?? body.Message ?? '')
}
