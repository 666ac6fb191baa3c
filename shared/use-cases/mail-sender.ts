import type { Sender } from '../domain/inbound-mail.ts'
import type { Desk } from '../runtime/desk.ts'
import { type InboundAnswers, readSenderRecords } from '../store/inbound-facts.ts'

/** Whom an address is registered to, by what is known of it and of its domain. */
export async function readSender(
  desk: Desk,
  { owner, domainClientId }: Pick<InboundAnswers, 'owner' | 'domainClientId'>,
): Promise<Sender> {
  const clientId = owner === undefined ? domainClientId : owner.ownerClientId
  if (owner === undefined && clientId === undefined) return { kind: 'unknown' }
  const { contact, agent, client } = await readSenderRecords(desk.table, {
    ...owner,
    ...(clientId === undefined ? {} : { clientId }),
  })
  if (contact !== undefined) return { kind: 'contact', contact, client }
  if (agent !== undefined && !agent.disabled) return { kind: 'agent', agent }
  if (owner === undefined && client !== undefined) return { kind: 'domain', client }
  return { kind: 'unknown' }
}
