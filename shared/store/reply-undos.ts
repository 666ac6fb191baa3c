import type { DraftContent } from '../domain/draft.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** Everything that one reply wrote, so that it can be taken back while its mails are held. */
export interface ReplyUndo {
  ticketNumber: number
  entryId: string
  /** Id of the only actor who may. */
  owner: string
  /** The mails are held until then. */
  until: string
  /** The header as it was, and the version that the reply gave it. */
  before: Ticket
  version: number
  /** The reply itself, and the activities beside it. */
  entryIds: string[]
  mailIds: string[]
  /** What the writer gets back to write on. */
  words: DraftContent
  /** The whole body lies in a file. */
  hasBodyFile: boolean
}

/** The engine clears it away some time after it is of no more use. */
const keptDays = 1

export async function readReplyUndo(
  table: Table,
  ticketNumber: number,
  entryId: string,
): Promise<ReplyUndo | undefined> {
  const item = await table.get(keys.replyUndo(ticketNumber, entryId))
  return item && recordOf<ReplyUndo>(item)
}

/** Keeps how to take a reply back, for the reply's own transaction; what was written is read off its writes. */
export function keepReplyUndo(
  undo: Omit<ReplyUndo, 'entryIds' | 'mailIds' | 'hasBodyFile'>,
  writes: readonly Write[],
): Write {
  const put = writes.flatMap(write => ('put' in write ? [write.put] : []))
  const idsOf = (kind: string) => put.filter(({ itemType }) => itemType === kind).map(({ id }) => String(id))
  const whole: ReplyUndo = {
    ...undo,
    entryIds: idsOf('entry'),
    mailIds: idsOf('outbox'),
    hasBodyFile: put.some(({ bodyKey }) => bodyKey !== undefined),
  }
  const { ticketNumber, entryId, until } = undo
  return {
    put: itemOf(keys.replyUndo(ticketNumber, entryId), 'reply-undo', whole, expiring(until, keptDays)),
  }
}

/** The writes that take a reply and its activities off the timeline: of two at once, one gets `undo.too-late`. */
export function dropReply({ ticketNumber, entryId, entryIds }: ReplyUndo): Write[] {
  return [
    {
      delete: keys.replyUndo(ticketNumber, entryId),
      onlyIf: { exists: true },
      otherwise: 'undo.too-late',
    },
    ...entryIds.map(id => ({ delete: keys.entry(ticketNumber, id) })),
  ]
}
