import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readStartOptions } from '../../../infra/local/start-options.ts'
import { buildStandIns } from './cloud-functions.ts'

const projectDir = fileURLToPath(new URL('../../..', import.meta.url))
let dir: string
let started: ChildProcess[]

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'docket-start-'))
  started = []
  await buildStandIns(join(dir, 'functions'))
})

afterEach(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

interface Run {
  child: ChildProcess
  output: () => string
  /** Exit code, or the signal that ended it. */
  ended: Promise<unknown>
}

/** The desk as `npm start` runs it, with a stand-in for its functions and its seed. */
function start(environment: Record<string, string> = {}): Run {
  const program = `
    import { startDesk } from './infra/local/start-desk.ts'
    const seed = {
      seedDesk: async options => {
        console.log(JSON.stringify({ ...options, environment: undefined, now: options.now().toISOString() }))
        return { adminEmail: 'alex@desk.example' }
      },
      localHooks: environment => ({
        signInLink: async () => environment.PUBLIC_URL + '/sign-in/link?token=fresh',
        outcomeOfMail: async () => undefined,
        nextOutboxRetryAt: async () => undefined,
      }),
    }
    await startDesk(process.env, { seed, build: async () => ${JSON.stringify(join(dir, 'functions'))} })
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: projectDir,
    env: { PATH: process.env.PATH, PORT: '0', SMTP_PORT: '0', DATA_DIR: join(dir, 'data'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += chunk))
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal)
  return { child, output: () => text, ended }
}

async function ready(run: Run): Promise<string> {
  await expect.poll(run.output, { timeout: 10_000 }).toMatch(/Mail in: .*\n/)
  const [, url] = /^Docket is ready at (.*)$/m.exec(run.output()) ?? []
  if (url === undefined) throw new Error(run.output())
  return url
}

/** Processes of functions whose parent this was. */
function functionsOf(pid: number | undefined): number[] {
  const parentOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        return parentOf(readFileSync(`/proc/${name}/stat`, 'utf8')) === pid
      } catch {
        return false
      }
    })
    .map(Number)
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const linux = process.platform === 'linux'

test('the desk says where it is, how to sign in, and that it is ready only when it is', async () => {
  const run = start({ DOCKET_API_KEY: 'key', DOCKET_DEMO: '0', DOCKET_DOMAIN: 'help.example' })
  const url = await ready(run)
  expect(run.output()).toContain(`Sign in as alex@desk.example: ${url}/sign-in/link?token=fresh`)
  expect(JSON.parse(run.output().split('\n')[0] ?? '')).toMatchObject({
    apiKey: 'key',
    demo: false,
    domain: 'help.example',
  })
  expect(await (await fetch(url)).text()).toBe(url)
})

describe.runIf(linux)('the desk ends', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'within two seconds of %s, with exit code 0 and nothing left',
    async signal => {
      const run = start()
      await fetch(await ready(run))
      const functions = functionsOf(run.child.pid)
      expect(functions).toHaveLength(1)
      const before = performance.now()
      run.child.kill(signal)
      expect(await run.ended).toBe(0)
      expect(performance.now() - before).toBeLessThan(2000)
      expect(functions.filter(isRunning)).toEqual([])
      expect(readdirSync(join(dir, 'data'))).not.toContain('docket.lock')
    },
  )

  test('by kill -9 with its functions, and starts again on the same data', async () => {
    const first = start()
    const url = await ready(first)
    await fetch(`${url}/_local/mail`, {
      method: 'POST',
      body: 'From: mia@client.example\nSubject: Kept\n\nHi',
    })
    await fetch(`${url}/_local/settle`, { method: 'POST' })
    const functions = functionsOf(first.child.pid)
    expect(functions).toHaveLength(2)
    first.child.kill('SIGKILL')
    await first.ended
    const again = await ready(start())
    const { data } = await (await fetch(`${again}/_local/outbox`)).json()
    expect(data).toMatchObject([{ subject: 'Re: Kept' }])
    for (let turn = 0; turn < 100 && functions.some(isRunning); turn++) await sleep(20)
    expect(functions.filter(isRunning)).toEqual([])
  })
})

describe('a start that cannot be says why in one line and exits with 1', () => {
  const refused = async (run: Run, line: RegExp) => {
    expect(await run.ended).toBe(1)
    expect(run.output()).toMatch(line)
    expect(run.output().trim().split('\n')).toHaveLength(1)
  }

  test('on a used port', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    await refused(start({ PORT: port }), new RegExp(`^Port ${port} is already in use`))
    await refused(start({ SMTP_PORT: port }), new RegExp(`^Port ${port} is already in use.*SMTP_PORT`))
    taken.close()
  })

  test('on a data folder in use', async () => {
    const first = start()
    await ready(first)
    await refused(start(), new RegExp(`is in use by process ${first.child.pid}`))
  })

  test('on a data folder that cannot be written', async () => {
    writeFileSync(join(dir, 'file'), '')
    await refused(start({ DATA_DIR: join(dir, 'file', 'data') }), /^Cannot write to the data folder/)
  })

  test('on a variable that makes no sense', async () => {
    await refused(start({ PORT: 'http' }), /^PORT must be a port number, not "http"/)
  })
})

describe('the variables', () => {
  test('have the defaults of the local stack', () => {
    expect(readStartOptions({})).toEqual({
      port: 3000,
      smtpPort: 2525,
      dataDir: '.docket',
      demo: true,
      domain: 'desk.example',
    })
  })

  test('name an identity provider, be it one on this machine', () => {
    const environment = {
      DOCKET_OIDC_ISSUER: 'http://127.0.0.1:9000',
      DOCKET_OIDC_CLIENT_ID: 'docket',
      DOCKET_OIDC_CLIENT_SECRET: 's',
      DOCKET_OIDC_NAME: 'Ours',
    }
    expect(readStartOptions(environment).identityProvider).toEqual({
      issuer: 'http://127.0.0.1:9000',
      clientId: 'docket',
      clientSecret: { value: 's' },
      name: 'Ours',
    })
  })

  test.each([
    { PORT: '70000' },
    { SMTP_PORT: '-1' },
    { DOCKET_DOMAIN: 'not a domain' },
    { DOCKET_DEMO: 'yes' },
    { DOCKET_OIDC_ISSUER: 'http://id.example' },
    { DOCKET_OIDC_ISSUER: 'https://id.example' },
  ])('are refused as %j', environment => {
    expect(() => readStartOptions(environment)).toThrow(Object.keys(environment)[0])
  })
})
