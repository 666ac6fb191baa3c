export type FaultService = 'dynamodb' | 's3' | 'ses' | 'lambda' | 'sqs'
export type FaultKind =
  | 'error'
  | 'throttle'
  | 'conflict'
  | 'timeout'
  | 'crash-before'
  | 'crash-after'
  | 'duplicate'
  | 'delay'

export interface FaultOrder {
  service: FaultService
  /** Operation name as AWS spells it (`TransactWriteItems`, `PutObject`, `SendRawEmail`); a function's name for lambda. */
  operation?: string
  kind: FaultKind
  /** Strikes only the nth matching call from now, counted from 1. */
  nth?: number
  /** Strikes each matching call with this probability, 0 to 1. */
  probability?: number
  seed?: number
}

interface Armed extends FaultOrder {
  seen: number
  random: () => number
}

/** The faults ordered through `POST /_local/faults`; the same seed strikes the same calls. */
export class Faults {
  #armed: Armed[] = []

  arm(order: FaultOrder): void {
    this.#armed.push({ ...order, seen: 0, random: seededRandom(order.seed ?? 1) })
  }

  clear(): void {
    this.#armed = []
  }

  /** Every service asks once per call it serves; answers the fault that must strike this call, if any. */
  strike(service: FaultService, operation: string): FaultKind | undefined {
    for (const fault of this.#armed) {
      if (fault.service !== service) continue
      if (fault.operation !== undefined && fault.operation !== operation) continue
      fault.seen += 1
      if (fault.nth !== undefined ? fault.seen === fault.nth : fault.random() < (fault.probability ?? 1)) {
        return fault.kind
      }
    }
    return undefined
  }
}

/** mulberry32: small, fast and the same everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
