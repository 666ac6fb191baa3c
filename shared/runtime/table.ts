import { isDeepStrictEqual } from 'node:util'
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { DeskError, type ErrorCode } from '../domain/errors.ts'

export interface Key {
  pk: string
  sk: string
}

export type Item = Key & Record<string, unknown>

/** Must hold for a write to happen; all parts together. `absent` is the item not being there at all. */
export interface Condition {
  absent?: true
  exists?: true
  /** An attribute that the item must not have. */
  lacks?: string
  equals?: Record<string, string | number | boolean>
  /** Holds if the item is absent, or if its attribute is one of the values. */
  absentOr?: Record<string, readonly (string | number | boolean)[]>
  /** Attributes that sort before a value. */
  before?: Record<string, string | number>
  /** Attributes that are absent, or no larger than a value. */
  atMost?: Record<string, string | number>
}

interface Guarded {
  onlyIf?: Condition
  /** The error a caller gets when the condition does not hold; `write.conflict` where none is named. */
  otherwise?: ErrorCode
}

export type Write =
  | ({ put: Item } & Guarded)
  | ({
      update: Key
      set?: Record<string, unknown>
      remove?: readonly string[]
      add?: Record<string, number>
    } & Guarded)
  | ({ delete: Key } & Guarded)
  | ({ check: Key } & Guarded)

export interface Query {
  index?: string
  partition: { name: string; value: string }
  /** Bounds of the sort key, inclusive. */
  range?: { name: string; from?: string | number; to?: string | number }
  newestFirst?: boolean
  limit: number
  after?: Record<string, unknown>
  /** Sees every write that was answered before; the table only, at twice the price. */
  consistent?: true
  /** Only rows whose attribute is one of the values; read and paid for all the same. */
  where?: Record<string, readonly (string | number)[]>
}

export interface Page {
  items: Item[]
  /** Where the next page starts; absent at the end. */
  next?: Record<string, unknown>
}

/** A filtered page reads no further than this; the caller goes on from its cursor. */
const pagesReadMax = 20

/** The single table: reads by key, one page of a query, and writes as data, all or nothing. */
export type Table = Pick<DynamoDbTable, 'get' | 'getMany' | 'query' | 'commit' | 'increment'>

/** The table on DynamoDB. */
export class DynamoDbTable {
  readonly #client: DynamoDBDocumentClient
  readonly #name: string

