import type { Ticket } from './ticket.ts'

/**
 * Mails of one hour that are taken in from one sender, and onto one ticket. What is beyond waits in quarantine: a
 * flood or a loop fills no desk, and loses nothing. Well above what a monitoring system sends in an outage.
 */
export const senderMailsPerHourMax = 1_000
export const ticketMailsPerHourMax = 200

/** The hour that mails are counted in. */
export function hourOf(at: string): string {
  return at.slice(0, 13)
}

/** A ticket's count with one mail more. */
export function countedMail({ mailsInHour }: Ticket, at: string): NonNullable<Ticket['mailsInHour']> {
  const hour = hourOf(at)
  return { hour, count: mailsInHour?.hour === hour ? mailsInHour.count + 1 : 1 }
}

/** Whether a ticket has had all the mails of this hour. */
export function isFlooded({ mailsInHour }: Ticket, at: string): boolean {
  return mailsInHour?.hour === hourOf(at) && mailsInHour.count >= ticketMailsPerHourMax
}
