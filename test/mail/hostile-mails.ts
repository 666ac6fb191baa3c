import { deflateRawSync } from 'node:zlib'
import { rawMail } from './fixtures.ts'

const head = ['From: a@northwind.example', 'Subject: Attack']

/** Mails made to exhaust a parser: each from `a@northwind.example`, named `Attack`. */
export const hostileMails: Record<string, () => Uint8Array> = {
  'an empty body': () => rawMail(head, ''),
  '100,000 parts': () => multipart('--b\r\n\r\nx\r\n'.repeat(100_000)),
  '100,000 named files': () =>
    multipart('--b\r\nContent-Type: text/csv; name="a.csv"\r\n\r\n1\r\n'.repeat(100_000)),
  '20,000 nested multiparts': () => nested(20_000, index => `b${index}`),
  '20,000 nested multiparts of one boundary': () => nested(20_000, () => 'b'),
  '5,000 nested messages': () =>
    multipart(`--b\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(5000)}x\r\n`),
  'messages nested in multiparts': () =>
    nested(5000, index => `b${index}`, 'Content-Type: message/rfc822\r\n\r\n'),
  'a line of 38 MB': () => rawMail(head, 'x'.repeat(38_000_000)),
  'a line of 38 MB in base64': () =>
    rawMail([...head, 'Content-Transfer-Encoding: base64'], 'QUJD'.repeat(9_500_000)),
  'a line of 38 MB quoted-printable': () =>
    rawMail([...head, 'Content-Transfer-Encoding: quoted-printable'], '=41'.repeat(12_600_000)),
  'soft breaks without end': () =>
    rawMail([...head, 'Content-Transfer-Encoding: quoted-printable'], `=${' '.repeat(190)}`.repeat(100_000)),
  '12 million lines that may be boundaries': () => multipart('--\n'.repeat(12_600_000)),
  'lines that begin like the boundary': () => multipart('--bb\n'.repeat(4_000_000)),
  'a part header without end': () => multipart(`--b\r\n${'X-A: b\r\n'.repeat(2_000_000)}`),
  'parameters without end': () => rawMail([...head, `Content-Type: text/plain; ${'a*0=b; '.repeat(25_000)}`]),
  'open quotes in parameters': () => rawMail([...head, `Content-Type: text/plain; a=${'"('.repeat(90_000)}`]),
  'a header of 1 MB': () => rawMail([`X-Long: ${'x'.repeat(1_000_000)}`, ...head]),
  'a header of 100,000 fields': () => rawMail([...head, ...Array<string>(100_000).fill('X-Field: value')]),
  'a header of 100,000 different fields': () =>
    rawMail([...head, ...Array.from({ length: 100_000 }, (_, index) => `X-${index}: v`)]),
  'a header of blanks': () => rawMail([...head, `X-Blank: ${' '.repeat(199_000)}x`]),
  'a header folded 60,000 times': () => rawMail([...head, `X-Fold: a${'\r\n '.repeat(60_000)}b`]),
  'a hundred thousand recipients': () => rawMail([...head, `To: ${'a@b.example, '.repeat(15_000)}`]),
  'open quotes and comments in recipients': () => rawMail([...head, `To: ${'"('.repeat(90_000)}`]),
  'open comments in recipients': () => rawMail([...head, `To: ${'('.repeat(190_000)}`]),
  'open angles in recipients': () => rawMail([...head, `To: ${'<'.repeat(190_000)}`]),
  'escapes in recipients': () => rawMail([...head, `To: "${'\\'.repeat(190_000)}`]),
  'one recipient of a thousand angles': () => rawMail([...head, `To: ${'a<b@c.example>'.repeat(13_000)}`]),
  'encoded words without end': () => rawMail([...head, `Cc: ${'=?a?q?'.repeat(30_000)}`]),
  '15,000 encoded words': () => rawMail([...head, `Cc: ${'=?a?q?b?= '.repeat(15_000)}`]),
  'a date without end': () => rawMail([...head, `Date: ${'Tue, '.repeat(30_000)}`]),
  'references without end': () => rawMail([...head, `References: ${'<a'.repeat(90_000)}`]),
  'deep markup': () => html('<div>'.repeat(200_000)),
  'a megabyte of paragraphs': () => html('<p>'.repeat(300_000)),
  'a megabyte of angles': () => html('<'.repeat(1_000_000)),
  'open comments in markup': () => html('<!--'.repeat(250_000)),
  'quotes in quotes': () => html('<blockquote>'.repeat(80_000)),
  'quote marks': () => rawMail(head, `${'>'.repeat(500)}\n`.repeat(2000)),
  'a million short lines': () => rawMail(head, 'a\n'.repeat(500_000)),
  'begin lines of uuencode': () => rawMail(head, `${'begin 644 a\n'.repeat(80_000)}end\n`),
  'flowed lines that never end': () =>
    rawMail([...head, 'Content-Type: text/plain; format=flowed; delsp=yes'], 'a \n'.repeat(330_000)),
  'shifts of UTF-7': () =>
    rawMail([...head, 'Content-Type: text/plain; charset=utf-7'], '+'.repeat(1_000_000)),
  'escapes of ISO-2022-JP': () =>
    rawMail([...head, 'Content-Type: text/plain; charset=iso-2022-jp'], '\x1b(B\x1b$B'.repeat(140_000)),
  'a zip bomb': () => file('application/zip', 'bomb.zip', zipBomb()),
  'a winmail.dat of a million attributes': () => file('application/ms-tnef', 'winmail.dat', tnef(tnefNoise)),
  'a winmail.dat that names a length it has not': () =>
    file('application/ms-tnef', 'winmail.dat', tnef(Buffer.from('02800c0002ffffff7f41', 'hex'))),
  'a winmail.dat with an RTF bomb': () => file('application/ms-tnef', 'winmail.dat', tnef(rtfBomb())),
  'a signature of indefinite lengths': () =>
    file('application/pkcs7-mime', 'smime.p7m', Buffer.from('3080'.repeat(500_000), 'hex')),
}

