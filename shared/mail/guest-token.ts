import { createHmac, timingSafeEqual } from 'node:crypto'

/** How long a link in a mail to its ticket holds. */
export const guestLinkDays = 30

/** What a link to one ticket says; for whom it is, its MAC knows. */
export interface GuestToken {
  ticketNumber: number
  /** Seconds since 1970. */
  until: number
  mac: string
}

/** Whom a link was given to, and the client whose the ticket was: with another one it is worth nothing. */
export interface GuestHolder {
  recipient: string
  clientId: string | undefined
}

/** `<ticket>.<until>.<mac>`: shows this one ticket until then, to whoever has it. */
export function writeGuestToken(
  { ticketNumber, until, ...holder }: Omit<GuestToken, 'mac'> & GuestHolder,
  secret: string,
): string {
  const mac = macOf(secret, { ticketNumber, until }, holder).toString('base64url')
  return `${ticketNumber}.${until.toString(36)}.${mac}`
}

/** What a text says that has the form of a token; whose it is is not asked yet. */
export function readGuestToken(token: string): GuestToken | undefined {
  const [, digits, seconds, mac] = /^([1-9]\d{0,8})\.([0-9a-z]{1,8})\.([\w-]{43})$/.exec(token) ?? []
  if (digits === undefined || seconds === undefined || mac === undefined) return undefined
  return { ticketNumber: Number(digits), until: Number.parseInt(seconds, 36), mac }
}

/** Whether the token was made for this holder; compared in constant time. */
export function isGuestTokenOf(token: GuestToken, holder: GuestHolder, secret: string): boolean {
  const expected = macOf(secret, token, holder)
  const given = Buffer.from(token.mac, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function macOf(
  secret: string,
  { ticketNumber, until }: Omit<GuestToken, 'mac'>,
  { recipient, clientId = '' }: GuestHolder,
): Buffer {
  return createHmac('sha256', secret)
    .update(`guest\n${ticketNumber}\n${until}\n${clientId}\n${recipient.toLowerCase()}`)
    .digest()
}
