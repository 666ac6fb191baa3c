import { monotonicFactory } from 'ulid'
import { ratePerMinuteMax } from '../../shared/domain/rate-limit.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { type Desk, openDesk } from '../../shared/runtime/desk.ts'
import { createAgent } from '../../shared/store/agents.ts'
import { createApiKey } from '../../shared/store/api-keys.ts'
import { dueBucket } from '../../shared/store/keys.ts'
import { readSettings, saveSettings, startNumbersAfter } from '../../shared/store/settings.ts'
import { apiKeyFrom } from '../../shared/use-cases/api-keys.ts'
import { outcomeOfMail } from '../../shared/use-cases/receive-mail.ts'
import { makeSignInLink } from '../../shared/use-cases/sign-in.ts'
import type { LocalHooks } from './cloud/hooks.ts'
import { demoDesk } from './demo/desk.ts'
import { fillDemoDesk } from './demo/seed-demo.ts'
import { unlessThere } from './unless-there.ts'

/** Ticket numbers of a desk begin here, so that a reference looks like one. */
const firstNumber = 1001

/** How far ahead the outbox may have put off a mail. */
const retryHoursMax = 8

/** Gives an empty desk its settings, its admin and the key asked for; and, for the demo, its clients and tickets. */
export async function seedDesk(options: {
  environment: Record<string, string>
  apiKey?: string
  demo: boolean
  domain: string
  now: () => Date
}): Promise<{ adminEmail: string }> {
  const desk = deskOf(options.environment, options.now)
  const adminEmail = `alex@${options.domain}`
  await seedSettings(desk)
  await unlessThere(desk.table.commit(createAgent({ ...admin(desk), email: adminEmail })))
  if (options.apiKey !== undefined) await seedApiKey(desk, options.apiKey)
  if (options.demo) await fillDemoDesk(desk, options.domain)
  return { adminEmail }
}

/** Opens the desk for the doors of the local stack. */
export function localHooks(environment: Record<string, string>, now: () => Date): LocalHooks {
  const desk = deskOf(environment, now)
  const domain = desk.config.domain
  return {
    signInLink: () => makeSignInLink(desk, `alex@${domain}`),
    outcomeOfMail: async key => {
      const mail = await outcomeOfMail(desk, key)
      if (mail === undefined) return undefined
      const { outcome, reason, ticketNumber } = mail
      return {
        outcome,
        ...(reason === undefined ? {} : { reason }),
        ...(ticketNumber === undefined ? {} : { ticket: ticketNumber }),
      }
    },
    nextOutboxRetryAt: () => nextOutboxRetryAt(desk),
    isDeliveryDue: () => isDeliveryDue(desk),
  }
}

function deskOf(environment: Record<string, string>, now: () => Date): Desk {
  // The SDK reads its endpoints and credentials here, as it does in a function.
  Object.assign(process.env, environment)
  const nextUlid = monotonicFactory()
  const desk = openDesk(readConfig(environment), 'seed', now)
  return { ...desk, newUlid: () => nextUlid(now().getTime()) }
}

async function seedSettings(desk: Desk): Promise<void> {
  await unlessThere(desk.table.commit([startNumbersAfter(firstNumber - 1)]))
  const settings = await readSettings(desk.table)
  if (settings.version > 0) return
  const { deskName, currency, timeZone } = demoDesk.settings
  await desk.table.commit([saveSettings(settings, { deskName, currency, timeZone, fromName: deskName })])
}

function admin(desk: Desk) {
  const [alex] = demoDesk.agents
  return {
    id: 'agt_alex',
    name: alex?.name ?? 'Admin',
    role: 'admin' as const,
    disabled: false,
    createdAt: desk.now(),
    version: 1,
  }
}

async function seedApiKey(desk: Desk, secret: string): Promise<void> {
  const key = apiKeyFrom(
    { name: 'Local admin key', scopes: ['*'], itflow: true, ratePerMinute: ratePerMinuteMax },
    secret,
    desk.now(),
  )
  await unlessThere(desk.table.commit([createApiKey(key, secret)]))
}

async function nextOutboxRetryAt(desk: Desk): Promise<string | undefined> {
  const nowMs = Date.parse(desk.now())
  for (let hour = -1; hour <= retryHoursMax; hour += 1) {
    const at = new Date(nowMs + hour * 3_600_000).toISOString()
    const { items } = await desk.table.query({
      index: 'due',
      partition: { name: 'dueBucket', value: dueBucket('outbox', at) },
      limit: 1,
    })
    if (items[0] !== undefined) return String(items[0].dueAt)
  }
  return undefined
}

async function isDeliveryDue(desk: Desk): Promise<boolean> {
  const now = desk.now()
  const hourAgo = new Date(Date.parse(now) - 3_600_000).toISOString()
  const due = await Promise.all(
    [hourAgo, now].map(at =>
      desk.table.query({
        index: 'due',
        partition: { name: 'dueBucket', value: dueBucket('webhooks', at) },
        range: { name: 'dueAt', to: now },
        limit: 1,
      }),
    ),
  )
  return due.some(({ items }) => items.length > 0)
}
