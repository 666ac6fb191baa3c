import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { localSecretAccessKey } from '../wire/signature.ts'
import { exited, FunctionFailure, timedOut } from './failure.ts'
import type { FunctionLog } from './log.ts'
import type { Delivery, RuntimeApi } from './runtime-api.ts'

/** One function as it is deployed. */
export interface DeployedFunction {
  name: string
  /** Holds the bundle, whose handler is `index.handler`. */
  folder: string
  memoryMb: number
  timeoutSeconds: number
  environment: Record<string, string>
}

const bootstrap = fileURLToPath(new URL('bootstrap.mjs', import.meta.url))
const initMaxMs = 10_000
const answerMaxBytes = 6 * 1024 * 1024
/** Lambda leaves the rest of a function's memory to what is not the heap. */
const heapShare = 0.9

/** A process that runs one function, one invocation at a time, until it is killed. */
export class LambdaInstance {
  /** Signs this process's calls, so that services can tell whom an injected crash must take down. */
  readonly accessKeyId: string
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>
  readonly #function: DeployedFunction
  readonly #process: ChildProcess
  readonly #startedAt = performance.now()
  #initMs: number | undefined
  #inbox = Promise.withResolvers<Delivery>()
  #current: { requestId: string; outcome: PromiseWithResolvers<string> } | undefined
  #timer: NodeJS.Timeout | undefined
  #reason: FunctionFailure | undefined

  constructor(deployed: DeployedFunction, runtimeApi: RuntimeApi, log: FunctionLog) {
    const id = randomUUID()
    this.accessKeyId = `local-${deployed.name}-${id.slice(0, 8)}`
    this.#function = deployed
    const heapMb = Math.floor(deployed.memoryMb * heapShare)
    this.#process = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, bootstrap], {
      cwd: deployed.folder,
      env: environmentOf(deployed, this.accessKeyId, `${runtimeApi.address}/${id}`),
      // Its input says nothing: that it closes tells the function that this process is gone.
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    runtimeApi.register(id, this)
    if (this.#process.stdout) log.follow(this.#process.stdout, false)
    if (this.#process.stderr) log.follow(this.#process.stderr, true)
    this.#process.stdin?.on('error', () => {})
    const gone = Promise.withResolvers<void>()
    this.ended = gone.promise
    const end = (how: string) => {
      runtimeApi.forget(id)
      this.#reason ??= exited(how)
      this.#settle()?.reject(this.#reason)
      gone.resolve()
    }
    this.#process.on('error', error => end(error.message))
    this.#process.on('exit', (code, signal) => end(signal ? `signal: ${signal}` : `exit status ${code}`))
  }

  get isAlive(): boolean {
    return this.#reason === undefined
  }

  /** How long the cold start took, in milliseconds; 0 while it lasts. */
  get initMs(): number {
    return this.#initMs ?? 0
  }

  /** Runs one invocation; answers the handler's result as JSON, or throws FunctionFailure. */
  invoke(event: string, offsetMs: number): Promise<string> {
    if (this.#reason !== undefined) return Promise.reject(this.#reason)
    const requestId = randomUUID()
    const outcome = Promise.withResolvers<string>()
    this.#current = { requestId, outcome }
    const functionArn = `arn:aws:lambda:us-east-1:000000000000:function:${this.#function.name}`
    this.#inbox.resolve({ requestId, event, offsetMs, deadlineMs: 0, functionArn })
    if (this.#initMs === undefined) {
      this.#timer = setTimeout(() => this.kill(timedOut(initMaxMs / 1000)), initMaxMs)
    }
    return outcome.promise
  }

  /** Ends the process at once; an invocation under way fails for the reason given. */
  kill(reason?: FunctionFailure): void {
    this.#reason ??= reason ?? exited('signal: killed')
    this.#process.kill('SIGKILL')
  }

  /** The function asks for work; its time runs from here. */
  async next(): Promise<Delivery> {
    this.#initMs ??= performance.now() - this.#startedAt
    const delivery = await this.#inbox.promise
    this.#inbox = Promise.withResolvers()
    const { timeoutSeconds } = this.#function
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.kill(timedOut(timeoutSeconds)), timeoutSeconds * 1000)
    return { ...delivery, deadlineMs: Date.now() + delivery.offsetMs + timeoutSeconds * 1000 }
  }

  answered(requestId: string, body: string): void {
    if (Buffer.byteLength(body) <= answerMaxBytes) {
      this.#settle(requestId)?.resolve(body)
      return
    }
    const message = `Response payload size exceeded maximum allowed payload size (${answerMaxBytes} bytes).`
    this.#settle(requestId)?.reject(
      new FunctionFailure('too-large', 'Function.ResponseSizeTooLarge', message),
    )
  }

  failed(requestId: string, failure: FunctionFailure): void {
    this.#settle(requestId)?.reject(failure)
  }

  /** The process reports why it cannot start, and then ends by itself. */
  initFailed(failure: FunctionFailure): void {
    this.#reason ??= failure
  }

  #settle(requestId = this.#current?.requestId): PromiseWithResolvers<string> | undefined {
    const current = this.#current
    if (current === undefined || current.requestId !== requestId) return undefined
    clearTimeout(this.#timer)
    this.#current = undefined
    return current.outcome
  }
}

/** The variables Lambda sets, on top of the function's own. */
function environmentOf(deployed: DeployedFunction, accessKeyId: string, runtimeApi: string) {
  const { name, folder, memoryMb, environment } = deployed
  return {
    PATH: process.env.PATH,
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: accessKeyId,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: 'index.handler',
    ...environment,
    // Last, so that each process signs as itself whatever the desk's own environment says.
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: localSecretAccessKey,
  }
}
