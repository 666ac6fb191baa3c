import { lookup as lookUp } from 'node:dns/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isLoopback, isWithinReach, type Reach } from './outside-address.ts'

/** Why a URL is not called; in words for whoever entered it. */
export class NotOutside extends Error {}

export interface OutsideOptions {
  reach: Reach
  /** All addresses of a host name. */
  resolve?: (hostname: string) => Promise<readonly { address: string; family: number }[]>
  timeoutMs?: number
}

export interface OutsideCall {
  url: string
  headers: Record<string, string>
  body: string
}

const defaultTimeoutMs = 15_000
/** So much of an answer is read, so that a polite sender sees its connection end in order. */
const answerBytesMax = 16_384

/** The desk's way to addresses that other people name: never into its own network, never where it was not sent. */
export class Outside {
  readonly #reach: Reach
  readonly #resolve: NonNullable<OutsideOptions['resolve']>
  readonly #timeoutMs: number

  constructor({ reach, resolve = allAddresses, timeoutMs = defaultTimeoutMs }: OutsideOptions) {
    this.#reach = reach
    this.#resolve = resolve
    this.#timeoutMs = timeoutMs
  }

  /** Throws `NotOutside` unless the URL may be called, as its host name resolves now. */
  async check(url: string): Promise<void> {
    await this.#addressOf(this.#parse(url))
  }

  /**
   * Posts to the URL and answers the status, whatever it is: a redirection is an answer, it is not followed. The
   * host name is resolved once, and the connection goes to the very address that was checked: a name that resolves
   * differently a moment later leads nowhere else. Throws `NotOutside`, or why there was no answer in time.
   */
  async post({ url, headers, body }: OutsideCall): Promise<{ status: number }> {
    const signal = AbortSignal.timeout(this.#timeoutMs)
    const target = this.#parse(url)
    const { address, family } = await before(signal, this.#addressOf(target))
    const request = target.protocol === 'https:' ? requestHttps : requestHttp
    const lookup: LookupFunction = (_hostname, { all }, found) =>
      all ? found(null, [{ address, family }]) : found(null, address, family)
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // A connection of its own: one that is kept open could be to an address that is no longer the checked one.
      agent: false as const,
      signal,
      lookup,
    }
    return await new Promise((resolve, reject) => {
      const sending = request(target, options, response => {
        drop(response)
        resolve({ status: response.statusCode ?? 0 })
      })
      sending.on('error', error => reject(signal.aborted ? tooLate() : error))
      sending.end(body)
    })
  }

  #parse(url: string): URL {
    const parsed = URL.canParse(url) ? new URL(url) : undefined
    if (parsed === undefined) throw new NotOutside('is no URL')
    const mayBePlain = this.#reach === 'internet-and-loopback' && parsed.protocol === 'http:'
    if (parsed.protocol !== 'https:' && !mayBePlain) throw new NotOutside('must begin with https://')
    if (parsed.username !== '' || parsed.password !== '')
      throw new NotOutside('must not hold a user or password')
    return parsed
  }

  async #addressOf({ hostname, protocol }: URL): Promise<{ address: string; family: number }> {
    const bare = hostname.replace(/^\[(.*)\]$/, '$1')
    const addresses = await this.#resolve(bare).catch(() => [])
    const [first] = addresses
    if (first === undefined) throw new NotOutside('has a host name that cannot be resolved')
    // One address that is not outside is enough: which of them is used would be a matter of luck.
    if (!addresses.every(({ address }) => isWithinReach(address, this.#reach))) {
      throw new NotOutside('leads to an address that is not on the internet')
    }
    if (protocol === 'http:' && !isLoopback(first.address)) throw new NotOutside('must begin with https://')
    return first
  }
}

async function allAddresses(hostname: string) {
  return await lookUp(hostname, { all: true })
}

/** Reads a little of an answer that nobody looks at, then hangs up. */
function drop(response: IncomingMessage): void {
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > answerBytesMax) response.destroy()
  })
  // What happens after the status changes nothing.
  response.on('error', () => {})
}

async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(tooLate())
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function tooLate(): Error {
  return new Error('did not answer in time')
}
