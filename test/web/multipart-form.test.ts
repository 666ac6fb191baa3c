import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { WebEnv } from '../../functions/web/env.ts'
import {
  type MultipartForm,
  readMultipartForm,
  sentBytesMax,
  sentFilesMax,
} from '../../functions/web/multipart-form.ts'
import { DeskError } from '../../shared/domain/errors.ts'

async function read(body: FormData | string, contentType?: string): Promise<MultipartForm | DeskError> {
  const read: (MultipartForm | DeskError)[] = []
  const app = new Hono<WebEnv>()
  app.post('/', async c => {
    try {
      read.push(await readMultipartForm(c, 'files'))
    } catch (error) {
      if (!(error instanceof DeskError)) throw error
      read.push(error)
    }
    return c.text('read')
  })
  const headers: Record<string, string> = contentType === undefined ? {} : { 'Content-Type': contentType }
  await app.request('/', { method: 'POST', body, headers })
  const [found] = read
  if (found === undefined) throw new Error('Nothing was read')
  return found
}

function formWith(fields: Record<string, string>, files: [name: string, content: string][] = []): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, content] of files) form.append('files', new File([content], name, { type: 'text/plain' }))
  return form
}

describe('a form with files', () => {
  it('brings its fields and its files, names and bytes as they were', async () => {
    const sent = formWith({ bodyText: 'Grüße\r\n日本' }, [['über „uns“.txt', 'naïve']])
    const { form, files } = (await read(sent)) as MultipartForm
    expect(form).toEqual({ bodyText: 'Grüße\n日本' })
    expect(files).toMatchObject([{ name: 'über „uns“.txt', type: 'text/plain' }])
    expect(Buffer.from(files[0]?.content ?? []).toString()).toBe('naïve')
  })

  it('has no file where none was chosen', async () => {
    expect(await read(formWith({ a: '1' }, [['', '']]))).toEqual({ form: { a: '1' }, files: [] })
  })

  it.each([
    ['too-large', [['big.bin', 'x'.repeat(sentBytesMax + 1)]]],
    [
      'too-large',
      [
        ['a', 'x'.repeat(sentBytesMax)],
        ['b', 'x'],
      ],
    ],
    ['too-many', Array.from({ length: sentFilesMax + 1 }, (_, index) => [`${index}.txt`, 'x'])],
    ['empty', [['nothing.txt', '']]],
  ] as [string, [string, string][]][])('keeps the words where its files are %s', async (trouble, files) => {
    expect(await read(formWith({ bodyText: 'Words' }, files))).toEqual({
      form: { bodyText: 'Words' },
      files: [],
      trouble,
    })
  })

  it('takes as many bytes as it says', async () => {
    const { files } = (await read(formWith({}, [['a', 'x'.repeat(sentBytesMax)]]))) as MultipartForm
    expect(files[0]?.content.byteLength).toBe(sentBytesMax)
  })

  it.each([
    ['a field twice', () => [twice(), undefined]],
    ['a file in another field', () => [foreign(), undefined]],
    ['another type', () => ['a=1', 'application/x-www-form-urlencoded']],
    ['no boundary', () => ['a', 'multipart/form-data']],
    ['a body that is none', () => ['--B\r\nwhat', 'multipart/form-data; boundary=B']],
    [
      'a body that ends early',
      () => ['--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', 'multipart/form-data; boundary=B'],
    ],
  ] as [string, () => [FormData | string, string | undefined]][])('is malformed with %s', async (_, sent) => {
    expect(await read(...sent())).toMatchObject({ code: 'request.malformed' })
  })
})

function twice(): FormData {
  const form = formWith({ a: '1' })
  form.append('a', '2')
  return form
}

function foreign(): FormData {
  const form = new FormData()
  form.append('other', new File(['x'], 'x.txt'))
  return form
}
