import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32 } from 'node:zlib'
import type { Faults } from '../faults.ts'
import type { Usage } from '../usage.ts'
import type { Database } from './database.ts'
import { AwsError, dynamoDbError } from './errors.ts'
import { faultBefore } from './faults.ts'
import { operations } from './operations.ts'
import { Consumption } from './units.ts'

const bodyMaxBytes = 16 * 1024 * 1024
const delayMs = 500
const timeoutMs = 1000

/** What the endpoint serves and whom it tells. */
export interface ServerOptions {
  database: Database
  usage: Usage
  faults: Faults
  /** Told whose process an injected crash must take down. */
  onCrash: (accessKeyId: string) => void
}

interface Call {
  operation: string
  body: string
  accessKeyId: string
}

/** Listens on an ephemeral port of 127.0.0.1, as DynamoDB's JSON 1.0 endpoint. */
export async function listen(options: ServerOptions): Promise<{ endpoint: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    serve(options, request, response).catch(error => {
      // The caller hung up before its request was whole.
      if (request.errored) return
      console.error('local DynamoDB:', error)
      send(response, dynamoDbError('InternalServerError', 'Internal server error'))
    })
  })
  // Clients keep their connections; at AWS's side too they outlive Node's default of 5 s.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return { endpoint: `http://127.0.0.1:${port}`, close: () => closeServer(server) }
}

async function serve(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await readCall(request)
  if (call instanceof AwsError) return send(response, call)
  const fault = options.faults.strike('dynamodb', call.operation)
  if (fault === 'crash-before') {
    options.onCrash(call.accessKeyId)
    response.destroy()
    return
  }
  const refusal = faultBefore(fault, call.operation, call.body)
  if (refusal) {
    options.usage.countDynamoDb(call.operation, [])
    return send(response, refusal)
  }
  if (fault === 'duplicate') await execute(options, call)
  const answer = await execute(options, call)
  if (fault === 'crash-after') {
    options.onCrash(call.accessKeyId)
    response.destroy()
  } else if (fault === 'timeout') setTimeout(() => response.destroy(), timeoutMs).unref()
  else if (fault === 'delay') setTimeout(() => send(response, answer), delayMs).unref()
  else send(response, answer)
}

/** Runs the operation and counts it, whatever becomes of it; errors in AWS's words are answers. */
async function execute({ database, usage }: ServerOptions, call: Call): Promise<object | AwsError> {
  const run = operations[call.operation]
  if (!run) return new AwsError('com.amazon.coral.service#UnknownOperationException', '')
  const consumption = new Consumption()
  try {
    return await run(database, JSON.parse(call.body), consumption)
  } catch (error) {
    if (error instanceof AwsError) return error
    if (error instanceof SyntaxError)
      return new AwsError('com.amazon.coral.service#SerializationException', '')
    throw error
  } finally {
    usage.countDynamoDb(call.operation, consumption.uses(call.operation))
  }
}

async function readCall(request: IncomingMessage): Promise<Call | AwsError> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes <= bodyMaxBytes) chunks.push(chunk)
  }
  if (bytes > bodyMaxBytes) {
    return new AwsError(
      'com.amazon.coral.service#RequestEntityTooLargeException',
      'Request too large',
      {},
      413,
    )
  }
  const accessKeyId = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1]
  if (!accessKeyId) {
    const type = 'com.amazon.coral.service#MissingAuthenticationTokenException'
    return new AwsError(type, 'Request is missing Authentication Token')
  }
  const operation = String(request.headers['x-amz-target'] ?? '').replace(/^DynamoDB_20120810\./, '')
  return { operation, body: Buffer.concat(chunks).toString(), accessKeyId }
}

function send(response: ServerResponse, answer: object | AwsError): void {
  const body = JSON.stringify(answer instanceof AwsError ? answer.body() : answer)
  response.writeHead(answer instanceof AwsError ? answer.status : 200, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amz-crc32': crc32(body),
    'x-amzn-requestid': randomUUID(),
  })
  response.end(body)
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
