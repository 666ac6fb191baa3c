import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { SQSRecord } from 'aws-lambda'
import type { Clock } from './clock.ts'
import { JsonFolder } from './durable-files.ts'
import type { Faults } from './faults.ts'
import { serveUnderFault } from './wire/serve-under-fault.ts'

export interface QueueOptions {
  name: string
  dataDir: string
  clock?: Clock
  /** Receives before a message goes to the dead letter queue. */
  maxReceiveCount: number
  deadLetter?: Queue
  faults: Faults
}

/** A message as it lies on disk. */
export interface QueuedMessage {
  messageId: string
  body: string
  /** Place in line. */
  order: number
  /** Epoch milliseconds. */
  sentAt: number
  firstReceivedAt?: number
  receives: number
  /** Epoch milliseconds before which it is not shown, where it was sent with a delay. */
  asleepUntil?: number
}

const largestBodyBytes = 1024 * 1024
const retryAfterErrorMs = 100

/** Opens the queue kept under `dataDir`; what was in flight when the last process ended is visible again. */
export function openQueue(options: QueueOptions): Queue {
  return new Queue(options)
}

/** An SQS standard queue in this process: at least once, in no promised order, kept on disk. */
export class Queue {
  readonly name: string
  readonly #options: QueueOptions
  readonly #folder: JsonFolder<QueuedMessage>
  readonly #messages = new Map<string, QueuedMessage>()
  /** A message stands here twice when a fault orders a duplicate delivery. */
  #visible: QueuedMessage[] = []
  readonly #inFlight = new Map<string, QueuedMessage>()
  readonly #delayed = new Map<QueuedMessage, NodeJS.Timeout>()
  /** Sent with a delay that is not over: at rest, as nothing is to happen yet. */
  readonly #asleep = new Map<QueuedMessage, NodeJS.Timeout>()
  readonly #listeners = new Set<() => void>()
  #announcing = false
  #lastOrder = 0

