import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { closeServer, listenLocally } from '../wire/server.ts'
import { failureFrom } from './failure.ts'
import type { LambdaInstance } from './instance.ts'

/** An invocation on its way into a function. */
export interface Delivery {
  requestId: string
  event: string
  /** Milliseconds by which Date runs ahead of the machine's clock inside. */
  offsetMs: number
  /** Epoch milliseconds by the Date inside. */
  deadlineMs: number
  functionArn: string
}

/** The Runtime API of every instance; each has a path of its own, which nobody else can guess. */
export class RuntimeApi {
  /** `host:port`, to be followed by `/` and the instance's id. */
  readonly address: string
  readonly #instances: Map<string, LambdaInstance>
  readonly #close: () => Promise<void>

  private constructor(address: string, instances: Map<string, LambdaInstance>, close: () => Promise<void>) {
    this.address = address
    this.#instances = instances
    this.#close = close
  }

  static async start(): Promise<RuntimeApi> {
    const instances = new Map<string, LambdaInstance>()
    const server = createServer((request, response) => {
      const [, id = '', , , ...rest] = (request.url ?? '').split('/')
      const instance = instances.get(id)
      if (instance === undefined) response.writeHead(404).end()
      else serve(instance, rest, request, response).catch(() => response.destroy())
    })
    // An idle function waits for its next invocation for as long as it takes.
    server.requestTimeout = 0
    server.keepAliveTimeout = 0
    const endpoint = await listenLocally(server)
    return new RuntimeApi(new URL(endpoint).host, instances, () => closeServer(server))
  }

  register(id: string, instance: LambdaInstance): void {
    this.#instances.set(id, instance)
  }

  forget(id: string): void {
    this.#instances.delete(id)
  }

  close(): Promise<void> {
    return this.#close()
  }
}

/** Serves `invocation/next`, `invocation/{id}/response`, `invocation/{id}/error` and `init/error`. */
async function serve(
  instance: LambdaInstance,
  [kind, id = '', what]: string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET' && kind === 'invocation' && id === 'next') {
    deliver(await instance.next(), response)
    return
  }
  const body = await readText(request)
  response.writeHead(202).end()
  if (kind === 'init') instance.initFailed(failureFrom(body))
  else if (what === 'response') instance.answered(id, body)
  else if (what === 'error') instance.failed(id, failureFrom(body))
}

function deliver(delivery: Delivery, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': delivery.requestId,
    'lambda-runtime-deadline-ms': String(delivery.deadlineMs),
    'lambda-runtime-invoked-function-arn': delivery.functionArn,
    'lambda-runtime-trace-id': traceIdOf(delivery),
    'docket-clock-offset-ms': String(delivery.offsetMs),
  })
  response.end(delivery.event)
}

/** X-Ray's form, unsampled. */
function traceIdOf({ requestId, deadlineMs }: Delivery): string {
  const seconds = Math.floor(deadlineMs / 1000).toString(16)
  return `Root=1-${seconds}-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
