import type { WebContext } from '../env.ts'
import { type RawForm, readForm } from '../form.ts'
import { type FileTrouble, isMultipart, readMultipartForm, type SentFile } from '../multipart-form.ts'

/** The files of a form: those it brings, and why it brings none though it was to. */
export interface SentFiles {
  files: SentFile[]
  trouble?: FileTrouble
}

/** The name of the one field that takes files. */
export const filesField = 'files'

/** A form of the portal, whichever way it was sent. Error: `request.malformed`. */
export async function readPortalForm(c: WebContext): Promise<{ form: RawForm; sent: SentFiles }> {
  if (!isMultipart(c)) return { form: await readForm(c), sent: { files: [] } }
  const { form, ...sent } = await readMultipartForm(c, filesField)
  return { form, sent }
}
