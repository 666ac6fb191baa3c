import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { jsonAnswer } from '../../../infra/local/http/events-answer.ts'
import { startHttp } from '../../../infra/local/http/http.ts'
import { FunctionFailure, type Lambdas, startLambdas } from '../../../infra/local/lambda/lambda.ts'
import { Usage } from '../../../infra/local/usage.ts'

const handlers = `
  let count = 0
  const acts = {
    echo: event => ({ event, pid: process.pid, count: ++count }),
    wait: async ({ ms }) => { await new Promise(done => setTimeout(done, ms)); return process.pid },
    spin: () => { for (;;); },
    fail: () => { throw new TypeError('no such luck') },
    exit: () => process.exit(3),
    touch: ({ path }) => { require('node:fs').appendFileSync(path, 'x'); return 'touched' },
    time: () => [Date.now(), new Date().getTime(), Date.parse(Date()), new Date(0).toISOString(),
      new Date() instanceof Date, new Date().constructor === Date, Object.prototype.toString.call(new Date())],
    context: (event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() }),
    environment: () => ({ ...process.env }),
    big: () => 'x'.repeat(7 * 1024 * 1024),
    nothing: () => undefined,
    log: ({ line }) => { console.log(line) },
  }
  exports.handler = async (event, context) => acts[event.act](event, context)
`

let dir: string
let clock: MovableClock
let faults: Faults
let usage: Usage
let errors: string[]
let lambdas: Lambdas<'worker' | 'broken'>

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'docket-lambda-'))
  clock = new MovableClock()
  faults = new Faults()
  usage = new Usage()
  errors = []
  lambdas = await startLambdas({
    functions: {
      worker: deploy('worker', handlers),
      broken: deploy('broken', "throw new Error('cannot load')"),
    },
    clock,
    usage,
    faults,
    logDir: join(dir, 'logs'),
    concurrency: 2,
    idleMaxMs: 1500,
    onError: (name, line) => errors.push(`${name}: ${line}`),
  })
})

afterEach(async () => {
  await lambdas.close()
  rmSync(dir, { recursive: true })
})

function deploy(name: string, code: string) {
  const folder = join(dir, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'index.js'), code)
  return { folder, memoryMb: 128, timeoutSeconds: 1, environment: { GREETING: 'hello' } }
}