  constructor(client: DynamoDBClient, name: string) {
    this.#client = DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
    })
    this.#name = name
  }

  /** Strongly consistent unless told otherwise. */
  async get(key: Key, consistent = true): Promise<Item | undefined> {
    const answer = await this.#client.send(
      new GetCommand({ TableName: this.#name, Key: key, ConsistentRead: consistent }),
    )
    return answer.Item as Item | undefined
  }

  /**
   * In the order of the keys, at most 100 of them; `undefined` for what is not there. Strongly consistent unless
   * told otherwise.
   */
  async getMany(keys: readonly Key[], consistent = true): Promise<(Item | undefined)[]> {
    const wanted = new Map(keys.map(key => [nameOf(key), key]))
    const found = new Map<string, Item>()
    let pending: Key[] = [...wanted.values()].map(({ pk, sk }) => ({ pk, sk }))
    while (pending.length > 0) {
      const answer = await this.#client.send(
        new BatchGetCommand({
          RequestItems: { [this.#name]: { Keys: pending, ConsistentRead: consistent } },
        }),
      )
      for (const item of (answer.Responses?.[this.#name] ?? []) as Item[]) found.set(nameOf(item), item)
      pending = (answer.UnprocessedKeys?.[this.#name]?.Keys ?? []) as Key[]
    }
    return keys.map(key => found.get(nameOf(key)))
  }

  /**
   * One page; with `where`, reads on until the page is full, the partition ends or `pagesReadMax` is reached,
   * so that a page may be short though there is a next one.
   */
  async query(query: Query): Promise<Page> {
    const items: Item[] = []
    let after = query.after
    let keyNames: string[] = []
    for (let read = 0; read < (query.where === undefined ? 1 : pagesReadMax); read += 1) {
      const answer = await this.#client.send(new QueryCommand(this.#queryInput(query, after)))
      items.push(...((answer.Items ?? []) as Item[]))
      after = answer.LastEvaluatedKey
      if (after === undefined || items.length >= query.limit) break
      keyNames = Object.keys(after)
    }
    const last = items[query.limit - 1]
    if (items.length > query.limit && last !== undefined) {
      const next = Object.fromEntries(keyNames.map(name => [name, last[name]]))
      return { items: items.slice(0, query.limit), next }
    }
    return after === undefined ? { items } : { items, next: after }
  }

  /**
   * All of the writes or none. One write alone is a plain conditional write, half the price of a transaction.
   * Errors: the `otherwise` of the first write whose condition does not hold; `write.conflict` when another
   * writer was at it at the same moment.
   */
  async commit(writes: readonly Write[]): Promise<void> {
    const [only] = writes
    if (only === undefined) return
    try {
      if (writes.length === 1 && !('check' in only)) await this.#writeOne(only)
      else {
        await this.#client.send(
          new TransactWriteCommand({ TransactItems: writes.map(write => this.#transactItem(write)) }),
        )
      }
    } catch (error) {
      if (writes.length === 1 && (await this.#isDone(only, error))) return
      throw asDeskError(error, writes)
    }
  }

  /** Whether a write that was refused is there all the same: the SDK sent it again after its answer got lost. */
  async #isDone(write: Write, error: unknown): Promise<boolean> {
    if (!(error instanceof ConditionalCheckFailedException) || (error.$metadata.attempts ?? 1) < 2)
      return false
    if (!('put' in write)) return false
    return isDeepStrictEqual(
      await this.get({ pk: write.put.pk, sk: write.put.sk }),
      JSON.parse(JSON.stringify(write.put)),
    )
  }

  /**
   * Adds to a number and answers the whole item as it is then; `set` are attributes to put beside it.
   * Error: `write.conflict` where the condition does not hold.
   */
  async increment(
    key: Key,
    attribute: string,
    { by = 1, set = {}, onlyIf }: { by?: number; set?: Record<string, unknown>; onlyIf?: Condition } = {},
  ): Promise<Item> {
    const terms = new Terms()
    const expression = updateExpression({ set, add: { [attribute]: by } }, terms)
    const condition = conditionExpression(onlyIf, terms)
    try {
      const answer = await this.#client.send(
        new UpdateCommand({
          TableName: this.#name,
          Key: key,
          UpdateExpression: expression,
          ...(condition === undefined ? {} : { ConditionExpression: condition }),
          ReturnValues: 'ALL_NEW',
          ...terms.input(),
        }),
      )
      return answer.Attributes as Item
    } catch (error) {
      throw asDeskError(error, [])
    }
  }

  async #writeOne(write: Exclude<Write, { check: Key }>): Promise<void> {
    const item = this.#transactItem(write)
    if (item.Put) await this.#client.send(new PutCommand(item.Put))
    else if (item.Delete) await this.#client.send(new DeleteCommand(item.Delete))
    else if (item.Update) await this.#client.send(new UpdateCommand(item.Update))
  }

  #transactItem(write: Write): NonNullable<TransactWriteCommandInput['TransactItems']>[number] {
    const terms = new Terms()
    const condition = conditionExpression(write.onlyIf, terms)
    const guard = condition === undefined ? {} : { ConditionExpression: condition }
    if ('put' in write) return { Put: { TableName: this.#name, Item: write.put, ...guard, ...terms.input() } }
    if ('delete' in write)
      return { Delete: { TableName: this.#name, Key: write.delete, ...guard, ...terms.input() } }
    if ('check' in write) {
      return {
        ConditionCheck: {
          TableName: this.#name,
          Key: write.check,
          ConditionExpression: condition ?? 'attribute_exists(pk)',
          ...terms.input(),
        },
      }
    }
    const expression = updateExpression(write, terms)
    return {
      Update: {
        TableName: this.#name,
        Key: write.update,
        UpdateExpression: expression,
        ...guard,
        ...terms.input(),
      },
    }
  }

  #queryInput(query: Query, after: Record<string, unknown> | undefined) {
    const terms = new Terms()
    const key = [`${terms.name(query.partition.name)} = ${terms.value(query.partition.value)}`]
    if (query.range) {
      const { name, from, to } = query.range
      if (from !== undefined && to !== undefined) {
        key.push(`${terms.name(name)} BETWEEN ${terms.value(from)} AND ${terms.value(to)}`)
      } else if (from !== undefined) key.push(`${terms.name(name)} >= ${terms.value(from)}`)
      else if (to !== undefined) key.push(`${terms.name(name)} <= ${terms.value(to)}`)
    }
    const filter = anyOf(query.where ?? {}, terms)
    return {
      TableName: this.#name,
      ...(query.index === undefined ? {} : { IndexName: query.index }),
      KeyConditionExpression: key.join(' AND '),
      ...(filter.length === 0 ? {} : { FilterExpression: filter.join(' AND ') }),
      ScanIndexForward: !query.newestFirst,
      Limit: query.limit,
      ...(query.consistent ? { ConsistentRead: true } : {}),
      ...(after === undefined ? {} : { ExclusiveStartKey: after }),
      ...terms.input(),
    }
  }
}

/** Placeholders of one expression. */
class Terms {
  readonly #names = new Map<string, string>()
  readonly #values: Record<string, unknown> = {}
  #count = 0

  name(attribute: string): string {
    const placeholder = this.#names.get(attribute) ?? `#n${this.#names.size}`
    this.#names.set(attribute, placeholder)
    return placeholder
  }

  value(value: unknown): string {
    const placeholder = `:v${this.#count++}`
    this.#values[placeholder] = value
    return placeholder
  }

  input() {
    return {
      ...(this.#names.size === 0
        ? {}
        : { ExpressionAttributeNames: Object.fromEntries([...this.#names].map(([name, id]) => [id, name])) }),
      ...(this.#count === 0 ? {} : { ExpressionAttributeValues: this.#values }),
    }
  }
}

function conditionExpression(condition: Condition | undefined, terms: Terms): string | undefined {
  if (condition === undefined) return undefined
  const equal = (pairs: Record<string, unknown>) =>
    Object.entries(pairs).map(([name, value]) => `${terms.name(name)} = ${terms.value(value)}`)
  const parts = [
    ...(condition.absent ? ['attribute_not_exists(pk)'] : []),
    ...(condition.exists ? ['attribute_exists(pk)'] : []),
    ...(condition.lacks === undefined ? [] : [`attribute_not_exists(${terms.name(condition.lacks)})`]),
    ...equal(condition.equals ?? {}),
    ...Object.entries(condition.before ?? {}).map(
      ([name, value]) => `${terms.name(name)} < ${terms.value(value)}`,
    ),
    ...Object.entries(condition.atMost ?? {}).map(([name, value]) => {
      const attribute = terms.name(name)
      return `(attribute_not_exists(${attribute}) OR ${attribute} <= ${terms.value(value)})`
    }),
    ...(condition.absentOr === undefined
      ? []
      : [`(attribute_not_exists(pk) OR (${anyOf(condition.absentOr, terms).join(' AND ')}))`]),
  ]
  return parts.join(' AND ')
}

function anyOf(choices: Record<string, readonly unknown[]>, terms: Terms): string[] {
  return Object.entries(choices).map(
    ([name, values]) => `${terms.name(name)} IN (${values.map(value => terms.value(value)).join(', ')})`,
  )
}

function updateExpression(
  write: { set?: Record<string, unknown>; remove?: readonly string[]; add?: Record<string, number> },
  terms: Terms,
): string {
  const set = Object.entries(write.set ?? {}).filter(([, value]) => value !== undefined)
  const clauses: string[] = []
  if (set.length > 0) {
    clauses.push(
      `SET ${set.map(([name, value]) => `${terms.name(name)} = ${terms.value(value)}`).join(', ')}`,
    )
  }
  if (write.remove !== undefined && write.remove.length > 0) {
    clauses.push(`REMOVE ${write.remove.map(name => terms.name(name)).join(', ')}`)
  }
  const add = Object.entries(write.add ?? {})
  if (add.length > 0) {
    clauses.push(`ADD ${add.map(([name, value]) => `${terms.name(name)} ${terms.value(value)}`).join(', ')}`)
  }
  return clauses.join(' ')
}

function asDeskError(error: unknown, writes: readonly Write[]): unknown {
  if (error instanceof ConditionalCheckFailedException) {
    return new DeskError(writes[0]?.otherwise ?? 'write.conflict')
  }
  if (error instanceof TransactionConflictException) return new DeskError('write.conflict')
  if (error instanceof TransactionCanceledException) {
    const reasons = error.CancellationReasons ?? []
    const failed = reasons.findIndex(reason => reason.Code === 'ConditionalCheckFailed')
    if (failed !== -1) return new DeskError(writes[failed]?.otherwise ?? 'write.conflict')
    if (reasons.some(reason => reason.Code === 'TransactionConflict')) return new DeskError('write.conflict')
  }
  return error
}

function nameOf({ pk, sk }: Key): string {
  return `${pk}\u0000${sk}`
}
