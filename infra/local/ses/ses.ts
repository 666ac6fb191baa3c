import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Usage } from '../usage.ts'
import { element, S3Error, type WireAnswer } from '../wire/answers.ts'
import { readBody, readHeaders } from '../wire/request.ts'
import { type Refusal, serveUnderFault } from '../wire/serve-under-fault.ts'
import { closeServer, listenLocally, sendAnswer } from '../wire/server.ts'
import { verifySignature } from '../wire/signature.ts'
import { Outbox, type SentMail } from './outbox.ts'
import { makeSendable, SesError } from './sending.ts'

export interface SesOptions {
  dataDir: string
  clock: Clock
  usage: Usage
  faults: Faults
  /** Largest raw mail in bytes. */
  maxBytes?: number
  /** A fault kills the process that signs with this access key id. */
  onCrash?: (accessKeyId: string) => void
  onSent?: (mail: SentMail) => void
}

export interface LocalSes {
  /** For AWS_ENDPOINT_URL_SES. */
  endpoint: string
  outbox: Outbox
  close(): Promise<void>
}

type Ground = Required<SesOptions> & { outbox: Outbox }

/** Starts an SES (version 1: SendRawEmail) whose mails end in an outbox on disk. */
export async function startSes(options: SesOptions): Promise<LocalSes> {
  const defaults = { maxBytes: 40 * 1024 * 1024, onCrash: () => {}, onSent: () => {} }
  const ground = { ...defaults, ...options, outbox: new Outbox(options.dataDir) }
  const server = createServer(async (message, response) => {
    const answer = await answerMessage(message, ground)
    if (answer === undefined) message.socket.destroy()
    else sendAnswer(message, response, answer)
  })
  const endpoint = await listenLocally(server)
  return { endpoint, outbox: ground.outbox, close: () => closeServer(server) }
}

/** Undefined means that the caller hears nothing. */
async function answerMessage(message: IncomingMessage, ground: Ground): Promise<WireAnswer | undefined> {
  try {
    const body = await readBody(message)
    const accessKeyId = verifyCall(message, body, ground.clock.now())
    const form = new URLSearchParams(body.toString('latin1'))
    const action = form.get('Action') ?? ''
    return await serveUnderFault({
      fault: ground.faults.strike('ses', action),
      effect: () => perform(action, form, ground),
      refuse: kind => errorAnswer(refusals[kind]),
      crash: () => ground.onCrash(accessKeyId),
    })
  } catch (error) {
    if (error instanceof SesError) return errorAnswer(error)
    if (error instanceof S3Error) return errorAnswer(new SesError(error.code, error.message, 403))
    console.error('local SES:', error)
    return errorAnswer(refusals.error)
  }
}

function verifyCall(message: IncomingMessage, body: Buffer, now: Date): string {
  const headers = readHeaders(message)
  const payloadHash = createHash('sha256').update(body).digest('hex')
  const call = { method: message.method ?? '', rawPath: message.url ?? '', query: [], headers }
  return verifySignature({ ...call, headers: { ...headers, 'x-amz-content-sha256': payloadHash } }, now)
}

async function perform(action: string, form: URLSearchParams, ground: Ground): Promise<WireAnswer> {
  if (action === 'SendRawEmail') {
    const mail = await sendRawEmail(form, ground)
    return resultAnswer(action, element('MessageId', mail.id))
  }
  if (action === 'GetSendQuota') {
    const quota = { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: ground.outbox.list().length }
    return resultAnswer(
      action,
      Object.entries(quota)
        .map(([name, value]) => element(name, value))
        .join(''),
    )
  }
  throw new SesError('InvalidAction', `Could not find operation ${action} for version 2010-12-01`)
}

async function sendRawEmail(form: URLSearchParams, ground: Ground): Promise<SentMail> {
  const at = ground.clock.now()
  const id = `0100${at.getTime().toString(16).padStart(12, '0')}-${randomUUID()}-000000`
  const { raw, recipients, from } = makeSendable({
    raw: Buffer.from(form.get('RawMessage.Data') ?? '', 'base64'),
    destinations: readMembers(form, /^Destinations\.member\.\d+$/),
    id,
    at,
    maxBytes: ground.maxBytes,
  })
  const mail = await ground.outbox.add(raw, {
    id,
    at: at.toISOString(),
    envelopeTo: recipients,
    source: form.get('Source') ?? from,
    configurationSet: form.get('ConfigurationSetName') ?? '',
    tags: readTags(form),
  })
  ground.usage.countSes(1, raw.length)
  ground.onSent(mail)
  return mail
}

function readTags(form: URLSearchParams): Record<string, string> {
  const names = readMembers(form, /^Tags\.member\.\d+\.Name$/)
  const values = readMembers(form, /^Tags\.member\.\d+\.Value$/)
  const wrong = [...names, ...values].find(text => !/^[\w.@-]{1,256}$/.test(text))
  if (wrong !== undefined) throw new SesError('InvalidParameterValue', `Invalid tag: ${wrong}`)
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']))
}

function readMembers(form: URLSearchParams, pattern: RegExp): string[] {
  return [...form].filter(([name]) => pattern.test(name)).map(([, value]) => value)
}

/** SES knows no conflict; a refusal that must not be retried stands in for it. */
const refusals: Record<Refusal, SesError> = {
  error: new SesError('InternalFailure', 'The request processing has failed.', 500),
  throttle: new SesError('Throttling', 'Maximum sending rate exceeded.'),
  conflict: new SesError('MessageRejected', 'The content of the message is not accepted.'),
}

function resultAnswer(action: string, result: string): WireAnswer {
  const metadata = `<ResponseMetadata>${element('RequestId', randomUUID())}</ResponseMetadata>`
  return xml(200, `${action}Response`, `<${action}Result>${result}</${action}Result>${metadata}`)
}

function errorAnswer(error: SesError): WireAnswer {
  const type = error.status < 500 ? 'Sender' : 'Receiver'
  const about = element('Type', type) + element('Code', error.code) + element('Message', error.message)
  return xml(error.status, 'ErrorResponse', `<Error>${about}</Error>${element('RequestId', randomUUID())}`)
}

function xml(status: number, root: string, content: string): WireAnswer {
  const text = `<${root} xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${content}</${root}>`
  return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(text) }
}
