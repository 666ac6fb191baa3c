/** One mail as it was read: plain values, nothing of it trusted. */
export interface IncomingMail {
  /** Without angle brackets; absent where the mail has none. */
  messageId?: string
  /** SHA-256 of the body as it came, in hexadecimal: it stays the same however a mail is read. */
  bodyDigest: string
  inReplyTo: string[]
  /** Oldest first, without angle brackets. */
  references: string[]
  /** Absent unless the mail names exactly one mailbox in exactly one From header. */
  from?: Mailbox
  replyTo: Mailbox[]
  to: Mailbox[]
  cc: Mailbox[]
  /** Decoded, one line, at most 998 characters; may be empty. */
  subject: string
  /** The Date header as an ISO UTC instant, where it can be read. */
  sentAt?: string
  /** The whole body as text, made from the HTML where the mail has no text part. */
  text: string
  /** What the sender wrote newly: without quoted history, signature and disclaimer. */
  newText: string
  /** The whole body as sanitised HTML, where the mail has an HTML part; images are `cid:` only. */
  html?: string
  attachments: IncomingAttachment[]
  /** What kind of machine wrote this, judged by its headers; absent for a person's mail. */
  machine?: MachineMail
}

export interface Mailbox {
  /** At most 100 characters, control characters removed; empty where there is none. */
  name: string
  /** Lower-case, domain in ASCII. */
  address: string
}

export interface IncomingAttachment {
  /** Cleaned, at most 200 characters, never empty. */
  name: string
  /** Sniffed where the bytes tell, else as declared; lower-case `type/subtype`. */
  contentType: string
  content: Uint8Array
  /** Without angle brackets. */
  contentId?: string
  /** Meant to be shown in the body's place, not listed. */
  inline: boolean
}

/**
 * `auto-reply`: an answer nobody wrote (RFC 3834 and vendors' headers). `auto-generated`: an alert or other mail of a
 * program, worth a ticket but never an answer. `bounce`: a delivery status notification (RFC 3464).
 * `list`: mailing lists and bulk mail. `report`: abuse (ARF) and read receipts.
 */
export type MachineMail =
  | { kind: 'auto-reply' | 'auto-generated' | 'list' | 'report' }
  | { kind: 'bounce'; failedRecipients: string[]; originalMessageId?: string; permanent: boolean }
