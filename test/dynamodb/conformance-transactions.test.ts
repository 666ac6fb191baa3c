import { randomUUID } from 'node:crypto'
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, errorOf, openEngine } from './engine.ts'

let engine: Engine
let serial = 0

beforeAll(async () => {
  engine = await openEngine()
}, 120_000)
afterAll(() => engine.close(), 120_000)

const fresh = () => `P#${serial++}`
const write = (
  items: TransactWriteCommandInput['TransactItems'],
  more: Partial<TransactWriteCommandInput> = {},
) => engine.documents.transactWrite({ TransactItems: items, ...more })
const put = (pk: string, sk: string, more: object = {}) => ({
  Put: { TableName: engine.table, Item: { pk, sk, ...more } },
})
const add = (pk: string, amount: number) => ({
  Update: {
    TableName: engine.table,
    Key: { pk, sk: 'A' },
    UpdateExpression: 'ADD n :n',
    ExpressionAttributeValues: { ':n': amount },
  },
})
const exists = (pk: string, sk: string, wanted = true) => ({
  ConditionCheck: {
    TableName: engine.table,
    Key: { pk, sk },
    ConditionExpression: wanted ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  },
})
const read = async (pk: string, sk = 'A') =>
  (await engine.documents.get({ TableName: engine.table, Key: { pk, sk }, ConsistentRead: true })).Item

