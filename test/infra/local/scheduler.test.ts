import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { Scheduler } from '../../../infra/local/cloud/scheduler.ts'
import { dueBetween, nextDueAfter } from '../../../infra/local/cloud/scheduler-times.ts'
import { FailedEvents } from '../../../infra/local/lambda/failed-events.ts'

const schedules = {
  close: { function: 'jobs', everyMinutes: 5 },
  sweep: { function: 'jobs', everyMinutes: 15 },
} as const

const start = new Date('2026-11-24T10:02:00Z')
const minutes = (count: number) => new Date(start.getTime() + count * 60_000)
const spell = ({ schedule, at }: { schedule: string; at: Date }) =>
  `${schedule} ${at.toISOString().slice(11, 16)}`

describe('what is due', () => {
  test('is every multiple of the interval after the start and up to the end, in order', () => {
    expect(dueBetween(schedules, start, minutes(18)).map(spell)).toEqual([
      'close 10:05',
      'close 10:10',
      'close 10:15',
      'sweep 10:15',
      'close 10:20',
    ])
    expect(dueBetween(schedules, new Date('2026-11-24T10:05:00Z'), minutes(4))).toEqual([])
    expect(dueBetween(schedules, start, minutes(-60))).toEqual([])
    expect(nextDueAfter(schedules, start).toISOString()).toBe('2026-11-24T10:05:00.000Z')
  })

  test('is spread evenly over the time when it would be too much', () => {
    const due = dueBetween(schedules, start, minutes(60 * 24 * 365), 100)
    expect(due.length).toBe(100)
    expect(due.filter(({ schedule }) => schedule === 'sweep')).toHaveLength(50)
    expect(due.every(({ at }) => at.getTime() % 300_000 === 0)).toBe(true)
    expect(due.map(({ at }) => at.getTime())).toEqual(due.map(({ at }) => at.getTime()).sort((a, b) => a - b))
    const gaps = due.filter(({ schedule }) => schedule === 'close').map(({ at }) => at.getTime())
    const days = gaps.slice(1).map((at, index) => (at - (gaps[index] ?? 0)) / 86_400_000)
    expect(Math.min(...days)).toBeGreaterThan(7.2)
    expect(Math.max(...days)).toBeLessThan(7.4)
  })
})

describe('the scheduler', () => {
  let dir: string
  let clock: MovableClock
  let fired: string[]
  let failures: number
  let scheduler: Scheduler<'close' | 'sweep', 'jobs'>

  beforeEach(() => {
    vi.useFakeTimers({ now: start, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    dir = mkdtempSync(join(tmpdir(), 'docket-scheduler-'))
    clock = new MovableClock()
    fired = []
    failures = 0
    scheduler = new Scheduler({
      schedules,
      clock,
      invoke: async (name, { schedule, time }, at) => {
        fired.push(`${name} ${schedule} ${time} ${(at ?? clock.now()).toISOString().slice(11, 19)}`)
        if (failures-- > 0) throw new Error('not now')
      },
      failedEvents: new FailedEvents(join(dir, 'failed.jsonl'), () => clock.now()),
      drain: async () => fired.push('rest'),
    })
  })

  afterEach(() => {
    scheduler.close()
    vi.useRealTimers()
    rmSync(dir, { recursive: true })
  })

  test('moving the clock fires schedules due in between in order, each at its own time and after the one before came to rest', async () => {
    expect(await scheduler.moveTo(minutes(14))).toBe(4)
    expect(fired).toEqual([
      'jobs close 2026-11-24T10:05:00Z 10:05:00',
      'rest',
      'jobs close 2026-11-24T10:10:00Z 10:10:00',
      'rest',
      'jobs close 2026-11-24T10:15:00Z 10:15:00',
      'rest',
      'jobs sweep 2026-11-24T10:15:00Z 10:15:00',
      'rest',
    ])
    expect(clock.now()).toEqual(minutes(14))
  })

  test('moving the clock back fires nothing, and what is fired then counts from there', async () => {
    expect(await scheduler.moveTo(minutes(-60))).toBe(0)
    expect(clock.now()).toEqual(minutes(-60))
    expect(await scheduler.moveTo(minutes(-56))).toBe(1)
  })

  test('time that passes fires what falls due, by the moved clock', async () => {
    scheduler.start()
    await vi.advanceTimersByTimeAsync(3 * 60_000)
    expect(fired).toEqual(['jobs close 2026-11-24T10:05:00Z 10:05:00'])
    await scheduler.moveTo(new Date('2026-11-24T11:59:30Z'))
    fired = []
    await vi.advanceTimersByTimeAsync(29_000)
    expect(fired).toEqual([])
    await vi.advanceTimersByTimeAsync(2000)
    expect(fired.map(line => line.slice(0, 31))).toEqual([
      'jobs close 2026-11-24T12:00:00Z',
      'jobs sweep 2026-11-24T12:00:00Z',
    ])
  })

  test('a machine that slept fires each schedule once for all it missed', async () => {
    scheduler.start()
    vi.setSystemTime(new Date('2026-11-24T18:01:00Z'))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(fired.map(line => line.slice(0, 31))).toEqual([
      'jobs close 2026-11-24T18:00:00Z',
      'jobs sweep 2026-11-24T18:00:00Z',
    ])
  })

  test('a function that fails is started again, twice, and then its event is kept', async () => {
    failures = 2
    const first = scheduler.fire('close', start)
    await vi.runAllTimersAsync()
    expect(await first).toBe(true)
    expect(fired).toHaveLength(3)

    failures = 3
    const second = scheduler.fire('close', start)
    expect(scheduler.isDrained()).toBe(false)
    await vi.runAllTimersAsync()
    expect(await second).toBe(false)
    expect(scheduler.isDrained()).toBe(true)
    expect(JSON.parse(readFileSync(join(dir, 'failed.jsonl'), 'utf8'))).toMatchObject({
      source: 'schedule close',
      function: 'jobs',
      event: { schedule: 'close', time: '2026-11-24T10:02:00Z' },
      error: { message: 'not now' },
    })
  })
})
