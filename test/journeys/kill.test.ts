import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeskProcess, openDeskProcess } from '../support/desk-process.ts'

const mails = 200

let dataDir: string
let desk: DeskProcess

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'docket-kill-'))
  desk = await openDeskProcess(dataDir)
})
afterAll(async () => {
  await desk.kill()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

describe('a desk killed during a burst of mail', () => {
  it('has, when it is started again, every mail as one ticket', async () => {
    await desk.boot()
    const { id } = await desk.docket.createClient({
      body: { name: 'Northwind', domains: ['northwind.example'] },
    })
    await desk.docket.createContact({
      params: { id },
      body: { name: 'Anna', email: 'anna@northwind.example' },
    })
    const accepted = new Set<number>()
    const burst = sendAll(accepted, () => true)
    while (accepted.size < mails / 4) await new Promise(resolve => setTimeout(resolve, 5))
    await desk.kill()
    await burst
    expect(accepted.size).toBeLessThan(mails)
    await desk.boot()
    // What was not accepted, its sender sends again.
    await sendAll(accepted, index => !accepted.has(index))
    expect(accepted.size).toBe(mails)
    await desk.local('POST', 'settle')
    const subjects = await allSubjects()
    expect(subjects.toSorted()).toEqual(
      Array.from({ length: mails }, (_, index) => `Burst ${index}`).toSorted(),
    )
  }, 120_000)

  it('ends its functions with itself', async () => {
    await desk.kill()
    await expect.poll(() => fetch(desk.url).catch(() => 'refused'), { timeout: 5_000 }).toBe('refused')
  })
})

/** Sends the wanted mails over a few connections; those that were answered 250 are added to `accepted`. */
async function sendAll(accepted: Set<number>, wanted: (index: number) => boolean): Promise<void> {
  const transport = createTransport({
    pool: true,
    maxConnections: 4,
    maxMessages: Number.POSITIVE_INFINITY,
    host: '127.0.0.1',
    port: desk.smtpPort,
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
  for await (const { subject } of desk.docket.listTickets.rows({ query: { limit: 100 } }))
    subjects.push(subject)
  return subjects
}
