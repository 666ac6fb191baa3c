import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyFolder, openDesk, type TestDesk } from './dynamodb-desk.ts'

let folder: string
let desk: TestDesk

beforeEach(async () => {
  folder = emptyFolder()
  desk = await openDesk(folder)
})
afterEach(() => desk.local.close())

const put = (sk: string, more: object = {}) =>
  desk.documents.put({ TableName: 'desk', Item: { pk: 'P', sk, ...more } })
const read = (consumer = 'mail', max = 100) => desk.local.stream.read(consumer, max)
const sortKeys = async (consumer = 'mail', max = 100) =>
  (await read(consumer, max)).map(record => record.dynamodb?.Keys?.sk?.S)
async function acknowledgeAll(consumer: string) {
  const last = (await read(consumer)).at(-1)?.dynamodb?.SequenceNumber
  if (last) await desk.local.stream.acknowledge(consumer, last)
}
async function reopen(consumers?: string[]) {
  await desk.local.close()
  desk = await openDesk(folder, consumers)
}

describe('records', () => {
  it('an insert, a change and a removal are told in order with their images', async () => {
    await put('A', { n: 1 })
    await put('A', { n: 2 })
    await desk.documents.delete({ TableName: 'desk', Key: { pk: 'P', sk: 'A' } })
    const records = await read()
    const keys = { pk: { S: 'P' }, sk: { S: 'A' } }
    const image = (n: number) => ({ ...keys, n: { N: String(n) } })
    expect(records.map(record => record.eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE'])
    expect(records[0]).toEqual({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: expect.stringMatching(/^arn:aws:dynamodb:us-east-1:\d+:table\/desk\/stream\/\d{4}-/),
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: keys,
        NewImage: image(1),
        SequenceNumber: expect.any(String),
        SizeBytes: 15,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    })
    expect(records[1]?.dynamodb).toMatchObject({ OldImage: image(1), NewImage: image(2) })
    expect(records[2]?.dynamodb).toMatchObject({ OldImage: image(2) })
    expect(records[2]?.dynamodb).not.toHaveProperty('NewImage')
    const numbers = records.map(record => record.dynamodb?.SequenceNumber ?? '')
    expect(numbers.toSorted()).toEqual(numbers)
  })

  it('a write that changes nothing makes no record', async () => {
    await put('A', { tags: new Set(['x', 'y']), deep: { list: [1, { a: null }] } })
    await put('A', { tags: new Set(['y', 'x']), deep: { list: [1, { a: null }] } })
    await desk.documents.update({
      TableName: 'desk',
      Key: { pk: 'P', sk: 'A' },
      UpdateExpression: 'REMOVE nothing',
    })
    await desk.documents.delete({ TableName: 'desk', Key: { pk: 'P', sk: 'never' } })
    expect(await read()).toHaveLength(1)
  })

  it('a transaction makes one record for each item it changed, a cancelled one none', async () => {
    const Put = (sk: string) => ({ Put: { TableName: 'desk', Item: { pk: 'P', sk } } })
    const check = (sk: string) => ({
      ConditionCheck: {
        TableName: 'desk',
        Key: { pk: 'P', sk },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    })
    await desk.documents.transactWrite({ TransactItems: [Put('A'), Put('B'), check('C')] })
    await expect(desk.documents.transactWrite({ TransactItems: [Put('D'), check('A')] })).rejects.toThrow()
    expect(await sortKeys()).toEqual(['A', 'B'])
  })

  it('listeners hear of records once they can be read', async () => {
    const heard = new Promise<unknown[]>(resolve => desk.local.stream.onRecords(() => resolve(read())))
    await put('A')
    expect(await heard).toHaveLength(1)
  })
})

describe('consumers', () => {
  it('records come again until they are acknowledged, each consumer at its own pace', async () => {
    for (const sk of ['A', 'B', 'C']) await put(sk)
    const [first, second] = await read('mail', 2)
    await desk.local.stream.acknowledge('mail', first?.dynamodb?.SequenceNumber ?? '')
    expect(await sortKeys('mail')).toEqual(['B', 'C'])
    expect(await sortKeys('search', 1)).toEqual(['A'])
    await desk.local.stream.acknowledge('mail', second?.dynamodb?.SequenceNumber ?? '')
    expect(desk.local.stream.isDrained('mail')).toBe(false)
    await acknowledgeAll('mail')
    expect(desk.local.stream.isDrained('mail')).toBe(true)
    expect(await read('mail')).toEqual([])
    expect(desk.local.stream.isDrained('search')).toBe(false)
  })

  it('a restart goes on from the checkpoint', async () => {
    await put('A')
    await acknowledgeAll('mail')
    await put('B')
    await reopen()
    expect(await sortKeys('mail')).toEqual(['B'])
    expect(await sortKeys('search')).toEqual(['A', 'B'])
    await put('C')
    expect(await sortKeys('mail')).toEqual(['B', 'C'])
  })

  it('records everyone acknowledged are dropped, and later ones still come after a restart', async () => {
    await put('A')
    for (const consumer of ['mail', 'search']) await acknowledgeAll(consumer)
    await put('B')
    await reopen(['mail', 'search', 'newcomer'])
    expect(await sortKeys('newcomer')).toEqual(['B'])
    for (const consumer of ['mail', 'search', 'newcomer']) await acknowledgeAll(consumer)
    await reopen(['mail', 'latecomer'])
    expect(desk.local.stream.isDrained('latecomer')).toBe(true)
    await put('C')
    expect(await sortKeys('mail')).toEqual(['C'])
    expect(await sortKeys('latecomer')).toEqual(['C'])
  })

  it('a consumer that was not named at the start is an error', () => {
    expect(() => desk.local.stream.isDrained('stranger')).toThrow(
      'the stream knows no consumer named stranger',
    )
  })
})

describe('time to live', () => {
  const nowSeconds = () => Math.floor(desk.clock.now().getTime() / 1000)
  const left = async () =>
    (await desk.documents.scan({ TableName: 'desk', ConsistentRead: true })).Items?.map(
      item => item.sk,
    ).toSorted()

  it('a sweep deletes what is over by the desk clock, and the stream says who did it', async () => {
    await put('soon', { expiresAtSeconds: nowSeconds() + 60, group: 'g', rank: 1 })
    await put('later', { expiresAtSeconds: nowSeconds() + 7200 })
    await put('text', { expiresAtSeconds: 'tomorrow' })
    await put('never')
    expect(await desk.local.sweepExpired()).toBe(0)
    await acknowledgeAll('mail')
    desk.clock.moveTo(new Date(Date.now() + 3600_000))
    expect(await desk.local.sweepExpired()).toBe(1)
    expect(await left()).toEqual(['later', 'never', 'text'])
    const [record] = await read()
    expect(record).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { Keys: { sk: { S: 'soon' } } },
    })
  })

  it('an item whose time was put off or taken away stays', async () => {
    for (const sk of ['moved', 'freed', 'due']) await put(sk, { expiresAtSeconds: nowSeconds() + 60 })
    await put('moved', { expiresAtSeconds: nowSeconds() + 7200 })
    await put('freed')
    await reopen()
    desk.clock.moveTo(new Date(Date.now() + 3600_000))
    expect(await desk.local.sweepExpired()).toBe(1)
    expect(await left()).toEqual(['freed', 'moved'])
  })

  it('many expired items are swept in one go', async () => {
    const expiresAtSeconds = nowSeconds() - 1
    const items = Array.from({ length: 250 }, (_, n) => ({
      PutRequest: { Item: { pk: 'P', sk: `${n}`, expiresAtSeconds } },
    }))
    for (let n = 0; n < 250; n += 25) {
      await desk.documents.batchWrite({ RequestItems: { desk: items.slice(n, n + 25) } })
    }
    expect(await desk.local.sweepExpired()).toBe(250)
    expect(await left()).toEqual([])
  })
})
