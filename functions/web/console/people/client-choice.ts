import * as z from 'zod'
import type { Strings } from '../../strings.ts'

/** As many as the contract takes. */
const clientsMax = 100
const prefix = 'client-'

/** A form with the clients that were ticked in it gathered into `reach`; null for every one of them. */
export function gatherClients(form: unknown): Record<string, unknown> {
  const { reach, ...fields } = z.record(z.string(), z.unknown()).parse(form)
  const rest = Object.entries(fields).filter(([name]) => !name.startsWith(prefix))
  const ticked = Object.keys(fields).filter(name => name.startsWith(prefix))
  const chosen = ticked.map(name => name.slice(prefix.length))
  return { ...Object.fromEntries(rest), reach: reach === 'all' ? null : chosen }
}

/** What `gatherClients` made. */
export function reachField({ agents: words }: Strings) {
  return z
    .array(z.string().min(1).max(60))
    .min(1, words.chooseClients)
    .max(clientsMax, words.tooManyClients)
    .nullable()
}
