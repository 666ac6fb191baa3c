/** Rings when something that others wait for may have changed. */
export class Bell {
  #waiting: (() => void)[] = []

  ring(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  /** Resolves at the next ring, or after so many milliseconds. */
  next(mostMs: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, mostMs)
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
