import { connect } from 'node:net'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { IncomingMail } from '../../../infra/local/ses/receiving.ts'
import { type LocalSmtp, startSmtp } from '../../../infra/local/ses/smtp.ts'

let received: IncomingMail[]
let failure: Error | undefined
let smtp: LocalSmtp

beforeEach(async () => {
  received = []
  failure = undefined
  const receive = async (mail: IncomingMail) => {
    if (failure !== undefined) throw failure
    received.push(mail)
  }
  smtp = await startSmtp({ port: 0, domain: 'desk.example', maxBytes: 50_000, receive })
})

afterEach(() => smtp.close())

function send(mail: SendMailOptions) {
  const transport = createTransport({ host: '127.0.0.1', port: smtp.port })
  const rest = { from: 'jane@acme.example', to: 'support@desk.example', subject: 'Hi', text: 'x' }
  return transport.sendMail({ ...rest, ...mail })
}

test('a mail for the desk arrives once, byte for byte, with its envelope and passing verdicts', async () => {
  const raw = 'From: x@y.example\r\nSubject: =?utf-8?q?=C3=A4?=\r\n\r\nbödy\r\n..dots\r\n'
  const to = ['support@desk.example', 'support+t7@desk.example', 'support@desk.example']
  await send({ raw, envelope: { from: 'bounce@acme.example', to } })
  expect(received).toEqual([
    {
      raw: Buffer.from(raw),
      envelopeFrom: 'bounce@acme.example',
      recipients: ['support@desk.example', 'support+t7@desk.example'],
      verdicts: { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' },
    },
  ])
})

test('a bounce comes from the null sender', async () => {
  await send({ envelope: { from: '', to: ['support@desk.example'] } })
  expect(received.map(mail => mail.envelopeFrom)).toEqual([''])
})

test('recipients elsewhere are refused, those of the desk in the same mail are served', async () => {
  for (const to of ['joe@acme.example', 'joe@sub.desk.example', 'joe@desk.example.evil.example']) {
    await expect(send({ to })).rejects.toMatchObject({ responseCode: 550, response: /5\.7\.1/ })
  }
  const sent = await send({ to: ['joe@acme.example', 'support@desk.example'] })
  expect(sent.rejected).toEqual(['joe@acme.example'])
  expect(received.map(mail => mail.recipients)).toEqual([['support@desk.example']])
})

test('a mail over the limit is refused for good', async () => {
  await expect(send({ text: 'x\n'.repeat(60_000) })).rejects.toMatchObject({ responseCode: 552 })
  expect(received).toEqual([])
})

test('a sender that hides the size is stopped all the same', async () => {
  const socket = connect(smtp.port, '127.0.0.1')
  const heard = () => new Promise<string>(resolve => socket.once('data', data => resolve(String(data))))
  await heard()
  for (const command of ['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<support@desk.example>', 'DATA']) {
    socket.write(`${command}\r\n`)
    expect(await heard()).toMatch(/^[23]/)
  }
  socket.write(`${'x'.repeat(998)}\r\n`.repeat(80))
  socket.write('.\r\n')
  expect(await heard()).toMatch(/^552 5\.3\.4/)
  socket.destroy()
  expect(received).toEqual([])
})

test('a mail that could not be stored is answered 451, so that the sender tries again', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue()
  failure = new Error('disk full')
  await expect(send({})).rejects.toMatchObject({ responseCode: 451 })
  expect(said).toHaveBeenCalled()
  said.mockRestore()
  failure = undefined
  await send({})
  expect(received).toHaveLength(1)
})

test('a taken port is told by its code', async () => {
  const again = startSmtp({ port: smtp.port, domain: 'desk.example', receive: async () => {} })
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('closing does not wait for idle clients', async () => {
  const socket = connect(smtp.port, '127.0.0.1')
  await new Promise(resolve => socket.once('data', resolve))
  socket.on('error', () => {})
  const began = Date.now()
  await smtp.close()
  expect(Date.now() - began).toBeLessThan(1000)
  smtp = await startSmtp({ port: 0, domain: 'desk.example', receive: async () => {} })
})
