import { readFileSync } from 'node:fs'
import type { IncomingMail } from '../../shared/domain/incoming-mail.ts'
import { parseMail } from '../../shared/mail/parse-mail.ts'

/** The mail in `test/fixtures/mail`, parsed. */
export async function parseFixture(name: string): Promise<IncomingMail> {
  return await parseMail(readFileSync(new URL(`../fixtures/mail/${name}.eml`, import.meta.url)))
}

/** A mail written in the test itself: header lines, then the body. */
export function rawMail(headers: readonly string[], body = 'Hello.'): Uint8Array {
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`)
}
