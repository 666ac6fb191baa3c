import { type Actor, assertMay } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readHeldMail } from '../store/held-mails.ts'
import * as store from '../store/mails.ts'
import { recordAudit } from './audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'

export type InboundMail = store.InboundMail

/** What waits in quarantine, newest first. */
export async function listQuarantine(
  desk: Desk,
  actor: Actor,
  page: CursorPage,
): Promise<{ mails: InboundMail[]; nextCursor: string | null }> {
  assertMay(actor, 'mail:read')
  const scope = cursorScope('quarantine', actor)
  const { records, next } = await store.listQuarantine(desk.table, await openCursor(desk, scope, page))
  return { mails: records, nextCursor: await sealCursor(desk, scope, next) }
}

/** A mail that waits in quarantine, with its words as they were read; without them where it could not be read. */
export async function readQuarantined(
  desk: Desk,
  actor: Actor,
  mailKey: string,
): Promise<{ held: InboundMail; mail: IncomingMail | undefined }> {
  assertMay(actor, 'mail:read')
  const [held, mail] = await Promise.all([readHeld(desk, mailKey), readHeldMail(desk.files, mailKey)])
  return { held, mail }
}

/** Takes a mail out of quarantine for good; the raw mail stays as long as every other. */
export async function deleteFromQuarantine(desk: Desk, actor: Actor, mailKey: string): Promise<void> {
  await unlessOvertaken(async () => {
    const held = await heldMail(desk, actor, mailKey)
    await desk.table.commit(settleHeld(desk, actor, held, { settled: 'deleted' }))
  })
}

const attemptsMax = 6

/**
 * Does what is to be done with a mail in quarantine, anew where somebody was first with the mail, with its ticket or
 * with its sender: the next reading tells which.
 */
export async function unlessOvertaken<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act()
    } catch (error) {
      const isOvertaken =
        error instanceof DeskError &&
        ['version.stale', 'write.conflict', 'email.taken', 'sender.blocked'].includes(error.code)
      if (!isOvertaken || attempt === attemptsMax) throw error
    }
  }
}

/** A mail in quarantine that the actor may deal with. Errors: `resource.missing`, `quarantine.settled`. */
export async function heldMail(desk: Desk, actor: Actor, mailKey: string): Promise<InboundMail> {
  assertMay(actor, 'mail:write')
  return await readHeld(desk, mailKey)
}

/** The writes that take a mail out of quarantine; `quarantine.settled` if anybody was first. */
export function settleHeld(
  desk: Desk,
  actor: Actor,
  held: InboundMail,
  how: Pick<InboundMail, 'settled' | 'ticketNumber'>,
): Write[] {
  const { mailKey, from, reason } = held
  return [
    store.changeOutcome(held, { ...held, ...how }),
    ...recordAudit(desk, actor, {
      resource: `mails/${mailKey}`,
      // Not the subject: the log forgets nothing, and those are somebody's words.
      name: from?.address ?? mailKey,
      before: { outcome: held.outcome, reason },
      after: { outcome: held.outcome, reason, ...how },
    }),
  ]
}

async function readHeld(desk: Desk, mailKey: string): Promise<InboundMail> {
  const held = await store.readInbound(desk.table, mailKey)
  if (held === undefined || held.outcome !== 'quarantined') throw new DeskError('resource.missing')
  if (held.settled !== undefined)
    throw new DeskError('quarantine.settled', 'This mail was dealt with already.')
  return held
}
