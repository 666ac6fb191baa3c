import * as z from 'zod'
import type { HttpCall } from '../http/events.ts'
import { addressesIn, splitMail } from '../ses/headers.ts'
import type { IncomingMail } from '../ses/receiving.ts'

/** What a door answers to input it cannot use: 400, with these words. */
export class BadInput extends Error {}

const instant = z.iso.datetime({ offset: true }).transform(text => new Date(text))

const clockMove = z.union([
  z.strictObject({ now: instant }),
  z.strictObject({ advance: z.string().transform(readDuration) }),
])

const firing = z.strictObject({ time: instant.optional() })

const faultOrder = z
  .strictObject({
    service: z.enum(['dynamodb', 's3', 'ses', 'lambda', 'sqs']),
    operation: z.string().min(1).optional(),
    kind: z.enum([
      'error',
      'throttle',
      'conflict',
      'timeout',
      'crash-before',
      'crash-after',
      'duplicate',
      'delay',
    ]),
    nth: z.int().min(1).optional(),
    probability: z.number().min(0).max(1).optional(),
    seed: z.int().optional(),
  })
  .refine(
    ({ nth, probability }) => nth === undefined || probability === undefined,
    'give nth or probability, not both',
  )

const verdict = z.preprocess(
  text => (typeof text === 'string' ? text.toUpperCase() : text),
  z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED']).default('PASS'),
)

const mailQuery = z.strictObject({
  to: z.string().optional(),
  from: z.string().optional(),
  spf: verdict,
  dkim: verdict,
  dmarc: verdict,
  spam: verdict,
  virus: verdict,
  dmarcPolicy: z.enum(['none', 'quarantine', 'reject']).optional(),
})

/** The instant that the clock is asked to go to. */
export function readClockMove(call: HttpCall, now: Date): Date {
  const move = check(clockMove, readJson(call))
  return 'now' in move ? move.now : new Date(now.getTime() + move.advance)
}

export function readFiring(call: HttpCall): { time?: Date | undefined } {
  return check(firing, call.body.length === 0 ? {} : readJson(call))
}

export function readFaultOrder(call: HttpCall) {
  return withoutUndefined(check(faultOrder, readJson(call)))
}

/** A raw mail with what SES would know of it. */
export function readMail(call: HttpCall, domain: string): IncomingMail {
  if (call.body.length === 0) throw new BadInput('The body must be the raw mail (message/rfc822)')
  const { to, from, dmarcPolicy, ...verdicts } = check(
    mailQuery,
    Object.fromEntries(new URLSearchParams(call.rawQuery)),
  )
  return {
    raw: call.body,
    envelopeFrom: from ?? senderOf(call.body),
    recipients: to === undefined ? [`support@${domain}`] : to.split(',').map(address => address.trim()),
    verdicts,
    ...(dmarcPolicy && { dmarcPolicy }),
  }
}

/** The address in the mail's From; the null sender if it has none. */
function senderOf(raw: Buffer): string {
  const from = splitMail(raw).fields.filter(field => field.name.toLowerCase() === 'from')
  return addressesIn(from.map(field => field.value))[0] ?? ''
}

/** Milliseconds of an ISO 8601 duration; not of months and years, whose length depends on the date. */
function readDuration(text: string): number {
  const parts =
    /^(-?)P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (parts === null) throw new BadInput(`advance must be a duration such as PT72H or P3D, not "${text}"`)
  const [weeks, days, hours, minutes, seconds] = parts.slice(2).map(part => Number(part ?? 0))
  const wholeDays = (weeks ?? 0) * 7 + (days ?? 0)
  const allMinutes = (wholeDays * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)
  return (parts[1] === '-' ? -1 : 1) * (allMinutes * 60 + (seconds ?? 0)) * 1000
}

function readJson(call: HttpCall): unknown {
  try {
    return JSON.parse(call.body.toString())
  } catch {
    throw new BadInput('The body must be JSON')
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  throw new BadInput(z.prettifyError(error).replaceAll('\n', ' '))
}

function withoutUndefined<Value extends object>(
  value: Value,
): { [Name in keyof Value]: Exclude<Value[Name], undefined> } {
  const kept = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(kept) as { [Name in keyof Value]: Exclude<Value[Name], undefined> }
}
