import { setTimeout as sleep } from 'node:timers/promises'
import type { MovableClock } from '../clock.ts'
import { Lock } from '../dynamodb/lock.ts'
import { backoffMs } from '../lambda/event-sources.ts'
import type { FailedEvents } from '../lambda/failed-events.ts'
import { dueBetween, nextDueAfter } from './scheduler-times.ts'

export interface SchedulerOptions<Name extends string, FunctionName extends string> {
  schedules: Record<Name, { function: FunctionName; everyMinutes: number }>
  clock: MovableClock
  /** `at` is the time the function's clock shows, where that is not the desk's. */
  invoke(name: FunctionName, event: { schedule: Name; time: string }, at?: Date): Promise<unknown>
  failedEvents: FailedEvents
  /** Lets what a firing started come to rest before the clock moves on. */
  drain(): Promise<unknown>
  onFired?: () => void
}

/** More would keep whoever moves the clock by a year waiting for an hour. */
const firingsMax = 3000
const retriesMax = 2
/** Longest sleep, so that a machine that was suspended is noticed soon. */
const sleepMaxMs = 30_000

/** EventBridge Scheduler, by the desk's movable clock. */
export class Scheduler<Name extends string, FunctionName extends string> {
  readonly #options: SchedulerOptions<Name, FunctionName>
  readonly #moves = new Lock()
  #running = 0
  /** Everything due up to here was fired. */
  #firedThrough: Date
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: SchedulerOptions<Name, FunctionName>) {
    this.#options = options
    this.#firedThrough = options.clock.now()
  }

  /** Fires by itself from now on. */
  start(): void {
    this.#wait()
  }

  get scheduleNames(): Name[] {
    return Object.keys(this.#options.schedules) as Name[]
  }

  has(name: string): name is Name {
    return Object.hasOwn(this.#options.schedules, name)
  }

  isDrained(): boolean {
    return this.#running === 0
  }

  /**
   * Starts the function of a schedule that was due at that time, and again if it fails; answers whether it
   * succeeded in the end. `at` is what its clock shows, if not the desk's time.
   */
  async fire(schedule: Name, time: Date, at?: Date): Promise<boolean> {
    const { schedules, invoke, failedEvents, onFired = () => {} } = this.#options
    const event = { schedule, time: schedulerTime(time) }
    const target = schedules[schedule].function
    this.#running += 1
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          await invoke(target, event, at)
          return true
        } catch (error) {
          if (this.#isClosed) return false
          if (attempt < retriesMax) await sleep(backoffMs(attempt))
          else {
            failedEvents.record({ source: `schedule ${schedule}`, function: target, event, error })
            return false
          }
        }
      }
    } finally {
      this.#running -= 1
      onFired()
    }
  }

  /** Moves the clock; forward, each firing due in between finds it at its own time. Answers how many there were. */
  moveTo(instant: Date): Promise<number> {
    return this.#moves.run(async () => {
      clearTimeout(this.#timer)
      const { clock, schedules, drain } = this.#options
      const due = dueBetween(schedules, clock.now(), instant, firingsMax)
      for (const { schedule, at } of due) {
        if (this.#isClosed) return 0
        // Two at one instant: the clock has gone on since the first.
        if (at > clock.now()) clock.moveTo(at)
        await this.fire(schedule, at, at)
        await drain()
      }
      if (due.length === 0 || instant > clock.now()) clock.moveTo(instant)
      this.#firedThrough = clock.now()
      if (this.#timer) this.#wait()
      return due.length
    })
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  #wait(): void {
    clearTimeout(this.#timer)
    if (this.#isClosed) return
    const { clock, schedules } = this.#options
    const waitMs = nextDueAfter(schedules, this.#firedThrough).getTime() - clock.now().getTime()
    const timer = setTimeout(
      () => void this.#moves.run(() => this.#fireDue()),
      Math.min(Math.max(waitMs, 0), sleepMaxMs),
    )
    this.#timer = timer.unref()
  }

  async #fireDue(): Promise<void> {
    const { clock, schedules } = this.#options
    const now = clock.now()
    // A machine that slept fires each schedule once for all it missed, as every job catches up by itself.
    const due = dueBetween(schedules, this.#firedThrough, now, Object.keys(schedules).length)
    this.#firedThrough = now
    for (const { schedule, at } of due) await this.fire(schedule, at)
    this.#wait()
  }
}

/** EventBridge writes whole seconds without a fraction. */
function schedulerTime(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z')
}
