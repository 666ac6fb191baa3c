import type { Verdicts } from './inbound-mail.ts'

/** One line of a ticket's timeline; the first is the description. */
export interface Entry {
  /** A ULID: sorts by the time it was written. */
  id: string
  kind: 'reply' | 'note' | 'activity' | 'mail-event'
  /** Only `public` entries ever reach a contact. */
  visibility: 'public' | 'internal'
  at: string
  by: Person
  /** The words themselves; for a mail the new words. */
  text: string
  /** Sanitised. */
  html?: string
  /** The rules by which the HTML of a mail was sanitised; with newer ones it is made anew from the raw mail. */
  sanitiserVersion?: number
  /** What a mail quoted below its new words. */
  quoted?: string
  attachments: Attachment[]
  /** Whom a public reply was mailed to, where its writer chose; else the contact and the watchers of the time. */
  recipients?: { email: string; name: string }[]
  /** Until then its writer may take it back, and its mails are held. */
  undoUntil?: string
  minutesWorked?: number
  change?: Change
  /** Key of the raw mail this entry came by. */
  mailKey?: string
  /** Message-ID of that mail, without angle brackets. */
  messageId?: string
  /** Whom that mail was addressed to as well, and who did not become watchers by it. */
  copied?: { email: string; name: string }[]
  /** DMARC passed on the mail this entry came by. */
  authenticated?: boolean
  /** What SES said of that mail, as far as it is not PASS; absent on what was written before it was kept. */
  verdicts?: Partial<Verdicts>
  /** The words are in this ticket now: this is what a split left in their place. */
  movedTo?: number
  /** The merged ticket it was written on, where a surviving ticket shows it. */
  mergedFrom?: number
  /** Set once it was edited, and then with its words as they are now. */
  editedAt?: string
  editedBy?: Person
  /** Set once its words are gone for good. */
  redactedAt?: string
  redactedBy?: Person
  /** Counts its edits and its redaction; 1 where absent. */
  version?: number
}

/** The version of an entry: 1 until it is edited or redacted. */
export function versionOf({ version = 1 }: Pick<Entry, 'version'>): number {
  return version
}

/** Every verdict of a mail: what an entry does not note was PASS. */
export function allVerdicts(noted: Partial<Verdicts>): Verdicts {
  return { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', ...noted }
}

export interface Person {
  kind: 'agent' | 'contact' | 'watcher' | 'key' | 'system'
  id?: string
  name: string
  email?: string
}

export interface Attachment {
  id: string
  /** Empty once it is redacted. */
  name: string
  contentType: string
  bytes: number
  /** Without angle brackets; set where the body shows it in place. */
  contentId?: string
  /** Its bytes and its name are gone; that it was there stays. */
  redacted?: true
}

/** A recorded change of one field. */
export interface Change {
  field:
    | 'status'
    | 'priority'
    | 'assignee'
    | 'subject'
    | 'client'
    | 'contact'
    | 'assets'
    | 'tags'
    | 'watchers'
    | 'billable'
    | 'category'
    | 'due'
    | 'external-reference'
    | 'custom-fields'
    | 'links'
    | 'task'
    | 'visit'
    | 'entry'
    | 'merge'
    | 'split'
    | 'feedback'
  from: string | null
  to: string | null
}

/** How much of a body is kept beside the entry; the rest lies in a file of its own. */
export const inlineBodyBytesMax = 6_000
