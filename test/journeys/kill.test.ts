import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDocketClient } from '../../shared/contract/client.ts'

const apiKey = 'kill-test-key'
const start = fileURLToPath(new URL('../../infra/local/start.mjs', import.meta.url))
const mails = 200

let dataDir: string
let port: number
let smtpPort: number
let desk: ChildProcess | undefined

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'docket-kill-'))
  port = await freePort()
  smtpPort = await freePort()
})
afterAll(async () => {
  desk?.kill('SIGKILL')
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

describe('a desk killed during a burst of mail', () => {
  it('has, when it is started again, every mail as one ticket', async () => {
    await boot()
    const { id } = await docket().createClient({
      body: { name: 'Northwind', domains: ['northwind.example'] },
    })
    await docket().createContact({
      params: { id },
      body: { name: 'Anna', email: 'anna@northwind.example' },
    })
    const accepted = new Set<number>()
    const burst = sendAll(accepted, () => true)
    while (accepted.size < mails / 4) await new Promise(resolve => setTimeout(resolve, 5))
    await kill()
    await burst
    expect(accepted.size).toBeLessThan(mails)
    await boot()
    // What was not accepted, its sender sends again.
    await sendAll(accepted, index => !accepted.has(index))
    expect(accepted.size).toBe(mails)
    await fetch(`http://127.0.0.1:${port}/_local/settle`, { method: 'POST' })
    const subjects = await allSubjects()
    expect(subjects.toSorted()).toEqual(
      Array.from({ length: mails }, (_, index) => `Burst ${index}`).toSorted(),
    )
  }, 120_000)

  it('ends its functions with itself', async () => {
    expect(desk?.pid).toBeDefined()
    await kill()
    await expect
      .poll(() => fetch(`http://127.0.0.1:${port}/`).catch(() => 'refused'), { timeout: 5_000 })
      .toBe('refused')
  })
})

async function boot(): Promise<void> {
  desk = spawn(process.execPath, [start], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: String(port),
      SMTP_PORT: String(smtpPort),
      DOCKET_API_KEY: apiKey,
      DOCKET_DEMO: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { stdout } = desk
  if (stdout === null) throw new Error('no output')
  let printed = ''
  for await (const chunk of stdout) {
    printed += String(chunk)
    if (printed.includes('Docket is ready')) return
  }
  throw new Error(`The desk did not start: ${printed}`)
}

async function kill(): Promise<void> {
  const ended = desk && once(desk, 'exit')
  desk?.kill('SIGKILL')
  await ended
}

/** Sends the wanted mails over a few connections; those that were answered 250 are added to `accepted`. */
async function sendAll(accepted: Set<number>, wanted: (index: number) => boolean): Promise<void> {
  const transport = createTransport({
    pool: true,
    maxConnections: 4,
    maxMessages: Number.POSITIVE_INFINITY,
    host: '127.0.0.1',
    port: smtpPort,
    ignoreTLS: true,
  })
  const all = Array.from({ length: mails }, (_, index) => index).filter(wanted)
  await Promise.allSettled(
    all.map(async index => {
      await transport.sendMail({
        from: 'Anna <anna@northwind.example>',
        to: 'support@desk.example',
        subject: `Burst ${index}`,
        messageId: `<burst-${index}@northwind.example>`,
        text: `Mail number ${index}`,
      })
      accepted.add(index)
    }),
  )
  transport.close()
}

async function allSubjects(): Promise<string[]> {
  const subjects: string[] = []
  for await (const { subject } of docket().listTickets.rows({ query: { limit: 100 } })) subjects.push(subject)
  return subjects
}

function docket() {
  return createDocketClient({ baseUrl: `http://127.0.0.1:${port}`, key: apiKey })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
