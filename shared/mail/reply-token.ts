import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The address a recipient's answer goes to: `support+t1042.<mac>@desk.example`. The MAC is over the ticket and
 * this recipient, so that a token is worth nothing in anybody else's hands.
 */
export function replyAddress(facts: {
  desk: string
  ticketNumber: number
  recipient: string
  secret: string
}): string {
  const at = facts.desk.lastIndexOf('@')
  const mac = macOf(facts.secret, 'reply', facts.ticketNumber, facts.recipient.toLowerCase())
  return `${facts.desk.slice(0, at)}+t${facts.ticketNumber}.${mac}${facts.desk.slice(at)}`
}

export interface ReplyToken {
  ticketNumber: number
  mac: string
}

/** The token in an envelope recipient that is one of the desk's addresses; mail systems may change letter case. */
export function readReplyAddress(address: string, deskAddresses: readonly string[]): ReplyToken | undefined {
  const [, local, digits, mac, domain] =
    /^(.{1,64})\+t(\d{1,9})\.([a-z2-7]{26})(@.+)$/.exec(address.toLowerCase()) ?? []
  if (digits === undefined || mac === undefined || !deskAddresses.includes(`${local}${domain}`))
    return undefined
  return { ticketNumber: Number(digits), mac }
}

/** Whether the token was given to this sender; compared in constant time. */
export function verifyReplyToken(facts: ReplyToken & { sender: string; secret: string }): boolean {
  const expected = macOf(facts.secret, 'reply', facts.ticketNumber, facts.sender.toLowerCase())
  const [wanted, given] = [Buffer.from(expected), Buffer.from(facts.mac)]
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}

/**
 * The Message-ID, without angle brackets, that stands first in References of every mail of a ticket: SES
 * replaces our Message-ID but leaves References alone, so this is what holds a thread together for everyone.
 */
export function threadRoot(facts: { ticketNumber: number; secret: string; domain: string }): string {
  return `t${facts.ticketNumber}.${macOf(facts.secret, 'root', facts.ticketNumber, '')}@${facts.domain}`
}

/** The ticket a thread root of ours names; undefined for any other Message-ID. */
export function readThreadRoot(
  messageId: string,
  facts: { secret: string; domain: string },
): number | undefined {
  const [, digits, mac, domain] = /^t(\d{1,9})\.([a-z2-7]{26})@(.+)$/.exec(messageId) ?? []
  if (digits === undefined || mac === undefined || domain !== facts.domain) return undefined
  const ticketNumber = Number(digits)
  const expected = macOf(facts.secret, 'root', ticketNumber, '')
  return timingSafeEqual(Buffer.from(expected), Buffer.from(mac)) ? ticketNumber : undefined
}

const base32Alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** 130 bits of HMAC-SHA256 as 26 letters and digits that survive any change of letter case. */
function macOf(secret: string, purpose: string, ticketNumber: number, whose: string): string {
  const digest = createHmac('sha256', secret).update(`${purpose}\n${ticketNumber}\n${whose}`).digest()
  let bits = BigInt(`0x${digest.subarray(0, 17).toString('hex')}`)
  let text = ''
  for (let index = 0; index < 26; index += 1) {
    text += base32Alphabet.charAt(Number(bits & 31n))
    bits >>= 5n
  }
  return text
}
