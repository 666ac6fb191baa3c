import type { Key, Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** One POST that carried an Idempotency-Key, as it was answered. */
export interface AnsweredRequest {
  bodySha256: string
  /** What the request made, e.g. `tickets/1042`. */
  made: string
  at: string
  answer?: { status: number; body: string; headers: Record<string, string> }
}

/** How long the same key answers the same. */
const keptDays = 2

export async function readRequest(
  table: Table,
  principal: string,
  idempotencyKey: string,
): Promise<AnsweredRequest | undefined> {
  const item = await table.get(keys.request(principal, idempotencyKey))
  return item && recordOf<AnsweredRequest>(item)
}

/** For the transaction of the request's effect; `idempotency.in-flight` where another request has the key. */
export function claimRequest(principal: string, idempotencyKey: string, request: AnsweredRequest): Write {
  return {
    put: itemOf(keys.request(principal, idempotencyKey), 'request', request, expiring(request.at, keptDays)),
    onlyIf: { absent: true },
    otherwise: 'idempotency.in-flight',
  }
}

export function rememberAnswer(
  principal: string,
  idempotencyKey: string,
  answer: AnsweredRequest['answer'],
): Write {
  return {
    update: keys.request(principal, idempotencyKey),
    set: { answer },
    onlyIf: { exists: true, lacks: 'forgotten' },
  }
}

/** Takes the kept answer away, now and should it yet come: a repeat is answered from what the request made. */
export async function forgetAnswer(table: Table, row: Key): Promise<Write[]> {
  if ((await table.get(row)) === undefined) return []
  return [{ update: row, set: { forgotten: true }, remove: ['answer'], onlyIf: { exists: true } }]
}
