import { crc32, deflateSync } from 'node:zlib'
import type { TestCloud } from '../support/cloud.ts'

/** A contact of the demo desk. */
export const amara = { name: 'Amara Okonkwo', address: 'amara.okonkwo@nordkap-freight.example' }
export const support = 'support@desk.example'

/** The number of the newest ticket with this subject. */
export async function numberOf(cloud: TestCloud, subject: string): Promise<number> {
  await cloud.settle()
  for await (const ticket of cloud.docket.listTickets.rows()) {
    if (ticket.subject === subject) return ticket.number
  }
  return 0
}

/** A ticket with everything that a timeline can show: opened by formatted mail, answered, noted, quoted. */
export async function openBusyTicket(cloud: TestCloud): Promise<number> {
  const subject = 'Label printer at gate 2 skips every other label'
  const { messageId } = await cloud.sendMail({
    from: amara,
    to: support,
    cc: 'Björk Sigurðardóttir <bjork@nordkap-logistics.example>',
    subject,
    text: 'Since lunch the printer skips every other label. Photo below.\n\nAmara',
    html:
      '<p>Since <b>lunch</b> the printer skips every other label. <a href="https://printer.example/manual">Its ' +
      'manual</a> says nothing.</p><p><img src="cid:photo" alt="Two labels, one of them empty"></p><p>Amara</p>',
    attachments: [
      { filename: 'gate 2.png', content: redImage(), cid: 'photo', contentType: 'image/png' },
      { filename: 'printer-log.txt', content: 'E07 gap not found\n'.repeat(400) },
      {
        filename: `${'a-very-long-name-'.repeat(9)}.pdf`,
        content: '%PDF-1.4\n%',
        contentType: 'application/pdf',
      },
    ],
  })
  const number = await numberOf(cloud, subject)
  const write = (body: Parameters<typeof cloud.docket.replyToTicket>[0]['body']) =>
    cloud.docket.replyToTicket({ params: { number }, body })
  await write({
    visibility: 'public',
    bodyText:
      'Hi Amara,\n\nE07 means that it cannot see the gap between two labels. Please open the lid, clean the little ' +
      'window on the left with a dry cloth, then hold FEED for five seconds: https://printer.example/calibrate\n\nAlex',
    minutesWorked: 10,
  })
  await write({
    visibility: 'internal',
    bodyText:
      'It was moved this morning: if this does not help, the gap sensor came loose again, as in March.',
    minutesWorked: 5,
  })
  await cloud.docket.changeTicket({
    params: { number },
    body: { priority: 'high', assigneeId: 'agt_alex' },
  })
  await cloud.sendMail({
    from: amara,
    to: support,
    subject: `Re: [TCK-${number}] ${subject}`,
    inReplyTo: messageId,
    references: messageId,
    text:
      'The cloth did it, thank you! What is the part called, in case it happens again?\n\n' +
      'On Tue, 24 Nov 2026 at 10:02, Alex Moreau <support@desk.example> wrote:\n' +
      '> E07 means that it cannot see the gap between two labels.\n> Please open the lid.\n',
  })
  await cloud.settle()
  return number
}

/** A PNG of 80 by 40 red pixels. */
export function redImage(): Buffer {
  const [width, height] = [80, 40]
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const row = Buffer.concat([
    Buffer.from([0]),
    Buffer.alloc(width * 3).map((_, at) => (at % 3 === 0 ? 200 : 40)),
  ])
  const rows = Buffer.concat(Array.from({ length: height }, () => row))
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
