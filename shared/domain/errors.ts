export type ErrorKind = 'invalid' | 'unauthenticated' | 'missing' | 'refused' | 'conflict' | 'too-many'

/** Every error a caller can meet, with the one kind that each door maps to its own answer. */
export const errorKinds = {
  'request.invalid': 'invalid',
  'request.malformed': 'invalid',
  'cursor.invalid': 'invalid',
  'list.too-broad': 'invalid',
  'mail.unreadable': 'invalid',
  'auth.required': 'unauthenticated',
  'auth.invalid': 'unauthenticated',
  'sign-in.refused': 'unauthenticated',
  'resource.missing': 'missing',
  'ticket.closed': 'refused',
  'ticket.not-resolved': 'refused',
  'ticket.transition': 'refused',
  'ticket.merged': 'refused',
  'ticket.not-merged': 'refused',
  'merge.into-itself': 'refused',
  'merge.too-many': 'refused',
  'merge.chained': 'refused',
  'split.too-many': 'refused',
  'ticket.tasks-open': 'refused',
  'tasks.full': 'refused',
  'feedback.over': 'refused',
  'link.itself': 'refused',
  'links.full': 'refused',
  'visits.full': 'refused',
  'views.full': 'refused',
  'reply.overtaken': 'conflict',
  'undo.too-late': 'refused',
  'undo.overtaken': 'refused',
  'draft.too-large': 'invalid',
  'entry.not-yours': 'refused',
  'entry.no-words': 'refused',
  'entry.redacted': 'refused',
  'entry.versions-full': 'refused',
  'bulk.not-reached': 'conflict',
  'contact.other-client': 'refused',
  'asset.other-client': 'refused',
  'attachment.too-large': 'invalid',
  'attachment.not-uploaded': 'refused',
  'attachment.used': 'refused',
  'attachment.too-many-pending': 'refused',
  'attachment.redacted': 'refused',
  'email.taken': 'refused',
  'domain.taken': 'refused',
  'domain.public': 'refused',
  'client.in-use': 'refused',
  'agent.last-admin': 'refused',
  'number.taken': 'refused',
  'number.lower': 'refused',
  'name.taken': 'refused',
  'placeholder.unknown': 'invalid',
  'placeholder.misplaced': 'invalid',
  'quarantine.settled': 'refused',
  'sender.blocked': 'refused',
  'sender.registered': 'refused',
  'idempotency.other-body': 'refused',
  'idempotency.in-flight': 'conflict',
  'version.stale': 'conflict',
  'write.conflict': 'conflict',
  'report.repeated': 'refused',
  'events.expired': 'refused',
  'webhook.address': 'invalid',
  'webhook.inactive': 'refused',
  'sign-in.too-many': 'too-many',
  'request.too-large': 'invalid',
  'request.too-many': 'too-many',
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorKinds

/** One thing that is wrong with an input: `pointer` is a JSON pointer (RFC 6901) into it. */
export interface Issue {
  pointer: string
  message: string
}

/** Something the caller did or met, as opposed to a bug of ours. */
export class DeskError extends Error {
  readonly code: ErrorCode
  readonly issues: readonly Issue[]

  constructor(code: ErrorCode, detail?: string, issues: readonly Issue[] = []) {
    super(detail ?? code)
    this.name = 'DeskError'
    this.code = code
    this.issues = issues
  }

  get kind(): ErrorKind {
    return errorKinds[this.code]
  }
}

/** One issue at one pointer, thrown as `request.invalid`. */
export function invalid(pointer: string, message: string): DeskError {
  return new DeskError('request.invalid', message, [{ pointer, message }])
}
