import { type Actor, assertMay, personOf } from '../domain/actor.ts'
import type { BlockedSender, BlockScope } from '../domain/blocked-sender.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import { asciiDomain, domainOf, isPublicMailDomain } from '../domain/mail-domain.ts'
import { deskAddresses } from '../domain/settings.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import * as store from '../store/blocked-senders.ts'
import { readDomainOwner } from '../store/clients.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import { blockedSenderIdOf } from '../store/keys.ts'
import { recordAudit } from './audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitEffect } from './effect.ts'
import { heldMail, type InboundMail, settleHeld, unlessOvertaken } from './quarantine.ts'
import { assertVersion } from './tickets.ts'

/** Whom to block: exactly one of the two. */
export type BlockInput = { address: string } | { domain: string }

/** By address or domain. */
export async function listBlockedSenders(
  desk: Desk,
  actor: Actor,
  page: CursorPage,
): Promise<{ senders: BlockedSender[]; nextCursor: string | null }> {
  assertMay(actor, 'mail:read')
  const scope = cursorScope('blocked-senders', actor)
  const { records, next } = await store.listBlockedSenders(desk.table, await openCursor(desk, scope, page))
  return { senders: records, nextCursor: await sealCursor(desk, scope, next) }
}

export async function readBlockedSender(desk: Desk, actor: Actor, id: string): Promise<BlockedSender> {
  assertMay(actor, 'mail:read')
  return await blockedSenderFor(desk, id)
}

/**
 * From now on mail of this sender is recorded and shown to nobody; its raw form is kept like that of every other.
 * Errors: `sender.blocked`, `sender.registered`, `domain.public`, `request.invalid`.
 */
export async function blockSender(desk: Desk, actor: Actor, input: BlockInput): Promise<BlockedSender> {
  assertMay(actor, 'mail:write')
  const sender = await blockOf(desk, actor, whomOf(input))
  await commitEffect(desk, writesOf(desk, actor, sender), `blocked-senders/${sender.id}`)
  return sender
}

/**
 * Blocks the sender of a quarantined mail, or everybody at their domain, and takes the mail out of quarantine in the
 * same step. Errors: `quarantine.settled`, `sender.registered`, `domain.public`, `request.invalid`.
 */
export async function blockFromQuarantine(
  desk: Desk,
  actor: Actor,
  mailKey: string,
  scope: BlockScope,
): Promise<BlockedSender> {
  return await unlessOvertaken(() => blockOnce(desk, actor, mailKey, scope))
}

/** Lets mail of this sender be decided like any other again. Error: `version.stale`. */
export async function unblockSender(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void> {
  assertMay(actor, 'mail:write')
  const sender = await blockedSenderFor(desk, id)
  assertVersion(sender.version, ifVersion)
  const audit = recordAudit(desk, actor, { resource: `blocked-senders/${id}`, before: sender })
  await desk.table.commit([store.unblockSender(sender), ...audit])
}

async function blockOnce(
  desk: Desk,
  actor: Actor,
  mailKey: string,
  scope: BlockScope,
): Promise<BlockedSender> {
  const held = await heldMail(desk, actor, mailKey)
  const address = senderOf(held)
  const name = scope === 'domain' ? domainOf(address) : address
  const settled = settleHeld(desk, actor, held, { settled: 'blocked' })
  const sender = await blockOf(desk, actor, { scope, name, pointer: '/scope' })
  const known = await store.readBlockedSender(desk.table, sender.id)
  if (known !== undefined) {
    await commitEffect(desk, settled, `blocked-senders/${known.id}`)
    return known
  }
  await commitEffect(desk, [...settled, ...writesOf(desk, actor, sender)], `blocked-senders/${sender.id}`)
  return sender
}

interface Whom {
  scope: BlockScope
  name: string
  /** Of the field that named them. */
  pointer: string
}

function whomOf(input: BlockInput): Whom {
  if ('address' in input) return { scope: 'address', name: input.address.toLowerCase(), pointer: '/address' }
  const name = asciiDomain(input.domain)
  if (name === undefined) throw invalid('/domain', 'is no mail domain')
  return { scope: 'domain', name, pointer: '/domain' }
}

function senderOf({ from, envelopeFrom }: InboundMail): string {
  const address = from?.address ?? envelopeFrom.toLowerCase()
  if (address === '') throw invalid('/scope', 'is not possible: the mail names no sender')
  return address
}

/** Whoever the desk knows is not blocked: to be rid of a contact, or of a client's domain, take it off the client. */
async function blockOf(desk: Desk, actor: Actor, { scope, name, pointer }: Whom): Promise<BlockedSender> {
  if (scope === 'domain' && isPublicMailDomain(name)) {
    throw refused('domain.public', `Anyone can have an address at ${name}.`, pointer)
  }
  if (await isRegistered(desk, scope, name)) {
    throw refused('sender.registered', `${name} belongs to the desk or to a client.`, pointer)
  }
  return {
    id: blockedSenderIdOf(name),
    scope,
    name,
    by: personOf(actor),
    createdAt: desk.now(),
    version: 1,
  }
}

async function isRegistered(desk: Desk, scope: BlockScope, name: string): Promise<boolean> {
  if (scope === 'address') {
    const isOurs = deskAddresses(desk.config.domain).includes(name)
    return isOurs || (await readEmailOwner(desk.table, name)) !== undefined
  }
  return name === desk.config.domain || (await readDomainOwner(desk.table, name)) !== undefined
}

function writesOf(desk: Desk, actor: Actor, sender: BlockedSender): Write[] {
  const { by: _by, ...after } = sender
  const audit = recordAudit(desk, actor, { resource: `blocked-senders/${sender.id}`, after })
  return [store.blockSender(sender), ...audit]
}

async function blockedSenderFor(desk: Desk, id: string): Promise<BlockedSender> {
  const sender = await store.readBlockedSender(desk.table, id)
  if (sender === undefined) throw new DeskError('resource.missing')
  return sender
}

function refused(code: 'domain.public' | 'sender.registered', detail: string, pointer: string): DeskError {
  return new DeskError(code, detail, [{ pointer, message: detail }])
}
