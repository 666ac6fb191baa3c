import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { WireAnswer } from './answers.ts'

/** Opens a server on a free port that only this machine reaches; answers its URL. */
export function listenLocally(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('The server has no port'))
      else resolve(`http://127.0.0.1:${address.port}`)
    })
  })
}

/** Closes a server without waiting for kept-alive connections. */
export function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** Puts an answer on the wire, with the headers that let a browser of any origin read it. */
export function sendAnswer(message: IncomingMessage, response: ServerResponse, answer: WireAnswer): void {
  const headers: Record<string, string> = {
    'content-length': String(answer.body.length),
    ...answer.headers,
    'x-amz-request-id': randomUUID(),
    server: 'AmazonS3',
  }
  if (message.headers.origin !== undefined) {
    headers['access-control-allow-origin'] = '*'
    headers['access-control-expose-headers'] = 'ETag, Location'
  }
  if (message.method === 'OPTIONS') {
    headers['access-control-allow-methods'] = 'GET, HEAD, PUT, POST, DELETE'
    headers['access-control-allow-headers'] = message.headers['access-control-request-headers'] ?? '*'
    headers['access-control-max-age'] = '3000'
  }
  if (answer.status === 204 || answer.status === 304) delete headers['content-length']
  response.writeHead(answer.status, headers)
  response.end(message.method === 'HEAD' ? undefined : answer.body)
}