  constructor(options: QueueOptions) {
    this.name = options.name
    this.#options = options
    this.#folder = new JsonFolder(join(options.dataDir, options.name))
    for (const message of this.#folder.readAll().sort((left, right) => left.order - right.order)) {
      this.#lastOrder = message.order
      this.#messages.set(message.messageId, message)
      if (this.#sleeps(message)) this.#wakeLater(message)
      else this.#reappear(message)
    }
  }

  /** Answers the message id once the message is safe on disk. */
  async send(body: string): Promise<string> {
    const messageId = await serveUnderFault<string | undefined>({
      fault: this.#options.faults.strike('sqs', 'SendMessage'),
      effect: async () => this.accept(body),
      refuse: () => undefined,
      crash: () => {},
    })
    if (messageId === undefined) throw new Error(`SendMessage to ${this.name} failed as ordered`)
    return messageId
  }

  /** The same for a caller that has met its fault already. */
  accept(body: string, delayMs = 0): string {
    if (Buffer.byteLength(body) > largestBodyBytes) throw new Error('InvalidParameterValue: over 1 MiB')
    return this.#add(body, delayMs)
  }

  /** Takes up to `max` visible messages as Lambda would see them; delete or release each by its handle. */
  receive(max: number): SQSRecord[] {
    if (this.#visible.length === 0) return []
    const fault = this.#options.faults.strike('sqs', 'ReceiveMessage')
    if (fault === 'error' || fault === 'throttle') {
      setTimeout(() => this.#announce(), retryAfterErrorMs)
      return []
    }
    const taken = this.#visible.splice(0, max)
    if (fault === 'duplicate') this.#show(taken)
    return taken.map(message => this.#deliver(message))
  }

  /** Ends a delivery for good; an unknown or spent handle is no error, as on AWS. */
  delete(receiptHandle: string): void {
    const message = this.#inFlight.get(receiptHandle)
    if (message === undefined) return
    const fault = this.#options.faults.strike('sqs', 'DeleteMessage')
    if (fault === 'error' || fault === 'throttle') {
      this.release(receiptHandle, 0)
      return
    }
    this.#inFlight.delete(receiptHandle)
    this.#forget(message)
  }

  /** Gives a message back, visible again after the delay, or to the dead letter queue if it had its turns. */
  release(receiptHandle: string, delayMs: number): void {
    const message = this.#inFlight.get(receiptHandle)
    if (message === undefined) return
    this.#inFlight.delete(receiptHandle)
    if (delayMs <= 0 || this.#isSpent(message)) {
      this.#reappear(message)
      return
    }
    clearTimeout(this.#delayed.get(message))
    const timer = setTimeout(() => {
      this.#delayed.delete(message)
      this.#reappear(message)
    }, delayMs)
    this.#delayed.set(message, timer)
  }

  /** Calls soon after messages become visible, or now if some are; answers how to stop. */
  onVisible(listener: () => void): () => void {
    this.#listeners.add(listener)
    if (this.#visible.length > 0) this.#announce()
    return () => this.#listeners.delete(listener)
  }

  /** Nothing visible, in flight or waiting for another try; what was sent with a delay and dead letters do not count. */
  isDrained(): boolean {
    return this.#visible.length + this.#inFlight.size + this.#delayed.size === 0
  }

  size(): { visible: number; inFlight: number; delayed: number } {
    return { visible: this.#visible.length, inFlight: this.#inFlight.size, delayed: this.#delayed.size }
  }

  /** Every message, oldest first, without receiving it. */
  all(): readonly Readonly<QueuedMessage>[] {
    return [...this.#messages.values()]
  }

  /** Moves every dead letter back here with its receives forgotten; answers how many. */
  redrive(): number {
    const dead = this.#options.deadLetter
    if (dead === undefined) return 0
    const messages = dead.all()
    for (const message of messages) {
      this.#adopt({ ...message, receives: 0 })
      dead.#discard(message.messageId)
    }
    return messages.length
  }

  /** Stops the timers; the messages stay on disk. */
  close(): void {
    for (const timer of [...this.#delayed.values(), ...this.#asleep.values()]) clearTimeout(timer)
    this.#listeners.clear()
  }

  #now(): number {
    return this.#options.clock?.now().getTime() ?? Date.now()
  }

  #add(body: string, delayMs: number): string {
    const messageId = randomUUID()
    const sentAt = this.#now()
    this.#adopt({
      ...{ messageId, body, order: 0, sentAt, receives: 0 },
      ...(delayMs > 0 ? { asleepUntil: sentAt + delayMs } : {}),
    })
    return messageId
  }

  #sleeps({ asleepUntil = 0 }: QueuedMessage): boolean {
    return asleepUntil > this.#now()
  }

  #wakeLater(message: QueuedMessage): void {
    const timer = setTimeout(
      () => {
        this.#asleep.delete(message)
        this.#show([message])
      },
      (message.asleepUntil ?? 0) - this.#now(),
    )
    this.#asleep.set(message, timer.unref())
  }

  #adopt(given: QueuedMessage): void {
    if (this.#messages.has(given.messageId)) return
    this.#lastOrder += 1
    const message = { ...given, order: this.#lastOrder }
    this.#folder.write(message.messageId, message)
    this.#messages.set(message.messageId, message)
    if (this.#sleeps(message)) this.#wakeLater(message)
    else this.#show([message])
  }

  #forget({ messageId }: QueuedMessage): void {
    if (this.#messages.delete(messageId)) this.#folder.delete(messageId)
  }

  #discard(messageId: string): void {
    this.#visible = this.#visible.filter(message => message.messageId !== messageId)
    if (this.#messages.delete(messageId)) this.#folder.delete(messageId)
  }

  #deliver(message: QueuedMessage): SQSRecord {
    message.receives += 1
    message.firstReceivedAt ??= this.#now()
    // A duplicate may come after its twin was deleted, as on AWS; the deleted one must not return to disk.
    if (this.#messages.has(message.messageId)) this.#folder.write(message.messageId, message)
    const receiptHandle = randomUUID()
    this.#inFlight.set(receiptHandle, message)
    return toRecord(this.name, receiptHandle, message, message.firstReceivedAt)
  }

  #isSpent(message: QueuedMessage): boolean {
    return this.#options.deadLetter !== undefined && message.receives >= this.#options.maxReceiveCount
  }

  #reappear(message: QueuedMessage): void {
    const elsewhere = this.#visible.includes(message) || [...this.#inFlight.values()].includes(message)
    if (elsewhere || !this.#messages.has(message.messageId)) return
    const { deadLetter } = this.#options
    if (deadLetter === undefined || !this.#isSpent(message)) {
      this.#show([message])
      return
    }
    // Written there before it is removed here: killed in between, it moves once more under the same id.
    deadLetter.#adopt(message)
    this.#forget(message)
  }

  #show(messages: QueuedMessage[]): void {
    this.#visible.push(...messages)
    this.#announce()
  }

  #announce(): void {
    if (this.#announcing) return
    this.#announcing = true
    queueMicrotask(() => {
      this.#announcing = false
      for (const listener of this.#listeners) listener()
    })
  }
}

function toRecord(
  queue: string,
  receiptHandle: string,
  message: QueuedMessage,
  receivedAt: number,
): SQSRecord {
  return {
    messageId: message.messageId,
    receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: 'AIDAIT2UOQQY3AUEKVGXU',
      ApproximateFirstReceiveTimestamp: String(receivedAt),
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
    awsRegion: 'us-east-1',
  }
}