async function failureOf(event: object, name: 'worker' | 'broken' = 'worker'): Promise<FunctionFailure> {
  const outcome = await lambdas.invoke(name, event).catch(error => error)
  if (!(outcome instanceof FunctionFailure)) throw new Error(`It did not fail: ${JSON.stringify(outcome)}`)
  return outcome
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function untilGone(pid: number): Promise<void> {
  for (let turn = 0; turn < 200 && isRunning(pid); turn++) await sleep(20)
  expect(isRunning(pid)).toBe(false)
}

const used = () => usage.report().functions.worker

describe('an invocation', () => {
  test('carries the event in and the result out, as JSON', async () => {
    expect(await lambdas.invoke('worker', { act: 'echo', word: 'grüezi' })).toMatchObject({
      event: { act: 'echo', word: 'grüezi' },
    })
    expect(await lambdas.invoke('worker', { act: 'nothing' })).toBeNull()
  })

  test('finds a warm instance, and only the first pays for a cold start', async () => {
    const first = await lambdas.invoke('worker', { act: 'echo' })
    const second = await lambdas.invoke('worker', { act: 'echo' })
    expect(second).toMatchObject({ ...Object(first), count: 2 })
    expect(used()).toMatchObject({ invocations: 2, coldStarts: 1, errors: 0 })
    expect(used()?.billedMs).toBeGreaterThan(1)
  })

  test('sees the variables that Lambda sets, and nothing of this machine’s', async () => {
    process.env.DOCKET_SECRET_OF_THE_PARENT = 'no'
    const seen = Object(await lambdas.invoke('worker', { act: 'environment' }))
    expect(seen).toMatchObject({
      AWS_REGION: 'us-east-1',
      AWS_SECRET_ACCESS_KEY: 'docket-local',
      AWS_LAMBDA_FUNCTION_NAME: 'worker',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      GREETING: 'hello',
    })
    expect(seen).not.toHaveProperty('DOCKET_SECRET_OF_THE_PARENT')
  })

  test('gets a context that knows how much time is left', async () => {
    const context = Object(await lambdas.invoke('worker', { act: 'context' }))
    expect(context).toMatchObject({ functionName: 'worker', memoryLimitInMB: '128' })
    expect(context.awsRequestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(context.remaining).toBeGreaterThan(500)
    expect(context.remaining).toBeLessThanOrEqual(1000)
  })

  test('sees the desk’s clock through Date, wherever the clock was moved', async () => {
    await lambdas.invoke('worker', { act: 'time' })
    clock.moveTo(new Date('2031-05-01T10:00:00Z'))
    const [now, created, called, epoch, ...identity] = Object(await lambdas.invoke('worker', { act: 'time' }))
    for (const instant of [now, created, called]) {
      expect(new Date(instant).toISOString()).toMatch(/^2031-05-01T10:00:0/)
    }
    expect([epoch, ...identity]).toEqual(['1970-01-01T00:00:00.000Z', true, true, '[object Date]'])
    const [at] = Object(await lambdas.invoke('worker', { act: 'time' }, new Date('2040-01-01T00:00:00Z')))
    expect(new Date(at).toISOString()).toMatch(/^2040-01-01T00:00:0/)
  })

  test('that finds all instances busy waits for one', async () => {
    const pids = await Promise.all(
      [1, 2, 3, 4, 5].map(() => lambdas.invoke('worker', { act: 'wait', ms: 30 })),
    )
    expect(new Set(pids).size).toBe(2)
    expect(used()).toMatchObject({ invocations: 5, coldStarts: 2 })
  })
})

describe('a function', () => {
  test('that throws fails with its own error, and stays warm', async () => {
    const failure = await failureOf({ act: 'fail' })
    expect(failure).toMatchObject({ kind: 'error', errorType: 'TypeError', message: 'no such luck' })
    expect(await lambdas.invoke('worker', { act: 'echo' })).toMatchObject({ count: 1 })
    expect(used()).toMatchObject({ invocations: 2, coldStarts: 1, errors: 1 })
    expect(errors).toEqual(['worker: Invoke Error: TypeError: no such luck'])
  })

  test.each(['wait', 'spin'])('that outlives its time-out (%s) is killed', async act => {
    const { pid } = Object(await lambdas.invoke('worker', { act: 'echo' }))
    const failure = await failureOf({ act, ms: 60_000 })
    expect(failure).toMatchObject({ kind: 'timeout', message: 'Task timed out after 1.00 seconds' })
    await untilGone(pid)
    expect(await lambdas.invoke('worker', { act: 'echo' })).toMatchObject({ count: 1 })
  })

  test('that outlives its time-out is killed and the caller gets 503', async () => {
    const http = await startHttp({
      port: 0,
      backend: Promise.resolve({
        routes: [{ route: '$default', function: 'worker' }],
        clock,
        invoke: () => lambdas.invoke('worker', { act: 'wait', ms: 60_000 }),
        doors: async () => jsonAnswer(404, {}),
      }),
    })
    const response = await fetch(`http://127.0.0.1:${http.port}`)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ message: 'Service Unavailable' })
    await http.close()
  })

  test('whose process ends fails, and the next invocation starts afresh', async () => {
    expect(await failureOf({ act: 'exit' })).toMatchObject({
      kind: 'crash',
      message: 'Runtime exited with error: exit status 3',
    })
    expect(await lambdas.invoke('worker', { act: 'echo' })).toMatchObject({ count: 1 })
  })

  test('that cannot be loaded says why', async () => {
    expect(await failureOf({}, 'broken')).toMatchObject({ errorType: 'Error', message: 'cannot load' })
  })

  test('that answers more than 6 MB fails', async () => {
    expect(await failureOf({ act: 'big' })).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' })
  })

  test('has what it writes kept in a log of its own', async () => {
    await lambdas.invoke('worker', { act: 'log', line: 'all is well' })
    await lambdas.invoke('worker', { act: 'log', line: JSON.stringify({ level: 'ERROR', message: 'lost' }) })
    await expect.poll(() => errors).toEqual(['worker: lost'])
    expect(readFileSync(join(dir, 'logs', 'worker.log'), 'utf8')).toContain('all is well\n')
  })
})

