import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultKind } from '../faults.ts'

/** The fault kinds that a service answers without doing anything. */
export type Refusal = 'error' | 'throttle' | 'conflict'

interface FaultyCall<Answer> {
  fault: FaultKind | undefined
  /** Does what the call asks for. */
  effect: () => Promise<Answer>
  refuse: (kind: Refusal) => Answer
  /** Kills the caller. */
  crash: () => void
}

const delayMs = 500
const silenceMs = 1000

/** Serves one call under the fault that strikes it; undefined means: cut the line, the caller hears nothing. */
export async function serveUnderFault<Answer>(call: FaultyCall<Answer>): Promise<Answer | undefined> {
  switch (call.fault) {
    case undefined:
      return call.effect()
    case 'error':
    case 'throttle':
    case 'conflict':
      return call.refuse(call.fault)
    case 'delay':
      await sleep(delayMs)
      return call.effect()
    case 'duplicate':
      await call.effect()
      return call.effect()
    case 'timeout':
      await call.effect()
      await sleep(silenceMs)
      return undefined
    case 'crash-before':
      call.crash()
      return undefined
    case 'crash-after':
      await call.effect()
      call.crash()
      return undefined
  }
}
