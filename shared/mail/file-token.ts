import { createHmac, timingSafeEqual } from 'node:crypto'

/** How long a link in a mail to a file that did not go along holds. */
export const fileLinkDays = 30

/** What a link to one attachment names. */
export interface FileToken {
  attachmentId: string
  /** Seconds since 1970. */
  until: number
}

/** `<attachment>.<until>.<mac>`: opens this one attachment until then, for whoever has it. */
export function writeFileToken({ attachmentId, until }: FileToken, secret: string): string {
  return `${attachmentId}.${until.toString(36)}.${macOf(secret, attachmentId, until).toString('base64url')}`
}

/** What a token of ours names; undefined for any other text. The MAC is compared in constant time. */
export function readFileToken(token: string, secret: string): FileToken | undefined {
  const [, attachmentId, seconds, mac] =
    /^(att_[0-9A-Za-z_]{1,80})\.([0-9a-z]{1,8})\.([\w-]{43})$/.exec(token) ?? []
  if (attachmentId === undefined || seconds === undefined || mac === undefined) return undefined
  const until = Number.parseInt(seconds, 36)
  const given = Buffer.from(mac, 'base64url')
  const expected = macOf(secret, attachmentId, until)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return { attachmentId, until }
}

function macOf(secret: string, attachmentId: string, until: number): Buffer {
  return createHmac('sha256', secret).update(`mailed-file\n${attachmentId}\n${until}`).digest()
}
