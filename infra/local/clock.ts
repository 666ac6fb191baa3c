/** The desk's clock on this machine: real time plus an offset that `POST /_local/clock` moves. */
export interface Clock {
  now(): Date
  /** Milliseconds by which the desk's time runs ahead of the machine's. */
  offsetMs(): number
}

export class MovableClock implements Clock {
  #offsetMs: number

  constructor(offsetMs = 0) {
    this.#offsetMs = offsetMs
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs)
  }

  offsetMs(): number {
    return this.#offsetMs
  }

  moveTo(instant: Date): void {
    this.#offsetMs = instant.getTime() - Date.now()
  }
}
