import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface Received {
  path: string
  headers: Record<string, string>
  body: string
}

export type Receiver = Awaited<ReturnType<typeof openReceiver>>

/** Somebody's server on this machine that takes messages of webhooks and answers as it is told. */
export async function openReceiver() {
  const received: Received[] = []
  let answer: (message: Received) => { status: number; headers?: Record<string, string> } = () => ({
    status: 204,
  })
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const message = { path: request.url ?? '', headers, body }
    received.push(message)
    const { status, headers: answered = {} } = answer(message)
    response.writeHead(status, answered).end('thank you')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    /** From now on answers so. */
    answerWith: (given: number | typeof answer) => {
      answer = typeof given === 'number' ? () => ({ status: given }) : given
    },
    /** Checks a message by the reference implementation of Standard Webhooks; throws unless it is signed by the secret. */
    verify: (secret: string, { body, headers }: Received) => new Webhook(secret).verify(body, headers),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
