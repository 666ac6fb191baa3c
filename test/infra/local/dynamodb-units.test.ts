import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { itemSize } from '../../../infra/local/dynamodb/units.ts'
import { openDesk, type TestDesk } from './dynamodb-desk.ts'

let desk: TestDesk
let serial = 0

beforeAll(async () => {
  desk = await openDesk()
})
beforeEach(() => desk.usage.reset())
afterAll(() => desk.local.close())

const text = (kilobytes: number) => 'x'.repeat(kilobytes * 1024)
const fresh = () => ({ pk: `P#${serial++}`, sk: 'A' })
const put = (item: Record<string, unknown>) => desk.documents.put({ TableName: 'desk', Item: item })
const units = () => {
  const { rru, wru, byTarget } = desk.usage.report().dynamodb
  const split = Object.entries(byTarget).map(([target, count]) => [target, count.wru || count.rru])
  return { rru, wru, ...Object.fromEntries(split) }
}
/** What a call used, what came before it forgotten. */
async function costOf(call: () => Promise<unknown>) {
  desk.usage.reset()
  await call().catch(() => undefined)
  return units()
}

describe('item sizes', () => {
  it.each([
    [{ S: 'abc' }, 3],
    [{ S: 'é€' }, 5],
    [{ N: '0' }, 1],
    [{ N: '7' }, 2],
    [{ N: '27' }, 2],
    [{ N: '-27' }, 3],
    [{ N: '1000' }, 2],
    [{ N: '12345' }, 4],
    [{ N: '0.5' }, 2],
    [{ B: 'AAEC' }, 3],
    [{ BOOL: true }, 1],
    [{ NULL: true }, 1],
    [{ SS: ['a', 'bc'] }, 3],
    [{ NS: ['1', '100'] }, 4],
    [{ L: [] }, 3],
    [{ L: [{ S: 'ab' }, { BOOL: true }] }, 8],
    [{ M: { a: { S: 'bc' }, d: { NULL: true } } }, 10],
  ])('%j counts %i bytes and its name', (value, bytes) => {
    expect(itemSize({ näme: value })).toBe(5 + bytes)
  })
})

describe('writes', () => {
  it('a put costs a unit per KB of the larger of the old and the new item', async () => {
    const key = fresh()
    expect(await costOf(() => put({ ...key, text: text(2) }))).toMatchObject({ wru: 3, table: 3 })
    expect(await costOf(() => put(key))).toMatchObject({ wru: 3 })
    expect(await costOf(() => put(key))).toMatchObject({ wru: 1 })
  })

  it('a delete costs the item deleted, of a missing item one unit', async () => {
    const key = fresh()
    await put({ ...key, text: text(3) })
    const remove = () => desk.documents.delete({ TableName: 'desk', Key: key })
    expect(await costOf(remove)).toMatchObject({ wru: 4 })
    expect(await costOf(remove)).toMatchObject({ wru: 1 })
  })

  it('a failed condition costs the item it failed on', async () => {
    const key = fresh()
    await put({ ...key, text: text(3) })
    const refused = {
      TableName: 'desk',
      Item: { ...key, text: text(9) },
      ConditionExpression: 'attribute_not_exists(pk)',
    }
    expect(await costOf(() => desk.documents.put(refused))).toMatchObject({ wru: 4 })
  })

  it('an index costs what changes in it: a row in, its key, its projection, nothing, out', async () => {
    const key = fresh()
    const row = { ...key, group: 'g', rank: 1, title: 'one' }
    expect(await costOf(() => put(row))).toEqual({ rru: 0, wru: 2, table: 1, rows: 1 })
    expect(await costOf(() => put({ ...row, rank: 2 }))).toMatchObject({ table: 1, rows: 2 })
    expect(await costOf(() => put({ ...row, rank: 2, title: 'two' }))).toMatchObject({ table: 1, rows: 1 })
    expect(await costOf(() => put({ ...row, rank: 2, title: 'two', other: 1 }))).toMatchObject({
      table: 1,
      rows: 0,
    })
    expect(await costOf(() => put(key))).toMatchObject({ table: 1, rows: 1 })
    expect(await costOf(() => put(key))).toEqual({ rru: 0, wru: 1, table: 1 })
  })

  it('an index row costs by what is projected, not by the item', async () => {
    const row = { ...fresh(), group: 'g', rank: 1, list: 'l', text: text(3) }
    expect(await costOf(() => put(row))).toMatchObject({ table: 4, rows: 1, whole: 4 })
  })

  it('a batch write rounds each item by itself', async () => {
    const requests = [1, 1.5].map(size => ({
      PutRequest: { Item: { ...fresh(), text: 'x'.repeat(size * 1024) } },
    }))
    expect(await costOf(() => desk.documents.batchWrite({ RequestItems: { desk: requests } }))).toMatchObject(
      { wru: 4 },
    )
  })
})

