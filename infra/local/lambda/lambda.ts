import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { FaultKind, Faults } from '../faults.ts'
import type { Usage } from '../usage.ts'
import { FunctionFailure } from './failure.ts'
import type { DeployedFunction } from './instance.ts'
import { type ErrorListener, FunctionLog } from './log.ts'
import { type Ending, LambdaPool } from './pool.ts'
import { RuntimeApi } from './runtime-api.ts'

export { FunctionFailure } from './failure.ts'
export type { DeployedFunction } from './instance.ts'

export interface LambdasOptions<Name extends string> {
  functions: Record<Name, Omit<DeployedFunction, 'name'>>
  clock: Clock
  usage: Usage
  faults: Faults
  /** Receives `<function>.log` for each function. */
  logDir: string
  /** Instances of one function at a time; further invocations wait. */
  concurrency?: number
  /** How long an instance is kept that nobody needs. */
  idleMaxMs?: number
  onError?: ErrorListener
}

const defaultConcurrency = 4
const defaultIdleMaxMs = 60_000
const eventMaxBytes = 6 * 1024 * 1024
const delayMs = 500
const endings: Partial<Record<FaultKind, Ending>> = {
  'crash-before': 'crash-before',
  'crash-after': 'crash-after',
  timeout: 'timeout',
}

/** Starts a Lambda service that runs these bundles, each in processes of its own, as AWS would. */
export async function startLambdas<Name extends string>(
  options: LambdasOptions<Name>,
): Promise<Lambdas<Name>> {
  return new Lambdas(options, await RuntimeApi.start())
}

/** Functions that can be invoked by name. */
export class Lambdas<Name extends string> {
  readonly #options: LambdasOptions<Name>
  readonly #runtimeApi: RuntimeApi
  readonly #pools = new Map<Name, LambdaPool>()
  readonly #logs = new Map<Name, FunctionLog>()
  #running = 0

  constructor(options: LambdasOptions<Name>, runtimeApi: RuntimeApi) {
    this.#options = options
    this.#runtimeApi = runtimeApi
  }

  /** Answers what the handler returned, or throws FunctionFailure; `at` stands in for the desk's clock. */
  async invoke(name: Name, event: unknown, at?: Date): Promise<unknown> {
    const { faults, clock } = this.#options
    const text = JSON.stringify(event)
    this.#running += 1
    const fault = faults.strike('lambda', name)
    try {
      if (fault === 'throttle')
        throw new FunctionFailure('throttled', 'TooManyRequestsException', 'Rate Exceeded.')
      if (fault === 'error') throw new FunctionFailure('error', 'InjectedFault', 'Failed as ordered')
      if (Buffer.byteLength(text) > eventMaxBytes) {
        throw new FunctionFailure('too-large', 'RequestEntityTooLargeException', 'The event is over 6 MB')
      }
      if (fault === 'delay') await sleep(delayMs)
      const run = () => {
        const offsetMs = at === undefined ? clock.offsetMs() : at.getTime() - Date.now()
        const ending = fault && endings[fault]
        return this.#poolOf(name).run({ event: text, offsetMs, ...(ending && { ending }) })
      }
      if (fault === 'duplicate') await run()
      return JSON.parse(await run())
    } catch (error) {
      if (error instanceof FunctionFailure && error.kind !== 'error') {
        this.#logOf(name).note(`${error.errorType}: ${error.message}`)
      }
      throw error
    } finally {
      this.#running -= 1
    }
  }

  /** No invocation is under way. */
  isIdle(): boolean {
    return this.#running === 0
  }

  /** Kills the process whose calls are signed with this access key id. */
  crash(accessKeyId: string): void {
    for (const pool of this.#pools.values()) pool.crash(accessKeyId)
  }

  /** Kills every process and waits until they are gone. */
  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(pool => pool.close()))
    await this.#runtimeApi.close()
  }

  #poolOf(name: Name): LambdaPool {
    const known = this.#pools.get(name)
    if (known) return known
    const { functions, usage, concurrency = defaultConcurrency, idleMaxMs = defaultIdleMaxMs } = this.#options
    const pool = new LambdaPool({
      deployed: { name, ...functions[name] },
      runtimeApi: this.#runtimeApi,
      log: this.#logOf(name),
      concurrency,
      idleMaxMs,
      onInvoked: (billedMs, cold, failed) => usage.countInvocation(name, billedMs, cold, failed),
    })
    this.#pools.set(name, pool)
    return pool
  }

  #logOf(name: Name): FunctionLog {
    const log = this.#logs.get(name) ?? new FunctionLog(this.#options.logDir, name, this.#options.onError)
    this.#logs.set(name, log)
    return log
  }
}
