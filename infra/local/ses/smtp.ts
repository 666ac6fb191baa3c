import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { IncomingMail, Verdicts } from './receiving.ts'

export interface SmtpOptions {
  /** 0 takes a free port. */
  port: number
  /** The desk's mail domain; anybody at it is taken, nobody elsewhere. */
  domain: string
  receive: (mail: IncomingMail) => Promise<unknown>
  /** Largest mail in bytes. */
  maxBytes?: number
  verdicts?: Verdicts
}

export interface LocalSmtp {
  port: number
  close(): Promise<void>
}

const allPass: Verdicts = { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' }

/**
 * Starts SES's inbound SMTP on 127.0.0.1; rejects with `code` EADDRINUSE if the port is taken. A sender hears
 * 250 only after `receive` answered.
 */
export async function startSmtp(options: SmtpOptions): Promise<LocalSmtp> {
  const { domain, receive, maxBytes = 40 * 1024 * 1024, verdicts = allPass } = options
  const server = new SMTPServer({
    banner: 'Docket local inbound-smtp',
    disabledCommands: ['AUTH'],
    hideSTARTTLS: true,
    disableReverseLookup: true,
    size: maxBytes,
    logger: false,
    onRcptTo: ({ address }, _session, callback) => {
      const isOurs = address.toLowerCase().endsWith(`@${domain.toLowerCase()}`)
      callback(isOurs ? null : replyError(550, `5.7.1 We do not relay to <${address}>`))
    },
    onData: (stream, session, callback) => {
      acceptMail(stream, session, maxBytes)
        .then(mail => receive({ ...mail, verdicts }).catch(reportFailure))
        .then(
          () => callback(null, 'OK queued'),
          error => callback(error),
        )
    },
  })
  const port = await listen(server, options.port)
  // A client that hangs up in the middle is its own affair.
  server.on('error', () => {})
  return { port, close: () => closeServer(server) }
}

async function acceptMail(stream: SMTPServerDataStream, session: SMTPServerSession, maxBytes: number) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    // Read on to the end, so that the sender hears why, but hold nothing more.
    if (size <= maxBytes) chunks.push(chunk)
  }
  if (size > maxBytes) throw replyError(552, '5.3.4 Message size exceeds fixed limit')
  const { mailFrom, rcptTo } = session.envelope
  return {
    raw: Buffer.concat(chunks),
    envelopeFrom: mailFrom ? mailFrom.address : '',
    recipients: [...new Set(rcptTo.map(({ address }) => address))],
  }
}

function reportFailure(error: unknown): never {
  console.error('local SMTP: the mail could not be stored:', error)
  throw replyError(451, '4.3.0 Could not store the mail, try again later')
}

function replyError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const listener = server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = listener.address()
      resolve(address === null || typeof address === 'string' ? port : address.port)
    })
  })
}

function closeServer(server: SMTPServer): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    for (const connection of server.connections) connection.close()
  })
}
