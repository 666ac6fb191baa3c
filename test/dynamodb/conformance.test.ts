import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, errorOf, openEngine } from './engine.ts'

/** What Docket relies on in DynamoDB, stated through the SDK alone: `DYNAMODB_ENDPOINT` chooses the engine. */
let engine: Engine
let serial = 0

beforeAll(async () => {
  engine = await openEngine()
}, 120_000)
afterAll(() => engine.close(), 120_000)

const at = (pk: string, sk = 'A') => ({ TableName: engine.table, Key: { pk, sk } })
const put = (item: Record<string, unknown>) => engine.documents.put({ TableName: engine.table, Item: item })
const read = async (pk: string, sk = 'A') =>
  (await engine.documents.get({ ...at(pk, sk), ConsistentRead: true })).Item
/** A partition no other test writes to. */
const fresh = () => `P#${serial++}`

describe('single writes', () => {
  it('a put replaces the whole item and answers the old one when asked', async () => {
    const pk = fresh()
    await put({ pk, sk: 'A', a: 1, b: 2 })
    const answer = await engine.documents.put({
      TableName: engine.table,
      Item: { pk, sk: 'A', a: 3 },
      ReturnValues: 'ALL_OLD',
    })
    expect(answer.Attributes).toEqual({ pk, sk: 'A', a: 1, b: 2 })
    expect(await read(pk)).toEqual({ pk, sk: 'A', a: 3 })
  })

  it.each([
    ['attribute_exists(pk)', true],
    ['attribute_not_exists(pk)', false],
    ['attribute_not_exists(nothing)', true],
    ['version = :seven', true],
    ['version < :seven', false],
    ['version <= :seven AND attribute_exists(#state)', true],
    ['version = :one OR #state = :open', true],
    ['NOT #state = :open', false],
    ['#state IN (:shut, :open)', true],
    ['#state IN (:shut, :one)', false],
    ['begins_with(#state, :op)', true],
    ['begins_with(#state, :shut)', false],
    ['version BETWEEN :one AND :seven', true],
    ['contains(tags, :red)', true],
    ['contains(tags, :shut)', false],
    ['size(tags) = :two', true],
  ])('the condition %s is %s of the item', async (condition, holds) => {
    const pk = fresh()
    await put({ pk, sk: 'A', version: 7, state: 'open', tags: new Set(['red', 'blue']) })
    const values = {
      ':seven': 7,
      ':one': 1,
      ':two': 2,
      ':open': 'open',
      ':shut': 'shut',
      ':op': 'op',
      ':red': 'red',
    }
    const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(condition))
    const call = engine.documents.update({
      ...at(pk),
      UpdateExpression: 'REMOVE nothing',
      ConditionExpression: condition,
      ...(condition.includes('#state') && { ExpressionAttributeNames: { '#state': 'state' } }),
      ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
    })
    if (holds) await call
    else expect((await errorOf(call)).name).toBe('ConditionalCheckFailedException')
  })

  it('a failed condition changes nothing and answers the item only when asked', async () => {
    const pk = fresh()
    await put({ pk, sk: 'A', version: 1 })
    const refused = { ...at(pk), ConditionExpression: 'version = :v', ExpressionAttributeValues: { ':v': 2 } }
    const asked = { ...refused, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }
    expect((await errorOf(engine.documents.delete(refused))).Item).toBeUndefined()
    for (const call of [
      engine.documents.delete(asked),
      engine.documents.update({ ...asked, UpdateExpression: 'REMOVE nothing' }),
      engine.documents.put({ ...asked, Item: { pk, sk: 'A' } }),
    ]) {
      const error = await errorOf(call)
      expect(error.name).toBe('ConditionalCheckFailedException')
      expect(error.message).toBe('The conditional request failed')
      expect(error.Item).toMatchObject({ version: { N: '1' } })
    }
    expect(await read(pk)).toEqual({ pk, sk: 'A', version: 1 })
  })

  it('a failed condition on a missing item answers no item', async () => {
    const call = engine.documents.update({
      ...at(fresh()),
      UpdateExpression: 'REMOVE nothing',
      ConditionExpression: 'attribute_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    expect((await errorOf(call)).Item).toBeUndefined()
  })

  it('an update sets, counts, removes, appends and edits sets in one expression', async () => {
    const pk = fresh()
    const colours = new Set(['x', 'y'])
    await put({ pk, sk: 'A', n: 5, gone: true, listed: ['a'], colours, nested: { a: 1 } })
    const answer = await engine.documents.update({
      ...at(pk),
      UpdateExpression:
        'SET n = n + :two, opening = if_not_exists(opening, :zero) + :two, listed = list_append(listed, :more), ' +
        'nested.b = :two REMOVE gone ADD hits :two, joined :z DELETE colours :x',
      ExpressionAttributeValues: {
        ':two': 2,
        ':zero': 0,
        ':more': ['b'],
        ':x': new Set(['x']),
        ':z': new Set(['z']),
      },
      ReturnValues: 'ALL_NEW',
    })
    const expected = { n: 7, opening: 2, listed: ['a', 'b'], hits: 2, nested: { a: 1, b: 2 } }
    const sets = { colours: new Set(['y']), joined: new Set(['z']) }
    expect(answer.Attributes).toEqual({ pk, sk: 'A', ...expected, ...sets })
    expect(await read(pk)).toEqual(answer.Attributes)
  })

  it('deleting the last member of a set removes the attribute', async () => {
    const pk = fresh()
    await put({ pk, sk: 'A', tags: new Set(['x']) })
    await engine.documents.update({
      ...at(pk),
      UpdateExpression: 'DELETE tags :x',
      ExpressionAttributeValues: { ':x': new Set(['x']) },
    })
    expect(await read(pk)).toEqual({ pk, sk: 'A' })
  })

  it.each([
    ['NONE', undefined],
    ['ALL_OLD', { pk: '', sk: 'A', a: 1, b: 1 }],
    ['UPDATED_OLD', { a: 1 }],
    ['ALL_NEW', { pk: '', sk: 'A', a: 2, b: 1 }],
    ['UPDATED_NEW', { a: 2 }],
  ] as const)('an update answers %s', async (returnValues, expected) => {
    const pk = fresh()
    await put({ pk, sk: 'A', a: 1, b: 1 })
    const answer = await engine.documents.update({
      ...at(pk),
      UpdateExpression: 'SET a = :two',
      ExpressionAttributeValues: { ':two': 2 },
      ReturnValues: returnValues,
    })
    expect(answer.Attributes).toEqual(expected && 'pk' in expected ? { ...expected, pk } : expected)
  })

  it('an update of a missing item creates it', async () => {
    const pk = fresh()
    await engine.documents.update({
      ...at(pk),
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': 1 },
    })
    expect(await read(pk)).toEqual({ pk, sk: 'A', n: 1 })
  })

  it('a delete answers the old item when asked, and deleting nothing succeeds', async () => {
    const pk = fresh()
    await put({ pk, sk: 'A', a: 1 })
    const first = await engine.documents.delete({ ...at(pk), ReturnValues: 'ALL_OLD' })
    expect(first.Attributes).toEqual({ pk, sk: 'A', a: 1 })
    const second = await engine.documents.delete({ ...at(pk), ReturnValues: 'ALL_OLD' })
    expect(second.Attributes).toBeUndefined()
    expect(await read(pk)).toBeUndefined()
  })

  it('concurrent additions are all counted', async () => {
    const pk = fresh()
    const add = () =>
      engine.documents.update({
        ...at(pk),
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': 1 },
      })
    await Promise.all(Array.from({ length: 20 }, add))
    expect((await read(pk))?.n).toBe(20)
  })
})

describe('validation', () => {
  it('empty strings are kept as values', async () => {
    const pk = fresh()
    await put({ pk, sk: 'A', text: '', list: [''] })
    expect(await read(pk)).toEqual({ pk, sk: 'A', text: '', list: [''] })
  })

  it.each([
    ['an empty string as key', { pk: '', sk: 'A' }],
    ['an empty string as index key', { pk: 'x', sk: 'A', owner: '', rank: 1 }],
    ['an index key of another type', { pk: 'x', sk: 'A', owner: 'o', rank: 'first' }],
    ['an item without its sort key', { pk: 'x' }],
    ['a key of another type', { pk: 1, sk: 'A' }],
    ['an item over 400 KB', { pk: 'x', sk: 'A', text: 'é'.repeat(210_000) }],
  ])('%s is refused', async (_what, item) => {
    expect((await errorOf(put(item))).name).toBe('ValidationException')
  })

  it('an update may not touch the key', async () => {
    const call = engine.documents.update({
      ...at(fresh()),
      UpdateExpression: 'SET sk = :x',
      ExpressionAttributeValues: { ':x': 'x' },
    })
    expect((await errorOf(call)).message).toContain(
      'Cannot update attribute sk. This attribute is part of the key',
    )
  })

  it('unused and undefined names and values are refused', async () => {
    const unused = { ...at(fresh()), UpdateExpression: 'REMOVE a', ExpressionAttributeValues: { ':x': 1 } }
    expect((await errorOf(engine.documents.update(unused))).message).toContain('unused in expressions')
    const missing = { ...at(fresh()), UpdateExpression: 'SET a = :x' }
    expect((await errorOf(engine.documents.update(missing))).name).toBe('ValidationException')
  })

  it('a missing table is a ResourceNotFoundException', async () => {
    const call = engine.documents.get({ TableName: 'docket-no-such-table', Key: { pk: 'a', sk: 'a' } })
    expect((await errorOf(call)).name).toBe('ResourceNotFoundException')
  })
})

describe('batches', () => {
  it('a batch write puts and deletes, and a batch get finds what is there', async () => {
    const pk = fresh()
    await put({ pk, sk: 'old' })
    const puts = ['a', 'b'].map(sk => ({ PutRequest: { Item: { pk, sk, text: sk } } }))
    const requests = [...puts, { DeleteRequest: { Key: { pk, sk: 'old' } } }]
    const written = await engine.documents.batchWrite({ RequestItems: { [engine.table]: requests } })
    expect(written.UnprocessedItems).toEqual({})
    const keys = ['a', 'b', 'old', 'never'].map(sk => ({ pk, sk }))
    const answer = await engine.documents.batchGet({
      RequestItems: { [engine.table]: { Keys: keys, ProjectionExpression: 'sk', ConsistentRead: true } },
    })
    const found = answer.Responses?.[engine.table]?.map(item => item.sk)
    expect(found?.toSorted()).toEqual(['a', 'b'])
    expect(answer.UnprocessedKeys).toEqual({})
  })

  it('a batch naming an item twice, or over its limit, is refused', async () => {
    const pk = fresh()
    const twice = [{ PutRequest: { Item: { pk, sk: 'a' } } }, { DeleteRequest: { Key: { pk, sk: 'a' } } }]
    const call = engine.documents.batchWrite({ RequestItems: { [engine.table]: twice } })
    expect((await errorOf(call)).message).toContain('Provided list of item keys contains duplicates')
    const many = Array.from({ length: 26 }, (_, n) => ({ PutRequest: { Item: { pk, sk: `${n}` } } }))
    const excess = engine.documents.batchWrite({ RequestItems: { [engine.table]: many } })
    expect((await errorOf(excess)).name).toBe('ValidationException')
    expect(await read(pk, 'a')).toBeUndefined()
  })
})

describe('time to live and the table', () => {
  it('time to live can be turned on and described', async () => {
    const asked = { AttributeName: 'expiresAtSeconds', Enabled: true }
    await engine.client.send(
      new UpdateTimeToLiveCommand({ TableName: engine.table, TimeToLiveSpecification: asked }),
    )
    const described = await engine.client.send(new DescribeTimeToLiveCommand({ TableName: engine.table }))
    expect(described.TimeToLiveDescription?.AttributeName).toBe('expiresAtSeconds')
    expect(described.TimeToLiveDescription?.TimeToLiveStatus).toMatch(/^ENABL(ED|ING)$/)
  })

  it('the table is described with its keys and its indexes', async () => {
    const { Table: table } = await engine.client.send(new DescribeTableCommand({ TableName: engine.table }))
    expect(table?.TableStatus).toBe('ACTIVE')
    expect(table?.GlobalSecondaryIndexes?.map(index => index.IndexName).toSorted()).toEqual([
      'by-owner',
      'by-owner-all',
    ])
  })
})
