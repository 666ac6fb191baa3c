import { DeskError } from '../../shared/domain/errors.ts'
import type { WebContext } from './env.ts'
import { fieldsMax, type RawForm } from './form.ts'

/** A file as a form brought it; its name and its type are what the browser says. */
export interface SentFile {
  name: string
  type: string
  content: Uint8Array
}

/** Files of one form: a function takes 6 MB, which base64 makes of 4.5 MB. */
export const sentFilesMax = 10
export const sentBytesMax = 4_000_000

/** Why a form's files are not taken; its words are there all the same, to be shown again. */
export type FileTrouble = 'too-many' | 'too-large' | 'empty'

export interface MultipartForm {
  form: RawForm
  /** None where there is trouble. */
  files: SentFile[]
  trouble?: FileTrouble
}

/** Whether a request brings a form that can carry files. */
export function isMultipart(c: WebContext): boolean {
  return /^multipart\/form-data\s*;/i.test(c.req.header('Content-Type') ?? '')
}

/**
 * Reads a form that can carry files: each field once, and the files of the one field that takes them. A file field
 * that was left empty brings none. Error: `request.malformed` for anything no form of ours sends.
 */
export async function readMultipartForm(c: WebContext, fileField: string): Promise<MultipartForm> {
  // A file field that was left empty is read as a text without characters.
  const parts = [...(await readParts(c))].filter(([name, value]) => name !== fileField || value !== '')
  const fields = parts.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
  const names = new Set(fields.map(([name]) => name))
  if (names.size !== fields.length || names.has(fileField) || fields.length > fieldsMax) {
    throw new DeskError('request.malformed')
  }
  const sent = parts.flatMap(([name, value]) => (typeof value === 'string' ? [] : [{ name, file: value }]))
  if (sent.some(({ name }) => name !== fileField)) throw new DeskError('request.malformed')
  const chosen = sent.map(({ file }) => file).filter(({ name, size }) => name !== '' || size > 0)
  // Browsers send line ends as CRLF, whatever was typed.
  const form = Object.fromEntries(fields.map(([name, value]) => [name, value.replaceAll('\r\n', '\n')]))
  const trouble = troubleOf(chosen)
  return trouble === undefined ? { form, files: await contentsOf(chosen) } : { form, files: [], trouble }
}

async function readParts(c: WebContext): Promise<FormData> {
  if (!isMultipart(c)) throw new DeskError('request.malformed')
  try {
    return await c.req.raw.formData()
  } catch {
    throw new DeskError('request.malformed')
  }
}

function troubleOf(files: readonly File[]): FileTrouble | undefined {
  if (files.length > sentFilesMax) return 'too-many'
  if (files.reduce((bytes, { size }) => bytes + size, 0) > sentBytesMax) return 'too-large'
  return files.some(({ size }) => size === 0) ? 'empty' : undefined
}

function contentsOf(files: readonly File[]): Promise<SentFile[]> {
  return Promise.all(
    files.map(async file => ({
      name: file.name,
      type: file.type,
      content: new Uint8Array(await file.arrayBuffer()),
    })),
  )
}
