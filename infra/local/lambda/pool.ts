import { exited, timedOut } from './failure.ts'
import { type DeployedFunction, LambdaInstance } from './instance.ts'
import type { FunctionLog } from './log.ts'
import type { RuntimeApi } from './runtime-api.ts'

/** How a fault ends an invocation; `crash-before` ends it before the handler runs. */
export type Ending = 'crash-before' | 'crash-after' | 'timeout'

export interface Run {
  /** JSON. */
  event: string
  offsetMs: number
  ending?: Ending
}

export interface PoolOptions {
  deployed: DeployedFunction
  runtimeApi: RuntimeApi
  log: FunctionLog
  concurrency: number
  /** How long an instance is kept that nobody needs. */
  idleMaxMs: number
  /** Told of each invocation that reached an instance, whatever became of it. */
  onInvoked: (billedMs: number, cold: boolean, failed: boolean) => void
}

/** The instances of one function: warm ones are used again, newest first, and let go when nobody needs them. */
export class LambdaPool {
  readonly #options: PoolOptions
  readonly #live = new Set<LambdaInstance>()
  readonly #idle = new Map<LambdaInstance, NodeJS.Timeout>()
  readonly #waiting: (() => void)[] = []
  #running = 0
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /** Answers the handler's result as JSON, or throws FunctionFailure; waits while all instances are busy. */
  async run(run: Run): Promise<string> {
    if (this.#running >= this.#options.concurrency) {
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    } else this.#running += 1
    try {
      return await this.#runOn(this.#take(), run)
    } finally {
      // A slot goes from hand to hand, so that nobody slips in between.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }

  /** Kills the instance that signs with this key, if it is one of these. */
  crash(accessKeyId: string): void {
    for (const instance of this.#live) {
      if (instance.accessKeyId === accessKeyId) instance.kill()
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const timer of this.#idle.values()) clearTimeout(timer)
    this.#idle.clear()
    for (const instance of this.#live) instance.kill()
    await Promise.all([...this.#live].map(instance => instance.ended))
  }

  async #runOn(instance: LambdaInstance, { event, offsetMs, ending }: Run): Promise<string> {
    const startedAt = performance.now()
    const cold = instance.initMs === 0
    let failed = true
    try {
      if (ending === 'crash-before') instance.kill()
      const answer = await instance.invoke(event, offsetMs)
      if (ending === 'crash-after') throw exited('signal: killed')
      if (ending === 'timeout') throw timedOut(this.#options.deployed.timeoutSeconds)
      failed = false
      return answer
    } finally {
      if (failed && ending !== undefined) instance.kill()
      // A cold start is billed too, as Lambda does since August 2025.
      this.#options.onInvoked(Math.ceil(performance.now() - startedAt), cold, failed)
      this.#giveBack(instance)
    }
  }

  #take(): LambdaInstance {
    if (this.#closed) throw exited('the cloud is closed')
    const warm = [...this.#idle.keys()].filter(instance => instance.isAlive).at(-1)
    if (warm === undefined) return this.#start()
    clearTimeout(this.#idle.get(warm))
    this.#idle.delete(warm)
    return warm
  }

  #start(): LambdaInstance {
    const instance = new LambdaInstance(this.#options.deployed, this.#options.runtimeApi, this.#options.log)
    this.#live.add(instance)
    instance.ended.then(() => {
      this.#live.delete(instance)
      clearTimeout(this.#idle.get(instance))
      this.#idle.delete(instance)
    })
    return instance
  }

  #giveBack(instance: LambdaInstance): void {
    if (!instance.isAlive || this.#closed) return
    this.#idle.set(instance, setTimeout(() => instance.kill(), this.#options.idleMaxMs).unref())
  }
}
