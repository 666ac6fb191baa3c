import { DeskError } from '../domain/errors.ts'
import type { Notice } from '../domain/notifications.ts'
import { mayReceive } from '../domain/notifications.ts'
import type { Change, Entry, Person } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Key, Write } from '../runtime/table.ts'
import { keys } from '../store/keys.ts'
import { queueMail } from '../store/outbox.ts'
import { claimRequest } from '../store/requests.ts'
import { appendEntry } from '../store/timeline.ts'

/**
 * Commits an effect. Where the request that asked for it carries an Idempotency-Key, the claim of that key goes
 * along, so that a repeat of the request finds the effect done, whatever broke in between.
 * `made` names the resource, e.g. `tickets/1042`.
 */
export async function commitEffect(desk: Desk, writes: readonly Write[], made: string): Promise<void> {
  const { request } = desk
  if (request === undefined) return await desk.table.commit(writes)
  const { principal, idempotencyKey, bodySha256 } = request
  await desk.table.commit([
    ...writes,
    claimRequest(principal, idempotencyKey, { bodySha256, made, at: desk.now() }),
  ])
}

/** How often writes that clash with others', and ask for no version, are tried. */
const commitsMax = 5

/** The same for writes that many may want at once at one row, such as all that is made of one client's. */
export async function commitAgain(desk: Desk, writes: readonly Write[], made: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await commitEffect(desk, writes, made)
    } catch (error) {
      const isClash = error instanceof DeskError && error.code === 'write.conflict'
      if (!isClash || attempt === commitsMax) throw error
    }
  }
}

/** The row that will keep this request's answer; undefined where it has no Idempotency-Key. */
export function requestRow({ request }: Desk): Key | undefined {
  return request && keys.request(request.principal, request.idempotencyKey)
}

/** The writes that queue what an event calls for, not to be sent before `heldUntil` if that is given. */
export function queueNotices(
  desk: Desk,
  ticketNumber: number,
  notices: readonly Notice[],
  heldUntil?: string,
): Write[] {
  return notices
    .filter(({ to }) => mayReceive(to.address, desk.config.domain))
    .map(notice =>
      queueMail({
        ...notice,
        id: desk.newUlid(),
        ticketNumber,
        state: 'waiting',
        attempts: 0,
        createdAt: desk.now(),
        ...(heldUntil === undefined ? {} : { heldUntil }),
      }),
    )
}

/** The write that notes on a ticket what became of a mail; only agents see it. */
export async function noteMailEvent(
  desk: Desk,
  ticketNumber: number,
  { by, text }: { by: string; text: string },
): Promise<Write> {
  return await appendEntry(desk.files, ticketNumber, {
    id: desk.newUlid(),
    kind: 'mail-event',
    visibility: 'internal',
    at: desk.now(),
    by: { kind: 'system', name: by },
    text,
    attachments: [],
  })
}

/** The writes that record changes on a ticket, an activity each. */
export async function recordChanges(
  desk: Desk,
  ticketNumber: number,
  { changes, by, at }: { changes: readonly Change[]; by: Person; at: string },
): Promise<Write[]> {
  const activities = changes.map(change => activityOf(desk, change, by, at))
  return await Promise.all(activities.map(activity => appendEntry(desk.files, ticketNumber, activity)))
}

/** The activity that records a change. */
export function activityOf(desk: Desk, change: Change, by: Person, at: string): Entry {
  return {
    id: desk.newUlid(),
    kind: 'activity',
    visibility: 'internal',
    at,
    by,
    text: '',
    attachments: [],
    change,
  }
}
