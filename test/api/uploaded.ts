import type { Api, CallOptions } from './door.ts'

export interface FileToSend {
  name?: string
  type?: string
  content?: string | Uint8Array
}

/** Announces a file by the API; answers what it said. */
export async function announced(api: Api, file: FileToSend = {}, options: CallOptions = {}) {
  const { name = 'report.txt', type = 'text/plain', content = 'Some words.' } = file
  const reply = await api.post('/attachments', { name, type, size: Buffer.byteLength(content) }, options)
  if (reply.status !== 201) throw new Error(`/attachments: ${reply.status} ${reply.raw}`)
  return reply.body
}

/** Sends a file as a browser's form does: the fields, then the bytes. */
export async function sendForm(
  upload: { url: string; fields: Record<string, string> },
  content: string | Uint8Array,
  fields: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...upload.fields, ...fields })) form.set(name, value)
  form.set('file', new Blob([typeof content === 'string' ? content : Uint8Array.from(content)]), 'file')
  return await fetch(upload.url, { method: 'POST', body: form })
}

/** Uploads a file whole; answers its id. */
export async function uploaded(api: Api, file: FileToSend = {}, options: CallOptions = {}): Promise<string> {
  const { id, upload } = await announced(api, file, options)
  const sent = await sendForm(upload, file.content ?? 'Some words.')
  if (sent.status !== 204) throw new Error(`The upload: ${sent.status} ${await sent.text()}`)
  return id
}

/** Follows an attachment to its bytes. */
export async function downloaded(api: Api, id: string, options: CallOptions = {}) {
  const reply = await api.get(`/attachments/${id}`, options)
  if (reply.status !== 302) throw new Error(`/attachments/${id}: ${reply.status} ${reply.raw}`)
  const response = await fetch(reply.headers.get('location') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    content: Buffer.from(await response.arrayBuffer()),
  }
}
