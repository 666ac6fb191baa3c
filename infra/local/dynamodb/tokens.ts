import { createHash } from 'node:crypto'
import type { Batch, Level } from './dynalite.ts'
import { dynamoDbError } from './errors.ts'

const prefix = 'docket-token~'
const validForMs = 10 * 60 * 1000

/** A transaction that took place under a token. */
interface Spent {
  contentHash: string
  atMs: number
  /** Read units a repetition costs, by table; AWS charges it as a read of the items then written. */
  replayUnits: Record<string, number>
}

/** The ClientRequestTokens of the last ten minutes, as durable as the transactions they stand for. */
export class RequestTokens {
  /** In the order they were spent. */
  readonly #spent: Map<string, Spent>

  private constructor(spent: Map<string, Spent>) {
    this.#spent = spent
  }

  static async open(level: Level): Promise<RequestTokens> {
    const stored = await level.iterator({ gt: prefix, lt: `${prefix}~` }).all()
    const spent = stored.map(([key, value]) => [key.slice(prefix.length), value as Spent] as const)
    return new RequestTokens(new Map(spent.sort(([, one], [, other]) => one.atMs - other.atMs)))
  }

  /** What a repeated request costs, or nothing for a first one; throws when the token meant something else. */
  replay(token: string, contentHash: string, at: Date): Record<string, number> | undefined {
    const spent = this.#spent.get(token)
    if (!spent || at.getTime() - spent.atMs >= validForMs) return undefined
    if (spent.contentHash === contentHash) return spent.replayUnits
    const message =
      'An error occurred (IdempotentParameterMismatchException): the token was used with other parameters'
    throw dynamoDbError('IdempotentParameterMismatchException', message)
  }

  /** The batch that spends a token, to be committed with its transaction; then `spent`. */
  spend(token: string, spent: Spent): Batch[] {
    return [...this.#expired(spent.atMs), { type: 'put', key: prefix + token, value: spent }]
  }

  spent(token: string, spent: Spent): void {
    for (const { key } of this.#expired(spent.atMs)) this.#spent.delete(key.slice(prefix.length))
    this.#spent.delete(token)
    this.#spent.set(token, spent)
  }

  #expired(nowMs: number): Batch[] {
    const expired: Batch[] = []
    for (const [token, { atMs }] of this.#spent) {
      if (nowMs - atMs < validForMs) break
      expired.push({ type: 'del', key: prefix + token })
    }
    return expired
  }
}

/** Tells requests of different content apart. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64')
}
