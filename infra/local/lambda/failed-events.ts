import { appendFileSync } from 'node:fs'
import { FunctionFailure } from './failure.ts'

export interface FailedEvent {
  /** `stream` or `schedule`, and whose. */
  source: string
  function: string
  event: unknown
  error: unknown
}

/** Where events end that failed for good: the file stands in for the queue of failed events on AWS. */
export class FailedEvents {
  readonly #path: string
  readonly #now: () => Date

  constructor(path: string, now: () => Date) {
    this.#path = path
    this.#now = now
  }

  record({ error, ...failed }: FailedEvent): void {
    const message = error instanceof Error ? error.message : String(error)
    const errorType = error instanceof FunctionFailure ? error.errorType : 'Error'
    const line = { at: this.#now().toISOString(), ...failed, error: { errorType, message } }
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`)
  }
}