describe('TransactWriteItems', () => {
  it('a transaction puts, updates, deletes and checks together', async () => {
    const pk = fresh()
    await write([put(pk, 'old'), put(pk, 'kept')])
    await write([
      put(pk, 'new'),
      add(pk, 3),
      { Delete: { TableName: engine.table, Key: { pk, sk: 'old' } } },
      exists(pk, 'kept'),
    ])
    expect(await read(pk, 'new')).toEqual({ pk, sk: 'new' })
    expect(await read(pk)).toEqual({ pk, sk: 'A', n: 3 })
    expect(await read(pk, 'old')).toBeUndefined()
  })

  it('a transaction with one failed condition writes nothing and says which', async () => {
    const pk = fresh()
    await write([put(pk, 'there', { n: 1 })])
    const call = write([put(pk, 'new'), exists(pk, 'there', false), exists(pk, 'missing')])
    const error = await errorOf(call)
    expect(error.name).toBe('TransactionCanceledException')
    expect(error.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
        '[None, ConditionalCheckFailed, ConditionalCheckFailed]',
    )
    expect(error.CancellationReasons).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { pk: { S: pk }, sk: { S: 'there' }, n: { N: '1' } },
      },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ])
    expect(await read(pk, 'new')).toBeUndefined()
  })

  it('the item that failed a condition is answered only when asked for', async () => {
    const pk = fresh()
    await write([put(pk, 'A')])
    const guarded = { Put: { ...put(pk, 'A').Put, ConditionExpression: 'attribute_not_exists(pk)' } }
    const reasons = (await errorOf(write([guarded]))).CancellationReasons
    expect(reasons).toEqual([{ Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' }])
  })

  it('an update that does not fit its item cancels with a ValidationError', async () => {
    const pk = fresh()
    await write([put(pk, 'A', { n: 'text' })])
    const error = await errorOf(write([add(pk, 1), put(pk, 'new')]))
    expect(error.name).toBe('TransactionCanceledException')
    expect(error.CancellationReasons).toMatchObject([{ Code: 'ValidationError' }, { Code: 'None' }])
    expect(await read(pk, 'new')).toBeUndefined()
  })

  it('the same item twice is refused', async () => {
    const pk = fresh()
    const error = await errorOf(write([put(pk, 'A'), exists(pk, 'A', false)]))
    expect(error.name).toBe('ValidationException')
    expect(error.message).toBe('Transaction request cannot include multiple operations on one item')
    expect(await read(pk)).toBeUndefined()
  })

  it('a hundred items are one transaction, one more is refused', async () => {
    const pk = fresh()
    const items = Array.from({ length: 101 }, (_, n) => put(pk, `${n}`))
    expect((await errorOf(write(items))).name).toBe('ValidationException')
    await write(items.slice(1))
    const key = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }
    const stored = await engine.documents.query({ TableName: engine.table, ...key, ConsistentRead: true })
    expect(stored.Count).toBe(100)
  })

  it('more than 4 MB are refused', async () => {
    const pk = fresh()
    const items = Array.from({ length: 12 }, (_, n) => put(pk, `${n}`, { text: 'x'.repeat(390 * 1024) }))
    expect((await errorOf(write(items))).name).toBe('ValidationException')
    expect(await read(pk, '0')).toBeUndefined()
  })

  it('a request token repeated does nothing again, and with other content is refused', async () => {
    const pk = fresh()
    const token = { ClientRequestToken: randomUUID() }
    await write([add(pk, 1)], token)
    await write([add(pk, 1)], token)
    expect((await read(pk))?.n).toBe(1)
    expect((await errorOf(write([add(pk, 2)], token))).name).toBe('IdempotentParameterMismatchException')
    await write([add(pk, 1)])
    expect((await read(pk))?.n).toBe(2)
  })

  it('a cancelled transaction does not spend its token', async () => {
    const pk = fresh()
    const token = { ClientRequestToken: randomUUID() }
    await errorOf(write([put(pk, 'new'), exists(pk, 'A')], token))
    await write([put(pk, 'A')])
    await write([put(pk, 'new'), exists(pk, 'A')], token)
    expect(await read(pk, 'new')).toBeDefined()
  })

  it('of two writers at one version exactly one wins', async () => {
    const pk = fresh()
    await write([put(pk, 'A', { version: 1 })])
    const save = (by: string) =>
      write([
        {
          Put: {
            TableName: engine.table,
            Item: { pk, sk: 'A', version: 2, by },
            ConditionExpression: 'version = :one',
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
        put(pk, `entry-by-${by}`),
      ])
    const results = await Promise.allSettled(['one', 'other'].map(save))
    expect(results.map(result => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const winner = (await read(pk))?.by
    expect(await read(pk, `entry-by-${winner}`)).toBeDefined()
    expect(await read(pk, `entry-by-${winner === 'one' ? 'other' : 'one'}`)).toBeUndefined()
  })
})

describe('TransactGetItems', () => {
  const get = (pk: string, ...sortKeys: string[]) =>
    engine.documents.transactGet({
      TransactItems: sortKeys.map(sk => ({ Get: { TableName: engine.table, Key: { pk, sk } } })),
    })

  it('items come in the order asked, the missing as nothing', async () => {
    const pk = fresh()
    await write([put(pk, 'a', { n: 1 }), put(pk, 'b', { n: 2 })])
    const answer = await get(pk, 'b', 'missing', 'a')
    expect(answer.Responses?.map(response => response.Item?.n)).toEqual([2, undefined, 1])
  })

  it('a transaction is seen whole or not at all', async () => {
    const pk = fresh()
    const writing = (async () => {
      for (let n = 0; n < 30; n++) await write([put(pk, 'left', { n }), put(pk, 'right', { n })])
    })()
    let done = false
    const reading = (async () => {
      while (!done) {
        const answer = await get(pk, 'left', 'right').catch(() => undefined)
        const [left, right] = answer?.Responses ?? []
        if (left?.Item?.n !== right?.Item?.n) throw new Error('half a transaction was read')
      }
    })()
    await writing
    done = true
    await reading
    expect((await read(pk, 'right'))?.n).toBe(29)
  })
})

describe('consumed capacity', () => {
  it('a transaction costs twice its items, its index rows once', async () => {
    const pk = fresh()
    const row = { owner: pk, rank: 1, title: 'small' }
    const answer = await write(
      [put(pk, 'a', { text: 'x'.repeat(1500) }), put(pk, 'b', row), exists(pk, 'c', false)],
      {
        ReturnConsumedCapacity: 'INDEXES',
      },
    )
    expect(answer.ConsumedCapacity?.[0]).toMatchObject({
      CapacityUnits: 10,
      Table: { CapacityUnits: 8 },
      GlobalSecondaryIndexes: { 'by-owner': { CapacityUnits: 1 }, 'by-owner-all': { CapacityUnits: 1 } },
    })
  })

  it('a repeated transaction costs reads', async () => {
    const pk = fresh()
    const more = { ClientRequestToken: randomUUID(), ReturnConsumedCapacity: 'TOTAL' as const }
    const items = [put(pk, 'a', { text: 'x'.repeat(5000) })]
    expect((await write(items, more)).ConsumedCapacity?.[0]?.WriteCapacityUnits).toBe(10)
    const repeated = (await write(items, more)).ConsumedCapacity?.[0]
    expect(repeated?.ReadCapacityUnits).toBe(4)
    expect(repeated?.WriteCapacityUnits ?? 0).toBe(0)
  })

  it('reads cost by size and consistency, missing items the least', async () => {
    const pk = fresh()
    await write([put(pk, 'A', { text: 'x'.repeat(5000) })])
    const cost = async (sk: string, consistent: boolean) => {
      const key = { TableName: engine.table, Key: { pk, sk }, ConsistentRead: consistent }
      const answer = await engine.documents.get({ ...key, ReturnConsumedCapacity: 'TOTAL' })
      return answer.ConsumedCapacity?.CapacityUnits
    }
    expect([await cost('A', true), await cost('A', false), await cost('B', false)]).toEqual([2, 1, 0.5])
  })
})
