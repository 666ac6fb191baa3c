import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AttributeValue } from 'aws-lambda'
import { afterAll, describe, expect, it } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { startDynamoDb } from '../../../infra/local/dynamodb/dynamodb.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { Usage } from '../../../infra/local/usage.ts'
import { emptyFolder, openDesk, type TestDesk } from './dynamodb-desk.ts'
import { smallSchema } from './dynamodb-small-schema.ts'

type Image = Record<string, AttributeValue>
const kills = 15

/** Lets a process write until so many rounds are answered, then kills it in the middle of the next ones. */
async function killMidBurst(folder: string, rounds: number): Promise<void> {
  const program = join(import.meta.dirname, 'dynamodb-kill-child.ts')
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const early = ended.then(() => Promise.reject(new Error('the writing process ended before it wrote')))
  for (let answered = 0; answered < rounds; ) {
    const [chunk] = await Promise.race([once(child.stdout, 'data'), early])
    answered += String(chunk).length
  }
  child.kill('SIGKILL')
  await ended
}

async function everything(desk: TestDesk, index?: string): Promise<Image[]> {
  const items: Image[] = []
  let start: Record<string, unknown> | undefined
  do {
    const page = await desk.documents.scan({
      TableName: 'desk',
      ...(index && { IndexName: index }),
      ...(start && { ExclusiveStartKey: start }),
    })
    items.push(...((page.Items ?? []) as Image[]))
    start = page.LastEvaluatedKey
  } while (start)
  return items
}

/** Brings the mirror up to date from the stream alone; fails when a record does not continue from the last. */
async function follow(desk: TestDesk, mirror: Map<string, string>): Promise<number> {
  let followed = 0
  for (;;) {
    const records = await desk.local.stream.read('mirror', 500)
    for (const { dynamodb } of records) {
      const key = `${dynamodb?.Keys?.pk?.S} ${dynamodb?.Keys?.sk?.S}`
      expect(mirror.get(key)).toBe(dynamodb?.OldImage && told(dynamodb.OldImage))
      if (dynamodb?.NewImage) mirror.set(key, told(dynamodb.NewImage))
      else mirror.delete(key)
    }
    const last = records.at(-1)?.dynamodb?.SequenceNumber
    if (!last) return followed
    followed += records.length
    await desk.local.stream.acknowledge('mirror', last)
  }
}

const told = (image: Image) => `${image.value?.S ?? image.n?.N}`
const held = (item: Image) => `${item.value ?? item.n}`

describe('kill -9 in the middle of a burst of writes', () => {
  const folder = emptyFolder()
  const mirror = new Map<string, string>()
  let followed = 0

  it.each(Array.from({ length: kills }, (_, n) => 1 + n * 7))(
    'after %i rounds no transaction is half done, and stream, table and index agree',
    async rounds => {
      await killMidBurst(folder, rounds)
      const desk = await openDesk(folder, ['mirror'])
      try {
        const items = await everything(desk)
        const byKey = new Map(items.map(item => [`${item.pk} ${item.sk}`, held(item)]))
        for (const [key, value] of byKey) {
          if (key.endsWith('left')) expect(byKey.get(key.replace('left', 'right'))).toBe(value)
        }
        followed += await follow(desk, mirror)
        expect(mirror).toEqual(byKey)
        const rows = await everything(desk, 'rows')
        const inIndex = rows.map(row => `${row.pk} ${row.sk} ${row.rank}`).toSorted()
        const expected = items.filter(item => item.group).map(item => `${item.pk} ${item.sk} ${item.rank}`)
        expect(inIndex).toEqual(expected.toSorted())
      } finally {
        await desk.local.close()
      }
    },
    30_000,
  )

  afterAll(() => expect(followed).toBeGreaterThan(500))
})

describe('the data folder', () => {
  const start = (dataDir: string, schema = smallSchema) =>
    startDynamoDb({
      dataDir,
      tableName: 'desk',
      schema,
      streamConsumers: [],
      clock: new MovableClock(),
      usage: new Usage(),
      faults: new Faults(),
    })

  it('a request token outlives the process that saw it', async () => {
    const folder = emptyFolder()
    const count = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } }
    const Key = { pk: 'P', sk: 'A' }
    const repeat = async (desk: TestDesk) => {
      const Update = { TableName: 'desk', Key, ...count }
      await desk.documents.transactWrite({ TransactItems: [{ Update }], ClientRequestToken: 'same' })
      return (await desk.documents.get({ TableName: 'desk', Key })).Item?.n
    }
    const first = await openDesk(folder)
    expect(await repeat(first)).toBe(1)
    await first.local.close()
    const second = await openDesk(folder)
    expect(await repeat(second)).toBe(1)
    second.clock.moveTo(new Date(Date.now() + 11 * 60_000))
    expect(await repeat(second)).toBe(2)
    await second.local.close()
  })

  it('a table of another version says which folder to delete', async () => {
    const folder = emptyFolder()
    await (await start(folder, { ...smallSchema, indexes: smallSchema.indexes.slice(1) })).close()
    await expect(start(folder)).rejects.toThrow(
      /lacks the index rows of this version: delete .* to start afresh$/,
    )
  })

  it('a folder in use, damaged or unwritable is one clear line', async () => {
    const folder = emptyFolder()
    const running = await start(folder)
    await expect(start(folder)).rejects.toThrow(`the data folder ${folder} is in use by another process`)
    await running.close()
    for (const file of readdirSync(folder)) {
      if (/^(CURRENT|MANIFEST)/.test(file)) writeFileSync(join(folder, file), 'damaged')
    }
    await expect(start(folder)).rejects.toThrow(
      /^the data folder .* cannot be read \(.*\): delete it to start afresh$/,
    )
    const file = join(emptyFolder(), 'file')
    writeFileSync(file, '')
    chmodSync(file, 0o400)
    await expect(start(join(file, 'below'))).rejects.toThrow(/^cannot write to the data folder .*ENOTDIR/)
  })
})
