import type { Actor } from '../../shared/domain/actor.ts'
import { prepareUpload } from '../../shared/use-cases/prepare-upload.ts'
import { admin, type TestDesk } from '../support/desk.ts'

export interface FileToUpload {
  name?: string
  type?: string
  content?: string | Uint8Array
  by?: Actor
}

/** Announces a file and sends it to the bucket as a browser would; answers its id. */
export async function uploaded(test: TestDesk, file: FileToUpload = {}): Promise<string> {
  const { name = 'report.txt', type = 'text/plain', content = 'Some words.', by = admin } = file
  const { upload, form } = await prepareUpload(test.desk, by, {
    name,
    type,
    size: Buffer.byteLength(content),
  })
  const data = new FormData()
  for (const [field, value] of Object.entries(form.fields)) data.set(field, value)
  data.set('file', new Blob([typeof content === 'string' ? content : Uint8Array.from(content)]), 'file')
  const sent = await fetch(form.url, { method: 'POST', body: data })
  if (sent.status !== 204) throw new Error(`The upload: ${sent.status} ${await sent.text()}`)
  return upload.id
}
