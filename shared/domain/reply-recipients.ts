import { invalid } from './errors.ts'
import { mayReceive } from './notifications.ts'
import { deskAddresses } from './settings.ts'
import { correspondentsMax, publicRecipients, type Ticket, type Watcher, watchersMax } from './ticket.ts'

/** Whom a writer chose for one public reply. */
export interface ChosenRecipient extends Watcher {
  /** Becomes a watcher of the ticket by it. */
  watch?: true | undefined
}

/** The contact, and as many watchers as a ticket can have. */
export const recipientsMax = watchersMax + 1

/**
 * The chosen recipients, each address once. Error: `request.invalid`, with a pointer to one that is the desk's own,
 * or that takes no mail and does not belong to the ticket anyway.
 */
export function assertRecipients(
  ticket: Ticket,
  chosen: readonly ChosenRecipient[],
  domain: string,
): ChosenRecipient[] {
  const known = new Set(publicRecipients(ticket).map(({ email }) => email))
  chosen.forEach(({ email }, index) => {
    const pointer = `/recipients/${index}`
    if (deskAddresses(domain).includes(email.replace(/\+[^@]*@/, '@'))) {
      throw invalid(pointer, 'is an address of the desk itself')
    }
    if (!known.has(email) && !mayReceive(email, domain)) throw invalid(pointer, 'takes no mail')
  })
  const first = new Map<string, ChosenRecipient>()
  for (const each of chosen) if (!first.has(each.email)) first.set(each.email, each)
  return [...first.values()]
}

/**
 * The ticket once some were chosen who did not belong to it: watchers who are to be kept, and of the others that
 * they take part in it, so that their answers join it. Error: `request.invalid` where the watchers are too many.
 */
export function withChosen(ticket: Ticket, chosen: readonly ChosenRecipient[]): Ticket {
  const known = new Set(publicRecipients(ticket).map(({ email }) => email))
  const strangers = chosen.filter(({ email }) => !known.has(email))
  if (strangers.length === 0) return ticket
  const added = strangers.filter(({ watch }) => watch === true).map(({ email, name }) => ({ email, name }))
  if (ticket.watchers.length + added.length > watchersMax) {
    throw invalid('/recipients', `would be more than ${watchersMax} watchers`)
  }
  const once = strangers.filter(({ watch }) => watch !== true).map(({ email }) => email)
  const others = (ticket.correspondents ?? []).filter(email => !once.includes(email))
  const correspondents = [...others, ...once].slice(-correspondentsMax)
  return {
    ...ticket,
    watchers: [...ticket.watchers, ...added],
    ...(correspondents.length === 0 ? {} : { correspondents }),
  }
}
