import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createDocketClient } from '../../shared/contract/client.ts'

const start = fileURLToPath(new URL('../../infra/local/start.mjs', import.meta.url))
const apiKey = 'desk-process-key'

export type DeskProcess = Awaited<ReturnType<typeof openDeskProcess>>

/** A desk as `npm start` boots it: a process of its own, empty, on free ports, with its data in the folder. */
export async function openDeskProcess(dataDir: string, domain = 'desk.example') {
  const [port, smtpPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const kill = async () => {
    const ended = child && child.exitCode === null && child.signalCode === null && once(child, 'exit')
    child?.kill('SIGKILL')
    await ended
  }
  return {
    url,
    smtpPort,
    docket: createDocketClient({ baseUrl: url, key: apiKey }),
    boot: async () => {
      child = spawn(process.execPath, [start], {
        env: {
          ...process.env,
          DATA_DIR: dataDir,
          PORT: String(port),
          SMTP_PORT: String(smtpPort),
          DOCKET_API_KEY: apiKey,
          DOCKET_DEMO: '0',
          DOCKET_DOMAIN: domain,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await untilReady(child)
    },
    /** Calls a door under `/_local`. */
    local: async (method: 'GET' | 'POST', door: string, body?: BodyInit): Promise<Response> => {
      const answer = await fetch(`${url}/_local/${door}`, body === undefined ? { method } : { method, body })
      if (!answer.ok) throw new Error(`${door}: ${await answer.text()}`)
      return answer
    },
    kill,
  }
}

async function untilReady({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error('no output')
  let printed = ''
  for await (const chunk of stdout) {
    printed += String(chunk)
    if (printed.includes('Docket is ready')) return
  }
  throw new Error(`The desk did not start: ${printed}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
