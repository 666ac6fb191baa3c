import { createHmac } from 'node:crypto'
import { DeskError } from '../domain/errors.ts'
import type { Desk, IdempotentRequest } from '../runtime/desk.ts'
import * as store from '../store/requests.ts'

export type AnsweredRequest = store.AnsweredRequest

/** The effect and answer of an earlier request with this key; `idempotency.other-body` if it asked for something else. */
export async function findAnswered(
  desk: Desk,
  request: IdempotentRequest,
): Promise<AnsweredRequest | undefined> {
  const found = await store.readRequest(desk.table, request.principal, request.idempotencyKey)
  if (found !== undefined && found.bodySha256 !== request.bodySha256) {
    throw new DeskError('idempotency.other-body', 'This Idempotency-Key was used for another request.')
  }
  return found
}

/** An answer larger than this is not kept: a repeat is answered from the resource that was made. */
const answerBytesMax = 100_000

/** Keeps the answer beside the claim that the effect's transaction made; without a claim there was no effect. */
export async function keepAnswer(
  desk: Desk,
  request: IdempotentRequest,
  answer: NonNullable<AnsweredRequest['answer']>,
): Promise<void> {
  if (Buffer.byteLength(answer.body) > answerBytesMax) return
  try {
    await desk.table.commit([store.rememberAnswer(request.principal, request.idempotencyKey, answer)])
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
  }
}

/**
 * A secret for what a request makes, the same for the same request, so that a repeat can be told it again though
 * it is kept nowhere. Besides the signing key it takes the Idempotency-Key itself, of which the table has a hash
 * only, and the instant of the claim: the same Idempotency-Key, used again once its claim has expired, makes
 * another secret, and never one that was revoked meanwhile.
 */
export async function secretOfRequest(
  desk: Desk,
  purpose: string,
  { principal, idempotencyKey }: IdempotentRequest,
  at: string,
): Promise<Buffer> {
  return createHmac('sha256', await desk.secrets.signingKey())
    .update(JSON.stringify(['secret-of-request', purpose, principal, idempotencyKey, at]))
    .digest()
}
