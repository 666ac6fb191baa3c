import { DeskError } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { claimReport, readMessage } from '../store/mails.ts'
import { noteMailEvent } from './effect.ts'
import { markUndeliverable } from './undeliverable.ts'

/** What SES says became of a mail it took from us. */
export interface Feedback {
  /** Of the report itself: the same report delivered twice is recorded once. */
  id: string
  /** Message-ID, without angle brackets, that the recipient saw. */
  messageId: string
  kind: 'bounce' | 'complaint' | 'delay' | 'reject'
  recipients: string[]
}

/** Notes a report on the ticket the mail belonged to, and marks contacts that mail came back from for good. */
export async function recordFeedback(desk: Desk, feedback: Feedback): Promise<void> {
  const sent = await readMessage(desk.table, feedback.messageId)
  // SES can be quicker than our own mark that the mail was sent: the queue brings the report again.
  if (sent === undefined) throw new Error('A report on a mail that is not known yet')
  const marks = feedback.kind === 'bounce' ? await markUndeliverable(desk, feedback.recipients) : []
  const note = sent.ticketNumber === undefined ? [] : [await noteOn(desk, sent.ticketNumber, feedback)]
  try {
    await desk.table.commit([claimReport(feedback.id, desk.now()), ...note, ...marks])
  } catch (error) {
    if (!(error instanceof DeskError) || error.code !== 'report.repeated') throw error
  }
}

async function noteOn(desk: Desk, ticketNumber: number, { kind, recipients }: Feedback): Promise<Write> {
  const whom = recipients.join(', ') || 'the recipient'
  const words = {
    bounce: `Mail to ${whom} could not be delivered`,
    complaint: `${whom} marked a mail of this ticket as spam`,
    delay: `Mail to ${whom} is delayed`,
    reject: 'SES refused to send a mail of this ticket',
  }
  return await noteMailEvent(desk, ticketNumber, { by: 'Mail delivery', text: words[kind] })
}