/** The largest ordinary mail that SES takes: a long newsletter and files of 26 MB. */
export function largestOrdinaryMail(): Uint8Array {
  const paragraph =
    '<p style="color:#333">Dear <b>customer</b>, see <a href="https://a.example/x">this</a>.</p>\n'
  const files = `--b\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${`${'QUJD'.repeat(19)}\r\n`.repeat(230_000)}`
  const body = `--b\r\nContent-Type: text/html\r\n\r\n${paragraph.repeat(11_000)}\r\n${files}`
  return multipart(body)
}

function multipart(body: string): Uint8Array {
  return rawMail([...head, 'Content-Type: multipart/mixed; boundary="b"'], `${body}--b--\r\n`)
}

function html(markup: string): Uint8Array {
  return rawMail([...head, 'Content-Type: text/html'], markup)
}

function nested(levels: number, boundary: (index: number) => string, before = ''): Uint8Array {
  const body = Array.from({ length: levels }, (_, index) =>
    [
      `--${boundary(index)}`,
      `${before}Content-Type: multipart/mixed; boundary="${boundary(index + 1)}"`,
      '',
      '',
    ].join('\r\n'),
  )
  return rawMail([...head, `Content-Type: multipart/mixed; boundary="${boundary(0)}"`], body.join(''))
}

function file(contentType: string, name: string, content: Uint8Array): Uint8Array {
  const encoded = Buffer.from(content).toString('base64')
  return multipart(
    `--b\r\nContent-Type: ${contentType}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n`,
  )
}

/** One entry that unpacks to a gigabyte. */
function zipBomb(): Uint8Array {
  const packed = deflateRawSync(Buffer.alloc(100_000_000))
  const header = Buffer.alloc(30)
  header.write('PK\x03\x04', 'latin1')
  header.writeUInt16LE(8, 8)
  header.writeUInt32LE(packed.length, 18)
  header.writeUInt32LE(0xffffffff, 22)
  return Buffer.concat([header, packed])
}

function tnef(body: Buffer): Uint8Array {
  return Buffer.concat([Buffer.from('789f3e220100', 'hex'), body])
}

const tnefNoise = Buffer.from('0202900600000000000000'.repeat(1_000_000), 'hex')

/** References to what was just written: two bytes become seventeen, up to the size it claims. */
function rtfBomb(): Buffer {
  const packed = Buffer.alloc(3_000_000, Buffer.from('ff000f000f000f000f000f000f000f000f', 'hex'))
  const header = Buffer.alloc(16)
  header.writeUInt32LE(packed.length + 12, 0)
  header.writeUInt32LE(0x7fffffff, 4)
  header.writeUInt32LE(0x75465a4c, 8)
  const value = Buffer.concat([header, packed])
  const properties = Buffer.alloc(16)
  properties.writeUInt32LE(1, 0)
  properties.writeUInt16LE(0x102, 4)
  properties.writeUInt16LE(0x1009, 6)
  properties.writeUInt32LE(1, 8)
  properties.writeUInt32LE(value.length, 12)
  const data = Buffer.concat([properties, value])
  const attribute = Buffer.alloc(9)
  attribute.writeUInt8(1, 0)
  attribute.writeUInt32LE(0x69003, 1)
  attribute.writeUInt32LE(data.length, 5)
  return Buffer.concat([attribute, data, Buffer.alloc(2)])
}
