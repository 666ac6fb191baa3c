import { randomBytes } from 'node:crypto'
import { DeskError } from '../domain/errors.ts'
import type { Table } from './table.ts'

const key = { pk: 'DESK', sk: 'SECRETS' }

/**
 * The desk's own signing key, made at first use and kept in the (encrypted) table, where it costs nothing;
 * every function reads it once per cold start.
 */
export class Secrets {
  readonly #table: Table
  #signingKey: Promise<string> | undefined

  constructor(table: Table) {
    this.#table = table
  }

  signingKey(): Promise<string> {
    this.#signingKey ??= this.#readOrMake().catch(error => {
      this.#signingKey = undefined
      throw error
    })
    return this.#signingKey
  }

  async #readOrMake(): Promise<string> {
    const found = await this.#table.get(key)
    if (found !== undefined) return String(found.signingKey)
    const made = randomBytes(32).toString('base64url')
    try {
      await this.#table.commit([
        { put: { ...key, itemType: 'secrets', signingKey: made }, onlyIf: { absent: true } },
      ])
      return made
    } catch (error) {
      if (!(error instanceof DeskError)) throw error
      // Another function was first: its key is the desk's.
      return this.#readOrMake()
    }
  }
}
