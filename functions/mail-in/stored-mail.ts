import * as z from 'zod'
import { given } from '../../shared/contract/given.ts'
import type { StoredMailMessage } from '../../shared/use-cases/stored-mail-message.ts'

const envelope = z.object({ Message: z.string() })

const message = z.object({
  notificationType: z.literal('Stored'),
  mailKey: z.string(),
  storedAt: z.iso.datetime(),
  askedBy: z
    .object({
      kind: z.enum(['agent', 'contact', 'watcher', 'key', 'system']),
      id: z.string().optional(),
      name: z.string(),
      email: z.string().optional(),
    })
    .optional(),
})

/** The mail that one of our own functions wants looked at; undefined for what others put into the queue. */
export function readStoredMail(body: string): StoredMailMessage | undefined {
  const parsed = message.safeParse(parseJson(envelope.safeParse(parseJson(body)).data?.Message ?? ''))
  if (!parsed.success) return undefined
  const { mailKey, storedAt, askedBy } = parsed.data
  return { mailKey, storedAt, ...(askedBy === undefined ? {} : { askedBy: given(askedBy) }) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
