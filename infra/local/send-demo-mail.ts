import { createTransport } from 'nodemailer'
import { demoMail } from './demo/desk.ts'

/** `npm run mail`: sends the desk a mail from a contact of the demo, by SMTP, as any mail program would. */
const { SMTP_PORT = '2525', DOCKET_DOMAIN = 'desk.example' } = process.env
const transport = createTransport({ host: '127.0.0.1', port: Number(SMTP_PORT), ignoreTLS: true })
const [, from = ''] = /^From:.*<(.+)>/m.exec(demoMail) ?? []
const head = `Date: ${new Date().toUTCString()}\r\nMessage-ID: <${crypto.randomUUID()}@${from.split('@')[1]}>\r\n`
try {
  const { response } = await transport.sendMail({
    envelope: { from, to: `support@${DOCKET_DOMAIN}` },
    raw: head + demoMail,
  })
  console.log(`Sent as ${from}: ${response}`)
} catch (error) {
  console.error(`Nobody takes mail at 127.0.0.1:${SMTP_PORT}; is the desk running? (npm start)`)
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
