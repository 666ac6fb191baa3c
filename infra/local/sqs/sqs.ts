import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import * as z from 'zod'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Queue } from '../queue.ts'
import type { Usage } from '../usage.ts'
import { S3Error, type WireAnswer } from '../wire/answers.ts'
import { readBody, readHeaders } from '../wire/request.ts'
import { type Refusal, serveUnderFault } from '../wire/serve-under-fault.ts'
import { closeServer, listenLocally, sendAnswer } from '../wire/server.ts'
import { verifySignature } from '../wire/signature.ts'

export interface SqsOptions {
  queues: readonly Pick<Queue, 'name' | 'accept'>[]
  clock: Clock
  usage: Usage
  faults: Faults
  /** A fault kills the process that signs with this access key id. */
  onCrash?: (accessKeyId: string) => void
}

export interface LocalSqs {
  /** For AWS_ENDPOINT_URL_SQS. */
  endpoint: string
  close(): Promise<void>
}

class SqsError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

const DelaySeconds = z.int().min(0).max(900).default(0)
const one = z.object({ QueueUrl: z.string(), MessageBody: z.string().min(1), DelaySeconds })
const batch = z.object({
  QueueUrl: z.string(),
  Entries: z.array(
    z.object({ Id: z.string().regex(/^[\w-]{1,80}$/), MessageBody: z.string().min(1), DelaySeconds }),
  ),
})
const entriesMax = 10

/** Starts an SQS (AWS JSON protocol: SendMessage, SendMessageBatch) in front of queues of this process. */
export async function startSqs(options: SqsOptions): Promise<LocalSqs> {
  const server = createServer(async (message, response) => {
    const answer = await answerMessage(message, options)
    if (answer === undefined) message.socket.destroy()
    else sendAnswer(message, response, answer)
  })
  return { endpoint: await listenLocally(server), close: () => closeServer(server) }
}

/** Undefined means that the caller hears nothing. */
async function answerMessage(message: IncomingMessage, options: SqsOptions): Promise<WireAnswer | undefined> {
  try {
    const body = await readBody(message)
    const headers = readHeaders(message)
    const accessKeyId = verifyCall(message, headers, body, options.clock.now())
    const action = (headers['x-amz-target'] ?? '').replace(/^AmazonSQS\./, '')
    return await serveUnderFault({
      fault: options.faults.strike('sqs', action),
      effect: async () => perform(action, body.toString(), options),
      refuse: kind => errorAnswer(refusals[kind]),
      crash: () => options.onCrash?.(accessKeyId),
    })
  } catch (error) {
    if (error instanceof SqsError) return errorAnswer(error)
    if (error instanceof S3Error) return errorAnswer(new SqsError(error.code, error.message, 403))
    console.error('local SQS:', error)
    return errorAnswer(refusals.error)
  }
}

function verifyCall(
  message: IncomingMessage,
  headers: Record<string, string>,
  body: Buffer,
  now: Date,
): string {
  const payloadHash = createHash('sha256').update(body).digest('hex')
  const call = { method: message.method ?? '', rawPath: message.url ?? '', query: [] }
  return verifySignature({ ...call, headers: { ...headers, 'x-amz-content-sha256': payloadHash } }, now)
}

function perform(action: string, body: string, options: SqsOptions): WireAnswer {
  switch (action) {
    case 'SendMessage': {
      const { QueueUrl, ...message } = read(one, body)
      const sent = send(queueOf(QueueUrl, options), message)
      options.usage.countSqs(1)
      return jsonAnswer(200, sent)
    }
    case 'SendMessageBatch': {
      const { QueueUrl, Entries } = read(batch, body)
      assertEntries(Entries)
      const queue = queueOf(QueueUrl, options)
      const Successful = Entries.map(({ Id, ...message }) => ({ Id, ...send(queue, message) }))
      options.usage.countSqs(Entries.length)
      return jsonAnswer(200, { Successful, Failed: [] })
    }
    default:
      throw new SqsError('InvalidAction', `The action ${action} is not valid for this endpoint.`)
  }
}

function send(
  queue: Pick<Queue, 'accept'>,
  { MessageBody: body, DelaySeconds: delay }: { MessageBody: string; DelaySeconds: number },
) {
  return {
    MessageId: queue.accept(body, delay * 1_000),
    MD5OfMessageBody: createHash('md5').update(body).digest('hex'),
  }
}

function queueOf(url: string, { queues }: SqsOptions) {
  const name = url.slice(url.lastIndexOf('/') + 1)
  const queue = queues.find(one => one.name === name)
  if (queue === undefined) throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.')
  return queue
}

function assertEntries(entries: readonly { Id: string }[]): void {
  if (entries.length === 0) throw new SqsError('EmptyBatchRequest', 'There should be at least one entry.')
  if (entries.length > entriesMax) {
    throw new SqsError('TooManyEntriesInBatchRequest', `Maximum number of entries is ${entriesMax}.`)
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new SqsError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.')
  }
}

function read<T extends z.ZodType>(schema: T, body: string): z.output<T> {
  const { success, data, error } = schema.safeParse(JSON.parse(body))
  if (success) return data
  throw new SqsError('InvalidParameterValue', z.prettifyError(error))
}

/** SQS knows no conflict; a refusal that must not be retried stands in for it. */
const refusals: Record<Refusal, SqsError> = {
  error: new SqsError('InternalFailure', 'The request processing has failed.', 500),
  throttle: new SqsError('RequestThrottled', 'The request was denied due to request throttling.'),
  conflict: new SqsError(
    'InvalidMessageContents',
    'The message contains characters outside the allowed set.',
  ),
}

function errorAnswer({ code, message, status }: SqsError): WireAnswer {
  return jsonAnswer(status, { __type: `com.amazonaws.sqs#${code}`, message })
}

function jsonAnswer(status: number, body: object): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(JSON.stringify(body)),
  }
}
