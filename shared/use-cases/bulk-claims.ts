import { DeskError } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { claimRequest, readRequest } from '../store/requests.ts'
import type { BulkResult } from './bulk-run.ts'

/** What came of this ticket, where the same request did it before. */
export async function doneBefore(desk: Desk, number: number): Promise<BulkResult | undefined> {
  const key = claimKey(desk, number)
  if (key === undefined || desk.request === undefined) return undefined
  const { principal, bodySha256 } = desk.request
  const found = await readRequest(desk.table, principal, key)
  if (found?.answer === undefined) return undefined
  if (found.bodySha256 !== bodySha256) {
    throw new DeskError('idempotency.other-body', 'This Idempotency-Key was used for another request.')
  }
  return JSON.parse(found.answer.body)
}

/** For the transaction that changes a ticket: its claim, which holds its result; none without an Idempotency-Key. */
export function claimOf(desk: Desk, result: BulkResult): Write[] {
  const key = claimKey(desk, result.number)
  if (key === undefined || desk.request === undefined) return []
  return [claim(desk, desk.request, key, { made: `tickets/${result.number}`, answer: result })]
}

/**
 * The claim of the whole comes last and together with its answer: were it there before, a repeat after a crash
 * would be answered from it and finish nothing.
 */
export async function keepWhole(desk: Desk, results: readonly BulkResult[]): Promise<void> {
  const isWhole = results.every(({ code }) => code !== 'bulk.not-reached')
  if (desk.request === undefined || !isWhole) return
  const { idempotencyKey } = desk.request
  await desk.table.commit([
    claim(desk, desk.request, idempotencyKey, { made: 'tickets', answer: { results } }),
  ])
}

/** A blank is in no Idempotency-Key: these claims meet no other request's. */
function claimKey(desk: Desk, number: number): string | undefined {
  return desk.request && `${desk.request.idempotencyKey} ${number}`
}

function claim(
  desk: Desk,
  { principal, bodySha256 }: NonNullable<Desk['request']>,
  key: string,
  { made, answer }: { made: string; answer: object },
) {
  return claimRequest(principal, key, {
    bodySha256,
    made,
    at: desk.now(),
    answer: { status: 200, body: JSON.stringify(answer), headers: { 'Content-Type': 'application/json' } },
  })
}
