import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import * as z from 'zod'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { autoClose } from './auto-close.ts'
import { counts } from './counts.ts'
import { type Job, remainingTime } from './job.ts'
import { outbox } from './outbox.ts'
import { reconcileMail } from './reconcile-mail.ts'
import { uploads } from './uploads.ts'
import { webhooks } from './webhooks.ts'

const ground = openDesk(readConfig(process.env), 'schedules')
const jobs: Record<string, Job> = {
  'auto-close': autoClose,
  counts,
  outbox,
  'reconcile-mail': reconcileMail,
  uploads,
  webhooks,
}

const tick = z.object({ schedule: z.string(), time: z.iso.datetime() })

/** Runs the job that EventBridge Scheduler names, as of the instant it was scheduled for. */
export const handler = middy<unknown, Record<string, unknown>>().handler(
  async (event: unknown, context: Context) => {
    const { schedule, time: scheduled } = tick.parse(event)
    // A tick that comes late works by the clock: its leases must not have run out before they are taken.
    const time = new Date(Math.max(Date.parse(scheduled), Date.now())).toISOString()
    const job = jobs[schedule]
    if (job === undefined) throw new Error(`No job is named ${schedule}`)
    const desk = { ...ground, now: () => time }
    const counts = await job(desk, remainingTime(context))
    desk.log.info('A schedule ran', { schedule, time, ...counts })
    return counts
  },
)
