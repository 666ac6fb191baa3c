import { type FunctionName, queues, type ScheduleName, schedules, streams } from '../../parts.ts'
import type { MovableClock } from '../clock.ts'
import { type EventSource, pumpQueue } from '../lambda/event-sources.ts'
import { pumpStream } from '../lambda/event-sources-stream.ts'
import type { FailedEvents } from '../lambda/failed-events.ts'
import type { Lambdas } from '../lambda/lambda.ts'
import { Scheduler } from './scheduler.ts'
import type { Services } from './services.ts'
import { openSettling, type Settling } from './settle.ts'
import { Bell } from './settle-bell.ts'

export interface WorkOptions {
  services: Services
  lambdas: Lambdas<FunctionName>
  clock: MovableClock
  failedEvents: FailedEvents
  nextOutboxRetryAt(): Promise<string | undefined>
  isDeliveryDue(): Promise<boolean>
}

/** What goes on without anybody asking: queues and stream being worked off, schedules firing. */
export interface Work {
  scheduler: Scheduler<ScheduleName, FunctionName>
  settling: Settling
  /** Begins nothing more, and lets what is at work finish if it does so within a second. */
  close(): Promise<void>
}

const drainBetweenFiringsMs = 10_000
const lastWorkMaxMs = 1000

export function startWork(options: WorkOptions): Work {
  const { services, lambdas, clock, failedEvents, nextOutboxRetryAt, isDeliveryDue } = options
  const bell = new Bell()
  const ring = () => bell.ring()
  const scheduler = new Scheduler({
    schedules,
    clock,
    failedEvents,
    invoke: (name: FunctionName, event, at) => lambdas.invoke(name, event, at),
    // What does not come to rest must not stop the clock for good.
    drain: () => settling.drain(drainBetweenFiringsMs),
    onFired: ring,
  })
  const sources = [
    ...startQueues(services, lambdas, ring),
    ...startStreams(services, lambdas, failedEvents, ring),
  ]
  const settling = openSettling({
    parts: [...sources, { name: 'schedules', isDrained: () => scheduler.isDrained() }],
    bell,
    nextOutboxRetryAt,
    sweepOutbox: at => scheduler.fire('outbox', at, at),
    isDeliveryDue,
    wakeDeliveries: () => scheduler.fire('webhooks', clock.now()),
    now: () => clock.now(),
  })
  const close = async () => {
    scheduler.close()
    for (const source of sources) source.close()
    const endsAt = performance.now() + lastWorkMaxMs
    while (!lambdas.isIdle() && performance.now() < endsAt) await bell.next(20)
  }
  return { scheduler, settling, close }
}

function startQueues(services: Services, lambdas: Lambdas<FunctionName>, onBatch: () => void): EventSource[] {
  return keysOf(queues).map(name => {
    const { function: target, batchSize, maxConcurrency } = queues[name]
    const { queue } = services.queues[name]
    return pumpQueue({
      name,
      queue,
      batchSize,
      ...(maxConcurrency === undefined ? {} : { concurrency: maxConcurrency }),
      invoke: event => lambdas.invoke(target, event),
      onBatch,
    })
  })
}

function startStreams(
  services: Services,
  lambdas: Lambdas<FunctionName>,
  failedEvents: FailedEvents,
  onBatch: () => void,
): EventSource[] {
  return streams.map(({ function: target, batchSize, maxRetryAttempts, filters }) =>
    pumpStream({
      stream: services.dynamodb.stream,
      consumer: target,
      batchSize,
      maxRetryAttempts,
      filters,
      invoke: event => lambdas.invoke(target, event),
      failedEvents,
      onBatch,
    }),
  )
}

function keysOf<Name extends string>(parts: Record<Name, unknown>): Name[] {
  return Object.keys(parts) as Name[]
}
