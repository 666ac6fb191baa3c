import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, errorOf, openEngine } from './engine.ts'

let engine: Engine
const sortKeys = ['A', 'E#1', 'E#10', 'E#2', 'E#é', 'OUT#1']
const equalRanks = Array.from({ length: 30 }, (_, n) => `twin#${String(n).padStart(2, '0')}`)

beforeAll(async () => {
  engine = await openEngine()
  const items = [
    ...sortKeys.map(sk => ({ pk: 'T#1', sk, text: 'x'.repeat(10) })),
    ...[-2, -1.5, 0, 0.01, 3, 20, 100].map(rank => ({ pk: `R#${rank}`, sk: 'A', owner: 'ranks', rank })),
    ...equalRanks.map(pk => ({ pk, sk: 'A', owner: 'twins', rank: 1, title: pk, secret: 'hidden' })),
    { pk: 'sparse', sk: 'A', owner: 'nobody', title: 'has no rank' },
    ...Array.from({ length: 5 }, (_, n) => ({ pk: 'BIG', sk: `${n}`, text: 'x'.repeat(300 * 1024) })),
  ]
  for (const item of items) await engine.documents.put({ TableName: engine.table, Item: item })
}, 120_000)
afterAll(() => engine.close(), 120_000)

const query = (input: Omit<QueryCommandInput, 'TableName'>) =>
  engine.documents.query({ TableName: engine.table, ...input })

const ownedBy = (owner: string, more: Partial<QueryCommandInput> = {}) =>
  query({
    IndexName: 'by-owner',
    KeyConditionExpression: '#owner = :owner',
    ...more,
    ExpressionAttributeNames: { '#owner': 'owner', ...more.ExpressionAttributeNames },
    ExpressionAttributeValues: { ':owner': owner, ...more.ExpressionAttributeValues },
  })

async function pages(read: (start: QueryCommandInput['ExclusiveStartKey']) => ReturnType<typeof query>) {
  const all: Record<string, unknown>[][] = []
  let start: QueryCommandInput['ExclusiveStartKey']
  do {
    const page = await read(start)
    all.push(page.Items ?? [])
    start = page.LastEvaluatedKey
  } while (start)
  return all
}

describe('queries of the table', () => {
  it.each([
    ['pk = :pk', {}, sortKeys],
    ['pk = :pk AND sk = :a', { ':a': 'E#1' }, ['E#1']],
    ['pk = :pk AND begins_with(sk, :a)', { ':a': 'E#' }, ['E#1', 'E#10', 'E#2', 'E#é']],
    ['pk = :pk AND begins_with(sk, :a)', { ':a': 'E#1' }, ['E#1', 'E#10']],
    ['pk = :pk AND sk BETWEEN :a AND :b', { ':a': 'E#1', ':b': 'E#2' }, ['E#1', 'E#10', 'E#2']],
    ['pk = :pk AND sk > :a', { ':a': 'E#2' }, ['E#é', 'OUT#1']],
    ['pk = :pk AND sk >= :a', { ':a': 'E#2' }, ['E#2', 'E#é', 'OUT#1']],
    ['pk = :pk AND sk < :a', { ':a': 'E#10' }, ['A', 'E#1']],
    ['pk = :pk AND sk <= :a', { ':a': 'E#10' }, ['A', 'E#1', 'E#10']],
  ])('%s with %j finds its range, forwards and backwards', async (condition, values, expected) => {
    for (const forward of [true, false]) {
      const answer = await query({
        KeyConditionExpression: condition,
        ExpressionAttributeValues: { ':pk': 'T#1', ...values },
        ScanIndexForward: forward,
        ConsistentRead: true,
      })
      const found = answer.Items?.map(item => item.sk)
      expect(found).toEqual(forward ? expected : expected.toReversed())
    }
  })

  it.each([true, false])('pages of two put together are the whole, in order (forward: %s)', async forward => {
    const all = await pages(start =>
      query({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :a AND :z',
        ExpressionAttributeValues: { ':pk': 'T#1', ':a': 'E', ':z': 'P' },
        ScanIndexForward: forward,
        Limit: 2,
        ...(start && { ExclusiveStartKey: start }),
      }),
    )
    const expected = sortKeys.slice(1)
    expect(all.flat().map(item => item.sk)).toEqual(forward ? expected : expected.toReversed())
  })

  it('a filter drops items after the limit counted them', async () => {
    const answer = await query({
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: '#text = :no',
      ExpressionAttributeNames: { '#text': 'text' },
      ExpressionAttributeValues: { ':pk': 'T#1', ':no': 'no' },
      Limit: 4,
    })
    expect(answer).toMatchObject({ Count: 0, ScannedCount: 4, LastEvaluatedKey: { pk: 'T#1', sk: 'E#2' } })
  })

  it('a projection answers what it names, a count no items', async () => {
    const range = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': 'T#1' } }
    const projected = await query({ ...range, ProjectionExpression: 'sk', Limit: 1 })
    expect(projected.Items).toEqual([{ sk: 'A' }])
    const counted = await query({ ...range, Select: 'COUNT' })
    expect(counted).toMatchObject({ Count: sortKeys.length })
    expect(counted.Items).toBeUndefined()
  })

  it('a page ends at 1 MB', async () => {
    const all = await pages(start =>
      query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'BIG' },
        ...(start && { ExclusiveStartKey: start }),
      }),
    )
    expect(all.length).toBeGreaterThan(1)
    expect(all.flat().map(item => item.sk)).toEqual(['0', '1', '2', '3', '4'])
  })

  it('a scan finds every item once, a page at a time', async () => {
    const all = await pages(start =>
      engine.documents.scan({
        TableName: engine.table,
        FilterExpression: 'begins_with(pk, :twin)',
        ExpressionAttributeValues: { ':twin': 'twin#' },
        Limit: 7,
        ...(start && { ExclusiveStartKey: start }),
      }),
    )
    const found = all.flat().map(item => String(item.pk))
    expect(found.toSorted()).toEqual(equalRanks)
  })
})

