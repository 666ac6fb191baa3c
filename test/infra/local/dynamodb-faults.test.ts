import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../../infra/local/faults.ts'
import { openDesk, type TestDesk } from './dynamodb-desk.ts'

let desk: TestDesk

beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.local.close())

const Key = { pk: 'P', sk: 'A' }
const count = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } }
const update = () => desk.documents.update({ TableName: 'desk', Key, ...count })
const transact = () =>
  desk.documents.transactWrite({
    TransactItems: [
      { Update: { TableName: 'desk', Key, ...count } },
      { Put: { TableName: 'desk', Item: { pk: 'P', sk: 'B' } } },
    ],
  })
const stored = async () =>
  (await desk.documents.get({ TableName: 'desk', Key, ConsistentRead: true })).Item?.n
const strike = (operation: string, kind: FaultKind) =>
  desk.faults.arm({ service: 'dynamodb', operation, kind, nth: 1 })

describe('faults that refuse', () => {
  it.each([
    ['error', 'InternalServerError', 'InternalServerError'],
    ['throttle', 'ProvisionedThroughputExceededException', 'ThrottlingException'],
    ['conflict', 'TransactionConflictException', 'TransactionCanceledException'],
  ] as const)(
    '%s refuses a write and a transaction, and does nothing',
    async (kind, ofWrite, ofTransaction) => {
      strike('UpdateItem', kind)
      strike('TransactWriteItems', kind)
      await expect(update()).rejects.toMatchObject({ name: ofWrite })
      await expect(transact()).rejects.toMatchObject({ name: ofTransaction })
      expect(await stored()).toBeUndefined()
    },
  )

  it('a conflict names the operation it struck', async () => {
    strike('TransactWriteItems', 'conflict')
    await expect(transact()).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    })
  })

  it('a conflict lets reads pass', async () => {
    strike('GetItem', 'conflict')
    expect(await stored()).toBeUndefined()
  })
})

describe('faults around the effect', () => {
  it.each([
    ['crash-before', undefined],
    ['crash-after', 1],
  ] as const)('%s takes down the caller and leaves %s', async (kind, expected) => {
    strike('UpdateItem', kind)
    await expect(update()).rejects.toThrow()
    expect(desk.crashed).toEqual(['AKIDMAILIN'])
    expect(await stored()).toBe(expected)
  })

  it('a timeout takes effect and never answers', async () => {
    strike('UpdateItem', 'timeout')
    const began = performance.now()
    await expect(update()).rejects.toThrow()
    expect(performance.now() - began).toBeGreaterThan(900)
    expect(await stored()).toBe(1)
  })

  it('a delay answers half a second later', async () => {
    strike('UpdateItem', 'delay')
    const began = performance.now()
    await update()
    expect(performance.now() - began).toBeGreaterThan(450)
    expect(await stored()).toBe(1)
  })

  it('a duplicate takes effect twice, but a transaction only once', async () => {
    strike('UpdateItem', 'duplicate')
    await update()
    expect(await stored()).toBe(2)
    strike('TransactWriteItems', 'duplicate')
    await transact()
    expect(await stored()).toBe(3)
  })
})
