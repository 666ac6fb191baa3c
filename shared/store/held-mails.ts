import type { IncomingMail } from '../domain/incoming-mail.ts'
import type { Files } from '../runtime/files.ts'

/**
 * Keeps a quarantined mail as it was read, so that taking it in later needs no parser: only the function that
 * receives mail carries one.
 */
export async function holdMail(files: Files, mailKey: string, mail: IncomingMail): Promise<void> {
  const attachments = mail.attachments.map(attachment => ({
    ...attachment,
    content: Buffer.from(attachment.content).toString('base64'),
  }))
  await files.write(
    fileOf(mailKey),
    Buffer.from(JSON.stringify({ ...mail, attachments })),
    'application/json',
  )
}

/** The mail that `holdMail` kept; undefined for one that could not be read. */
export async function readHeldMail(files: Files, mailKey: string): Promise<IncomingMail | undefined> {
  const content = await files.read(fileOf(mailKey))
  if (content === undefined) return undefined
  const held = JSON.parse(Buffer.from(content).toString()) as Held
  const attachments = held.attachments.map(attachment => ({
    ...attachment,
    content: Buffer.from(attachment.content, 'base64'),
  }))
  return { ...held, attachments }
}

/** Deletes for good what `holdMail` kept. */
export async function eraseHeldMail(files: Files, mailKey: string): Promise<void> {
  await files.erase(fileOf(mailKey))
}

type Held = Omit<IncomingMail, 'attachments'> & {
  attachments: (Omit<IncomingMail['attachments'][number], 'content'> & { content: string })[]
}

function fileOf(mailKey: string): string {
  return `quarantine/${mailKey}.json`
}
