import { DeskError } from '../domain/errors.ts'
import { type DeliveryState, type OutboxMail, saysMore } from '../domain/outbox.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { keys } from '../store/keys.ts'
import { claimReport, type KnownMessage, readMessage } from '../store/mails.ts'
import { foldDelivery, readMail } from '../store/outbox.ts'
import { noteMailEvent } from './effect.ts'
import { stopMailTo } from './suppression.ts'

/** What SES says became of a mail it took from us; each of our mails has one recipient. */
export interface Feedback {
  /** Message-ID, without angle brackets, that the recipient saw. */
  messageId: string
  state: DeliveryState
  at: string
  recipients: string[]
  /** In the words of whoever reported it. */
  detail?: string
}

/** How often a report is folded in anew because another came at the same moment. */
const foldsMax = 5

/**
 * Folds a report into the row of the mail, notes it on the mail's ticket, and stops mail to an address that is
 * dead or complained. Reports may come in any order, and again: what is known already changes nothing.
 */
export async function recordFeedback(desk: Desk, feedback: Feedback): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await record(desk, feedback)
    } catch (error) {
      if (error instanceof DeskError && error.code === 'report.repeated') return
      const isClash = error instanceof DeskError && error.kind === 'conflict'
      if (!isClash || attempt === foldsMax) throw error
    }
  }
}

async function record(desk: Desk, feedback: Feedback): Promise<void> {
  const sent = await readMessage(desk.table, feedback.messageId)
  // SES can be quicker than our own mark that the mail was sent: the queue brings the report again.
  if (sent === undefined) throw new Error('A report on a mail that is not known yet')
  const row = await rowOf(desk, sent)
  const fold =
    row !== undefined && saysMore(row.deliveryState, feedback.state) ? [foldDelivery(row, feedback)] : []
  // That a mail arrived is what everybody expects of it: it is worth one write, and no note.
  if (feedback.state === 'delivered') return await desk.table.commit(fold)
  const claim = claimReport(`${feedback.messageId}#${feedback.state}`, desk.now())
  const note = sent.ticketNumber === undefined ? [] : [await noteOn(desk, sent.ticketNumber, feedback)]
  await desk.table.commit([claim, ...fold, ...note, ...(await stopsOf(desk, feedback))])
}

async function rowOf(desk: Desk, { mailId, ticketNumber }: KnownMessage): Promise<OutboxMail | undefined> {
  if (mailId === undefined) return undefined
  return await readMail(
    desk.table,
    ticketNumber === undefined ? keys.deskMail(mailId) : keys.ticketMail(ticketNumber, mailId),
  )
}

/** A mailbox that was full, or a server that was away, stops nothing: it may be there tomorrow. */
async function stopsOf(desk: Desk, { state, recipients }: Feedback): Promise<Write[]> {
  if (state !== 'bounced' && state !== 'complained') return []
  const reason = state === 'bounced' ? ('address-bounced' as const) : ('address-complained' as const)
  // One each: a mail of ours has one recipient, and a report that names many is none on a mail of ours.
  const addresses = [...new Set(recipients)].slice(0, 10)
  return (await Promise.all(addresses.map(address => stopMailTo(desk, address, reason)))).flat()
}

async function noteOn(
  desk: Desk,
  ticketNumber: number,
  { state, recipients, detail }: Feedback,
): Promise<Write> {
  const whom = recipients.join(', ') || 'the recipient'
  const words: Record<DeliveryState, string> = {
    delivered: `Mail to ${whom} arrived`,
    delayed: `Mail to ${whom} is delayed`,
    returned: `Mail to ${whom} could not be delivered this time`,
    rejected: 'SES refused to send a mail of this ticket',
    bounced: `Mail to ${whom} could not be delivered`,
    complained: `${whom} marked a mail of this ticket as spam`,
  }
  const text = detail === undefined ? words[state] : `${words[state]}: ${detail}`
  return await noteMailEvent(desk, ticketNumber, { by: 'Mail delivery', text })
}
