import type { ErrorCode } from '../../../../shared/domain/errors.ts'

/** What is refused with a code alone, as the table found it. */
const silent: Partial<Record<ErrorCode, string>> = {
  'request.malformed': 'No page of this desk sends what was sent.',
  'request.invalid': 'Something in it is wrong.',
  'attachment.not-uploaded': 'A file has not arrived yet. Attach it again.',
  'attachment.used': 'A file belongs to another message already. Attach it again.',
  'email.taken': 'Somebody has this mail address already.',
  'domain.taken': 'Another client has this mail domain already.',
  'name.taken': 'This name is taken.',
  'number.taken': 'This number is taken. Try again.',
  'quarantine.settled': 'Somebody else dealt with that mail in the meantime.',
  'sender.blocked': 'This sender is blocked already.',
  'report.repeated': 'This was reported already.',
  'version.stale': 'Somebody changed this in the meantime. Look at it as it is now, then try again.',
  'write.conflict': 'The same thing was changed at the same moment. Try again.',
}

/** What a use case refuses; the desk says itself what is wrong, in English. */
export const refusals = {
  /** Of all that was asked: the desk's sentence, or the code again where it has none. */
  whole: (code: ErrorCode, said: string): string =>
    said === code ? (silent[code] ?? 'That is not possible as things are.') : sentence(said),
  /** Of one field. */
  field: (said: string): string => sentence(said),
} as const

function sentence(said: string): string {
  return said.charAt(0).toUpperCase() + said.slice(1)
}
