import type { IdentityProviderConfig } from '../../../shared/runtime/identity-provider-config.ts'
import type { FunctionName, QueueName, ScheduleName } from '../../parts.ts'
import { httpRoutes } from '../../parts.ts'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import { type HttpBackend, startHttp } from '../http/http.ts'
import { FailedEvents } from '../lambda/failed-events.ts'
import type { ErrorListener } from '../lambda/log.ts'
import type { LocalS3 } from '../s3/s3.ts'
import type { Outbox } from '../ses/outbox.ts'
import type { IncomingMail } from '../ses/receiving.ts'
import { startSmtp } from '../ses/smtp.ts'
import type { Usage } from '../usage.ts'
import { openDoors } from './doors.ts'
import { CannotStart } from './folder.ts'
import { openGround } from './ground.ts'
import { type LocalHooks, noHooks } from './hooks.ts'
import type { Endpoints } from './names.ts'
import type { QueuePair } from './queues.ts'
import { startWork } from './work.ts'

export interface CloudOptions {
  dataDir: string
  /** 0 takes a free one, here and below. */
  port: number
  smtpPort: number
  /** The desk's mail domain. */
  domain: string
  /** Agents can sign in by it. */
  identityProvider?: IdentityProviderConfig
  /** Opens the desk behind the doors, from the variables a function gets and the desk's clock. */
  hooks?: (environment: Record<string, string>, now: () => Date) => LocalHooks
  /** Answers a folder with a bundle per function; the project's own functions unless told. */
  build?: () => Promise<string>
  /** Whether schedules fire by themselves as time goes by; when the clock is moved they do in any case. */
  timers?: boolean
  /** Told of each error a function logs. */
  onError?: ErrorListener
}

/** The whole backend on this machine. */
export interface Cloud {
  url: string
  smtpPort: number
  endpoints: Endpoints
  /** With these a desk can be opened on the same table, buckets and mail. */
  environment: Record<string, string>
  clock: Clock
  usage: Usage
  faults: Faults
  outbox: Pick<Outbox, 'list' | 'raw'>
  s3: Pick<LocalS3, 'putObject' | 'readObject' | 'listKeys'>
  queues: Record<QueueName, QueuePair>
  invoke(name: FunctionName, event: unknown): Promise<unknown>
  /** Delivers a mail as SES would. */
  deliver(mail: IncomingMail): Promise<{ key: string }>
  /** Runs a schedule, with that time on its function's clock if one is given; answers whether it succeeded. */
  fire(schedule: ScheduleName, time?: Date): Promise<boolean>
  /** Moves the clock, firing in order what falls due in between; answers how often. */
  moveClock(instant: Date): Promise<number>
  /** Waits until all is at rest, and sends what waits for a retry; throws naming what does not come to rest. */
  settle(): Promise<void>
  close(): Promise<void>
}

type Closers = (() => unknown)[]

const sweepExpiredEveryMs = 60_000

/** Boots table, buckets, mail, queues, functions, HTTP API and schedules over one data folder. */
export async function bootCloud(options: CloudOptions): Promise<Cloud> {
  const closers: Closers = []
  const backend = Promise.withResolvers<HttpBackend<FunctionName>>()
  // Whoever waits for it is told; nobody may be.
  backend.promise.catch(() => {})
  closers.push(() => backend.reject(new CannotStart('The cloud is closed')))
  const close = async () => {
    // Last opened, first closed.
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    // First of all, as everybody's links name its port.
    const http = await startHttp({ port: options.port, backend: backend.promise }).catch(
      explainPort('PORT', options.port),
    )
    closers.push(() => http.close())
    const { cloud, doors } = await boot(options, `http://127.0.0.1:${http.port}`, closers)
    backend.resolve({ routes: httpRoutes, clock: cloud.clock, invoke: cloud.invoke, doors })
    return { ...cloud, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Everything behind the HTTP server. */
async function boot(options: CloudOptions, publicUrl: string, closers: Closers) {
  const { hooks: openHooks = () => noHooks, timers = true, domain } = options
  const ground = await openGround({ ...options, publicUrl }, closers)
  const { folder, clock, saveClock, usage, faults, services, lambdas, endpoints, environment } = ground
  const { dynamodb, s3, ses, queues, receiving } = services
  const now = () => clock.now()
  const hooks = openHooks(environment, now)
  const { scheduler, settling, ...work } = startWork({
    ...{ services, lambdas, clock },
    failedEvents: new FailedEvents(folder.path('failed-events.jsonl'), now),
    nextOutboxRetryAt: () => hooks.nextOutboxRetryAt(),
    isDeliveryDue: () => hooks.isDeliveryDue(),
  })
  closers.push(() => work.close())
  if (timers) scheduler.start()
  const deliver = (mail: IncomingMail) => receiving.receiveMail(mail)
  await receiving.requeueStranded()
  const smtp = await startSmtp({ port: options.smtpPort, domain, receive: deliver }).catch(
    explainPort('SMTP_PORT', options.smtpPort),
  )
  closers.push(() => smtp.close())
  const sweeper = setInterval(() => void dynamodb.sweepExpired(), sweepExpiredEveryMs)
  closers.push(() => clearInterval(sweeper))

  const moveClock = async (instant: Date): Promise<number> => {
    const fired = await scheduler.moveTo(instant)
    saveClock()
    await dynamodb.sweepExpired()
    return fired
  }
  const fire = (schedule: ScheduleName, time?: Date) => scheduler.fire(schedule, time ?? now(), time)
  const shared = { usage, faults, outbox: ses.outbox, moveClock, deliver }
  const doors = openDoors({
    ...{ ...shared, domain, hooks, now, settle: settling.settle },
    scheduleNames: scheduler.scheduleNames,
    fire: async (name, time) => scheduler.has(name) && fire(name, time),
  })
  const settle = async () => {
    const waiting = await settling.settle()
    if (waiting.length > 0) throw new Error(`Not at rest: ${waiting.join(', ')}`)
  }
  const invoke = (name: FunctionName, event: unknown) => lambdas.invoke(name, event)
  const reached = { url: publicUrl, smtpPort: smtp.port, endpoints, environment }
  return { doors, cloud: { ...reached, ...shared, clock, s3, queues, invoke, fire, settle } }
}

function explainPort(variable: string, port: number): (error: NodeJS.ErrnoException) => never {
  return error => {
    if (error.code === 'EADDRINUSE') {
      throw new CannotStart(
        `Port ${port} is already in use; stop what uses it, or set ${variable} to another`,
      )
    }
    if (error.code === 'EACCES') {
      throw new CannotStart(`Port ${port} may not be used by you; set ${variable} to another`)
    }
    throw error
  }
}
