import { filesForMail } from '../domain/attachment.ts'
import type { Attachment, Entry } from '../domain/timeline.ts'
import type { OutgoingAttachment } from '../mail/compose-mail.ts'
import type { Desk } from '../runtime/desk.ts'
import { attachmentKey } from './attachment-places.ts'

/** The files of an entry as one mail carries them. */
export interface MailedFiles {
  along: OutgoingAttachment[]
  /** Too large to go along: the mail names them. */
  leftOut: Attachment[]
}

/** The bytes of what goes along with an entry's mail; what was redacted meanwhile does not. */
export async function mailedFiles(desk: Desk, { id, attachments }: Entry): Promise<MailedFiles> {
  const { along, leftOut } = filesForMail(attachments)
  const read = await Promise.all(
    along.map(async attachment => ({
      ...attachment,
      content: await desk.files.read(attachmentKey(attachment.id, id)),
    })),
  )
  return {
    along: read.flatMap(({ name, contentType, content }) =>
      content === undefined ? [] : [{ name, contentType, content }],
    ),
    leftOut,
  }
}
