import type { Table } from '../../shared/runtime/table.ts'

/** Counts reads and writes that wait for one another: what goes on side by side is one trip. */
export class Trips {
  #finished = 0

  /** The table, with its calls counted. */
  watch(table: Table): Table {
    const counted =
      <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
      async (...given: A): Promise<R> => {
        const trip = this.#finished + 1
        try {
          return await call(...given)
        } finally {
          this.#finished = Math.max(this.#finished, trip)
        }
      }
    return {
      get: counted((key, consistent) => table.get(key, consistent)),
      getMany: counted((keys, consistent) => table.getMany(keys, consistent)),
      query: counted(query => table.query(query)),
      commit: counted(writes => table.commit(writes)),
      increment: counted((key, attribute, more) => table.increment(key, attribute, more)),
    }
  }

  /** The longest chain since the last call. */
  take(): number {
    const trips = this.#finished
    this.#finished = 0
    return trips
  }
}