describe('an ordered fault', () => {
  const touched = () => join(dir, 'touched')
  const touch = () => ({ act: 'touch', path: touched() })
  const touches = () => {
    try {
      return readFileSync(touched(), 'utf8').length
    } catch {
      return 0
    }
  }

  test.each([
    ['error', 'error', 0],
    ['throttle', 'throttled', 0],
    ['crash-before', 'crash', 0],
    ['crash-after', 'crash', 1],
    ['timeout', 'timeout', 1],
  ] as const)('%s fails as %s with the work done %i times', async (kind, expected, times) => {
    faults.arm({ service: 'lambda', operation: 'worker', kind, nth: 1 })
    expect(await failureOf(touch())).toMatchObject({ kind: expected })
    expect(touches()).toBe(times)
    expect(await lambdas.invoke('worker', touch())).toBe('touched')
  })

  test.each([
    ['duplicate', 2],
    ['delay', 1],
  ] as const)('%s answers with the work done %i times', async (kind, times) => {
    faults.arm({ service: 'lambda', operation: 'worker', kind, nth: 1 })
    expect(await lambdas.invoke('worker', touch())).toBe('touched')
    expect(touches()).toBe(times)
  })

  test('of a service kills the instance whose call it struck', async () => {
    const { AWS_ACCESS_KEY_ID: key } = Object(await lambdas.invoke('worker', { act: 'environment' }))
    const running = failureOf({ act: 'wait', ms: 900 })
    lambdas.crash('somebody-else')
    setTimeout(() => lambdas.crash(key), 50)
    expect(await running).toMatchObject({
      kind: 'crash',
      message: 'Runtime exited with error: signal: killed',
    })
  })
})

describe('no process is left', () => {
  test('that nobody has needed for a while', async () => {
    const { pid } = Object(await lambdas.invoke('worker', { act: 'echo' }))
    await untilGone(pid)
    expect(await lambdas.invoke('worker', { act: 'echo' })).toMatchObject({ count: 1 })
  })

  test('when the service is closed', async () => {
    const { pid } = Object(await lambdas.invoke('worker', { act: 'echo' }))
    const failing = failureOf({ act: 'wait', ms: 60_000 })
    await sleep(50)
    await lambdas.close()
    expect(isRunning(pid)).toBe(false)
    expect(await failing).toMatchObject({ kind: 'crash' })
  })

  test.each(['wait', 'spin'])('when the parent is killed while a function is at work (%s)', async act => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', parentProgram(act)], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(createInterface({ input: parent.stdout }), 'line')
    const pid = Number(line)
    await sleep(100)
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await untilGone(pid)
  })
})

function parentProgram(act: string): string {
  return `
    import { startLambdas } from './infra/local/lambda/lambda.ts'
    const lambdas = await startLambdas({
      functions: { worker: { folder: ${JSON.stringify(join(dir, 'worker'))}, memoryMb: 128, timeoutSeconds: 60, environment: {} } },
      clock: { now: () => new Date(), offsetMs: () => 0 },
      usage: { countInvocation() {} },
      faults: { strike() {} },
      logDir: ${JSON.stringify(join(dir, 'parent-logs'))},
    })
    console.log((await lambdas.invoke('worker', { act: 'echo' })).pid)
    await lambdas.invoke('worker', { act: '${act}', ms: 60_000 })
  `
}