describe('queries of an index', () => {
  it('rows are in the order of their number', async () => {
    await expect
      .poll(async () => (await ownedBy('ranks')).Items?.map(item => item.rank))
      .toEqual([-2, -1.5, 0, 0.01, 3, 20, 100])
    const top = await ownedBy('ranks', { ScanIndexForward: false, Limit: 2 })
    expect(top.Items?.map(item => item.rank)).toEqual([100, 20])
    const between = await ownedBy('ranks', {
      KeyConditionExpression: '#owner = :owner AND #rank BETWEEN :a AND :b',
      ExpressionAttributeNames: { '#rank': 'rank' },
      ExpressionAttributeValues: { ':a': -1.5, ':b': 3 },
    })
    expect(between.Items?.map(item => item.rank)).toEqual([-1.5, 0, 0.01, 3])
  })

  it('rows hold the projected attributes and the keys, nothing else', async () => {
    await expect
      .poll(async () => (await ownedBy('twins', { Limit: 1 })).Items)
      .toEqual([{ pk: expect.any(String), sk: 'A', owner: 'twins', rank: 1, title: expect.any(String) }])
    const whole = await ownedBy('twins', { IndexName: 'by-owner-all', Limit: 1 })
    expect(whole.Items?.[0]?.secret).toBe('hidden')
  })

  it.each([true, false])(
    'pages over equal sort keys miss and repeat nothing (forward: %s)',
    async forward => {
      await expect.poll(async () => (await ownedBy('twins')).Count).toBe(equalRanks.length)
      const all = await pages(start =>
        ownedBy('twins', { ScanIndexForward: forward, Limit: 4, ...(start && { ExclusiveStartKey: start }) }),
      )
      const found = all.flat().map(item => String(item.pk))
      expect(found.toSorted()).toEqual(equalRanks)
      expect(Math.max(...all.map(page => page.length))).toBe(4)
    },
  )

  it('an item without one of the index keys is not in the index', async () => {
    expect((await ownedBy('nobody')).Count).toBe(0)
  })

  it('an item moves, enters and leaves with its keys', async () => {
    const key = { TableName: engine.table, Key: { pk: 'mover', sk: 'A' } }
    const ranks = async (owner: string) => (await ownedBy(owner)).Items?.map(item => item.rank)
    await engine.documents.put({ TableName: engine.table, Item: { ...key.Key, owner: 'first', rank: 1 } })
    await expect.poll(() => ranks('first')).toEqual([1])
    await engine.documents.update({
      ...key,
      UpdateExpression: 'SET #owner = :second, #rank = :two',
      ExpressionAttributeNames: { '#owner': 'owner', '#rank': 'rank' },
      ExpressionAttributeValues: { ':second': 'second', ':two': 2 },
    })
    await expect.poll(() => ranks('second')).toEqual([2])
    await expect.poll(() => ranks('first')).toEqual([])
    await engine.documents.update({
      ...key,
      UpdateExpression: 'REMOVE #rank',
      ExpressionAttributeNames: { '#rank': 'rank' },
    })
    await expect.poll(() => ranks('second')).toEqual([])
  })

  it('an index refuses consistent reads and attributes it does not hold', async () => {
    expect((await errorOf(ownedBy('twins', { ConsistentRead: true }))).name).toBe('ValidationException')
    expect((await errorOf(ownedBy('twins', { Select: 'ALL_ATTRIBUTES' }))).name).toBe('ValidationException')
    expect((await errorOf(ownedBy('twins', { IndexName: 'none' }))).name).toBe('ValidationException')
  })
})
