import { fileSize } from '../domain/attachment.ts'
import type { Attachment } from '../domain/timeline.ts'
import { fileLinkDays, writeFileToken } from '../mail/file-token.ts'
import type { LinkedFile } from '../mail/templates.ts'

/** The links by which a mail names the files that are too large for it. */
export function linkedFiles(
  files: readonly Attachment[],
  ground: { secret: string; publicUrl: string; now: string; timeZone: string },
): LinkedFile[] {
  const until = Math.floor(Date.parse(ground.now) / 1_000) + fileLinkDays * 86_400
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: ground.timeZone })
  return files.map(({ id, name, bytes }) => ({
    name,
    size: fileSize(bytes),
    url: `${ground.publicUrl}/files/${writeFileToken({ attachmentId: id, until }, ground.secret)}`,
    until: day.format(until * 1_000),
  }))
}
