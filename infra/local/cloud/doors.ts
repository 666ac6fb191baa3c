import type { Faults } from '../faults.ts'
import type { HttpCall } from '../http/events.ts'
import { type HttpAnswer, jsonAnswer } from '../http/events-answer.ts'
import type { Outbox } from '../ses/outbox.ts'
import type { IncomingMail } from '../ses/receiving.ts'
import type { Usage } from '../usage.ts'
import { BadInput, readClockMove, readFaultOrder, readFiring, readMail } from './doors-input.ts'
import type { LocalHooks } from './hooks.ts'

/** What stands behind the doors. */
export interface DoorsOptions {
  domain: string
  outbox: Pick<Outbox, 'list' | 'raw'>
  faults: Faults
  usage: Usage
  hooks: LocalHooks
  now(): Date
  /** Answers the names of what could not be brought to rest. */
  settle(): Promise<string[]>
  scheduleNames: readonly string[]
  /** Answers whether the schedule's function succeeded. */
  fire(schedule: string, time?: Date): Promise<boolean>
  /** Answers how many schedules fired on the way. */
  moveClock(instant: Date): Promise<number>
  deliver(mail: IncomingMail): Promise<{ key: string }>
}

type Serve = (call: HttpCall, rest: string) => Promise<HttpAnswer> | HttpAnswer

interface Door {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below `/_local`; one that ends in a slash takes what follows it. */
  path: string
  serve: Serve
}

/** The doors under `/_local`, which exist on one machine only. */
export function openDoors(options: DoorsOptions): (call: HttpCall) => Promise<HttpAnswer> {
  const doors = [...mailDoors(options), ...timeDoors(options), ...watchDoors(options)]
  return async call => {
    const path = call.path.slice('/_local'.length)
    const method = call.method === 'HEAD' ? 'GET' : call.method
    const there = doors.filter(door => opens(door, path))
    const door = there.find(one => one.method === method)
    if (there.length === 0) return problem(404, `There is no door ${call.path}`)
    if (door === undefined)
      return problem(405, `${call.path} takes ${there.map(one => one.method).join(', ')}`)
    try {
      return await door.serve(call, path.slice(door.path.length))
    } catch (error) {
      if (error instanceof BadInput) return problem(400, error.message)
      return problem(500, error instanceof Error ? error.message : String(error))
    }
  }
}

function opens(door: Door, path: string): boolean {
  return door.path.endsWith('/') ? path.startsWith(door.path) && path !== door.path : path === door.path
}

function mailDoors({ outbox, domain, deliver, hooks }: DoorsOptions): Door[] {
  const listSent: Serve = call => {
    const to = new URLSearchParams(call.rawQuery).get('to')
    return jsonAnswer(200, { data: outbox.list(to === null ? {} : { to }) })
  }
  const readSent: Serve = (_call, id) => {
    const body = outbox.raw(id)
    if (body === undefined) return problem(404, `No mail ${id} was sent`)
    return { status: 200, headers: { 'content-type': 'message/rfc822' }, cookies: [], body }
  }
  const tellOutcome: Serve = async (_call, key) => {
    const outcome = await hooks.outcomeOfMail(key)
    return outcome ? jsonAnswer(200, outcome) : problem(404, `Nothing has become of a mail ${key} so far`)
  }
  return [
    { method: 'GET', path: '/outbox', serve: listSent },
    { method: 'GET', path: '/outbox/', serve: readSent },
    {
      method: 'POST',
      path: '/mail',
      serve: async call => jsonAnswer(201, await deliver(readMail(call, domain))),
    },
    { method: 'GET', path: '/mail/', serve: tellOutcome },
  ]
}

function timeDoors({ settle, scheduleNames, fire, moveClock, now }: DoorsOptions): Door[] {
  const settleAll: Serve = async () => {
    const waiting = await settle()
    return waiting.length === 0
      ? jsonAnswer(200, { settled: true })
      : jsonAnswer(503, { settled: false, waiting, message: `Not at rest: ${waiting.join(', ')}` })
  }
  const fireOne: Serve = async (call, schedule) => {
    if (!scheduleNames.includes(schedule)) {
      return problem(404, `There is no schedule ${schedule}; there are ${scheduleNames.join(', ')}`)
    }
    const { time } = readFiring(call)
    const succeeded = await fire(schedule, time)
    return jsonAnswer(200, { schedule, time: (time ?? now()).toISOString(), succeeded })
  }
  const move: Serve = async call => {
    const fired = await moveClock(readClockMove(call, now()))
    return jsonAnswer(200, { now: now().toISOString(), fired })
  }
  return [
    { method: 'POST', path: '/settle', serve: settleAll },
    { method: 'POST', path: '/schedules/', serve: fireOne },
    { method: 'POST', path: '/clock', serve: move },
    { method: 'GET', path: '/clock', serve: () => jsonAnswer(200, { now: now().toISOString() }) },
  ]
}

function watchDoors({ usage, faults, hooks }: DoorsOptions): Door[] {
  const resetUsage: Serve = () => {
    usage.reset()
    return done
  }
  const arm: Serve = call => {
    const order = readFaultOrder(call)
    faults.arm(order)
    return jsonAnswer(201, { armed: order })
  }
  const disarm: Serve = () => {
    faults.clear()
    return done
  }
  const signIn: Serve = async () => {
    const location = await hooks.signInLink()
    return { ...done, status: 303, headers: { location, 'cache-control': 'no-store' } }
  }
  return [
    { method: 'GET', path: '/usage', serve: () => jsonAnswer(200, usage.report()) },
    { method: 'DELETE', path: '/usage', serve: resetUsage },
    { method: 'POST', path: '/faults', serve: arm },
    { method: 'DELETE', path: '/faults', serve: disarm },
    { method: 'GET', path: '/sign-in', serve: signIn },
  ]
}

const done: HttpAnswer = { status: 204, headers: {}, cookies: [], body: Buffer.alloc(0) }

function problem(status: number, message: string): HttpAnswer {
  return jsonAnswer(status, { message })
}
