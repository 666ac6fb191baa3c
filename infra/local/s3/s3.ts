import { createServer, type IncomingMessage } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Usage } from '../usage.ts'
import { emptyAnswer, errorAnswer, S3Error, type WireAnswer } from '../wire/answers.ts'
import { operationOf, readRequest, type S3Request } from '../wire/request.ts'
import { type Refusal, serveUnderFault } from '../wire/serve-under-fault.ts'
import { closeServer, listenLocally, sendAnswer } from '../wire/server.ts'
import { verifySignature } from '../wire/signature.ts'
import { BucketFolder } from './objects.ts'
import { operations, type S3Ground } from './operations.ts'
import { postObject, readPost } from './post.ts'

export { localSecretAccessKey } from '../wire/signature.ts'

export interface S3Options {
  dataDir: string
  buckets: readonly string[]
  clock: Clock
  usage: Usage
  faults: Faults
  /** A fault kills the process that signs with this access key id. */
  onCrash?: (accessKeyId: string) => void
  onObjectCreated?: (bucket: string, key: string) => void
  /** Pages of this origin may post forms to these buckets and read the answers (CORS). */
  forms?: { origin: string; buckets: readonly string[] }
}

export interface LocalS3 {
  /** For AWS_ENDPOINT_URL_S3. */
  endpoint: string
  /** Writes as AWS's own services do: no signature, no fault, no usage. */
  putObject(bucket: string, key: string, body: Buffer, contentType?: string): Promise<void>
  readObject(bucket: string, key: string): Promise<Buffer | undefined>
  listKeys(bucket: string): string[]
  close(): Promise<void>
}

type FindGround = (bucket: string) => S3Ground

/** Starts an S3 over a folder, on a free port of 127.0.0.1, for the AWS SDK, curl and browsers. */
export async function startS3(options: S3Options): Promise<LocalS3> {
  const { clock, dataDir, onObjectCreated = () => {} } = options
  const buckets = new Map(options.buckets.map(name => [name, new BucketFolder(dataDir, name)]))
  const findBucket = (name: string): BucketFolder => {
    const bucket = buckets.get(name)
    if (bucket === undefined) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist')
    return bucket
  }
  const groundOf: FindGround = name => {
    return { bucket: findBucket(name), findBucket, now: () => clock.now(), onObjectCreated }
  }
  const server = createServer(async (message, response) => {
    const answer = await answerMessage(message, options, groundOf)
    if (answer === undefined) message.socket.destroy()
    else sendAnswer(message, response, withCors(answer, message, options.forms))
  })
  return {
    endpoint: await listenLocally(server),
    putObject: async (bucket, key, body, contentType = 'binary/octet-stream') => {
      await findBucket(bucket).write(key, body, { 'content-type': contentType }, clock.now())
      onObjectCreated(bucket, key)
    },
    readObject: async (bucket, key) => (await findBucket(bucket).read(key))?.body,
    listKeys: bucket =>
      findBucket(bucket)
        .infos()
        .map(info => info.key),
    close: () => closeServer(server),
  }
}

/** Undefined means that the caller hears nothing. */
async function answerMessage(message: IncomingMessage, options: S3Options, groundOf: FindGround) {
  if (message.method === 'OPTIONS') return emptyAnswer(200)
  try {
    const request = await readRequest(message)
    const operation = operationOf(request)
    const admitted = await admit(request, operation, options.clock.now())
    const answer = await serveAdmitted(request, operation, admitted, options, groundOf)
    options.usage.countS3(operation, request.wireBody.length, answer?.body.length ?? 0)
    return answer
  } catch (error) {
    return explain(error, message.url ?? '/')
  }
}

/** As S3 does where a rule of the bucket fits the request; without one, the browser keeps the answer from the page. */
function withCors(
  answer: WireAnswer,
  { headers, url = '/' }: IncomingMessage,
  forms: S3Options['forms'],
): WireAnswer {
  const bucket = url.split(/[/?]/)[1] ?? ''
  const method = headers['access-control-request-method'] ?? 'POST'
  const fits = headers.origin === forms?.origin && forms?.buckets.includes(bucket) && method === 'POST'
  if (forms === undefined || !fits) return answer
  const cors = {
    'access-control-allow-origin': forms.origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    vary: 'Origin',
  }
  return { ...answer, headers: { ...answer.headers, ...cors } }
}

interface Admitted {
  accessKeyId: string
  effect: (ground: S3Ground) => Promise<WireAnswer>
}

/** Verifies who calls, and binds the call to what it does. */
async function admit(request: S3Request, operation: string, now: Date): Promise<Admitted> {
  if (operation === 'PostObject') {
    const form = await readPost(request, now)
    return { accessKeyId: form.accessKeyId, effect: ground => postObject(form, ground) }
  }
  const effect = async (ground: S3Ground): Promise<WireAnswer> => {
    const run = operations[operation]
    if (run === undefined) throw new S3Error('NotImplemented', `${operation} is not implemented here`)
    return run(request, ground)
  }
  return { accessKeyId: verifySignature(request, now), effect }
}

function serveAdmitted(
  request: S3Request,
  operation: string,
  admitted: Admitted,
  { faults, onCrash }: S3Options,
  groundOf: FindGround,
): Promise<WireAnswer | undefined> {
  return serveUnderFault<WireAnswer>({
    fault: faults.strike('s3', operation),
    effect: async () => {
      try {
        return await admitted.effect(groundOf(request.bucket))
      } catch (error) {
        return explain(error, request.rawPath)
      }
    },
    refuse: kind => errorAnswer(refusals[kind], request.rawPath),
    crash: () => onCrash?.(admitted.accessKeyId),
  })
}

const refusals: Record<Refusal, S3Error> = {
  error: new S3Error('InternalError', 'We encountered an internal error. Please try again.'),
  throttle: new S3Error('SlowDown', 'Please reduce your request rate.'),
  conflict: new S3Error('OperationAborted', 'A conflicting conditional operation is currently in progress.'),
}

function explain(error: unknown, resource: string): WireAnswer {
  if (error instanceof S3Error) return errorAnswer(error, resource)
  console.error('local S3:', error)
  return errorAnswer(refusals.error, resource)
}