describe('transactions', () => {
  const check = (key: object) => ({
    ConditionCheck: { TableName: 'desk', Key: key, ConditionExpression: 'attribute_exists(pk)' },
  })

  it('a transaction costs twice its items and checks, its index rows once', async () => {
    const checked = fresh()
    await put({ ...checked, text: text(1) })
    const row = { ...fresh(), group: 'g', rank: 1 }
    const write = () =>
      desk.documents.transactWrite({
        TransactItems: [{ Put: { TableName: 'desk', Item: row } }, check(checked)],
      })
    expect(await costOf(write)).toEqual({ rru: 0, wru: 7, table: 6, rows: 1 })
  })

  it('a cancelled transaction costs its items but no index rows', async () => {
    const row = { ...fresh(), group: 'g', rank: 1 }
    const write = () =>
      desk.documents.transactWrite({
        TransactItems: [{ Put: { TableName: 'desk', Item: row } }, check(fresh())],
      })
    expect(await costOf(write)).toEqual({ rru: 0, wru: 4, table: 4 })
  })

  it('a transactional read costs two units per 4 KB of each item, missing ones too', async () => {
    const key = fresh()
    await put({ ...key, text: text(5) })
    const gets = [key, fresh()].map(Key => ({ Get: { TableName: 'desk', Key } }))
    expect(await costOf(() => desk.documents.transactGet({ TransactItems: gets }))).toMatchObject({
      rru: 6,
      wru: 0,
    })
  })
})

describe('reads', () => {
  it('a query costs what it read, before its filter and rounded once', async () => {
    const { pk } = fresh()
    for (let n = 0; n < 10; n++) await put({ pk, sk: `${n}`, text: text(1) })
    const range = {
      TableName: 'desk',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    }
    const cost = (more: object) => costOf(() => desk.documents.query({ ...range, ...more }))
    expect(await cost({})).toMatchObject({ rru: 1.5, table: 1.5 })
    expect(await cost({ ConsistentRead: true })).toMatchObject({ rru: 3 })
    expect(await cost({ Limit: 3 })).toMatchObject({ rru: 0.5 })
    expect(await cost({ Select: 'COUNT', FilterExpression: 'attribute_exists(nope)' })).toMatchObject({
      rru: 1.5,
    })
    expect(await cost({ ProjectionExpression: 'sk' })).toMatchObject({ rru: 1.5 })
  })

  it('a query of an index costs its rows, an empty one the least, and names the index', async () => {
    const { pk } = fresh()
    for (let n = 0; n < 5; n++) await put({ pk, sk: `${n}`, group: pk, rank: n, text: text(20) })
    const cost = (group: string) =>
      costOf(() =>
        desk.documents.query({
          TableName: 'desk',
          IndexName: 'rows',
          KeyConditionExpression: '#group = :group',
          ExpressionAttributeNames: { '#group': 'group' },
          ExpressionAttributeValues: { ':group': group },
        }),
      )
    expect(await cost(pk)).toEqual({ rru: 0.5, wru: 0, rows: 0.5 })
    expect(await cost('empty')).toEqual({ rru: 0.5, wru: 0, rows: 0.5 })
  })

  it('a batch get rounds each item by itself', async () => {
    const key = fresh()
    await put({ ...key, text: text(4) })
    const keys = [key, fresh()]
    expect(
      await costOf(() => desk.documents.batchGet({ RequestItems: { desk: { Keys: keys } } })),
    ).toMatchObject({
      rru: 1.5,
    })
  })

  it('every call is counted, refused ones too', async () => {
    await costOf(() => put({ pk: '', sk: 'A' }))
    expect(desk.usage.report().dynamodb.byOperation.PutItem).toEqual({ calls: 1, rru: 0, wru: 0 })
  })
})
