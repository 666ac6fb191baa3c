import { describe, expect, test } from 'vitest'
import {
  assertUploadable,
  filesForMail,
  mailedBytesMax,
  servedContentType,
  uploadBytesMax,
} from '../../shared/domain/attachment.ts'
import type { Attachment } from '../../shared/domain/timeline.ts'

const file = (id: string, bytes: number, more: Partial<Attachment> = {}): Attachment => ({
  id,
  name: id,
  contentType: 'text/plain',
  bytes,
  ...more,
})
const idsOf = (attachments: readonly Attachment[]) => attachments.map(({ id }) => id)

describe('what goes along with a mail', () => {
  test('is all there is, up to 7 MB together', () => {
    const { along, leftOut } = filesForMail([file('a', mailedBytesMax - 1), file('b', 1)])
    expect([idsOf(along), idsOf(leftOut)]).toEqual([['a', 'b'], []])
  })

  test('leaves out what does not fit any more, and takes smaller ones after it', () => {
    const half = mailedBytesMax / 2
    const { along, leftOut } = filesForMail([
      file('a', half),
      file('b', half + 1),
      file('c', mailedBytesMax + 1),
      file('d', half),
      file('e', 1),
    ])
    expect([idsOf(along), idsOf(leftOut)]).toEqual([
      ['a', 'd'],
      ['b', 'c', 'e'],
    ])
  })

  test('is nothing that was redacted or stood in a mail’s body', () => {
    const { along, leftOut } = filesForMail([
      file('a', 1, { redacted: true }),
      file('b', 1, { contentId: 'logo' }),
      file('c', mailedBytesMax + 1, { redacted: true }),
    ])
    expect([along, leftOut]).toEqual([[], []])
  })
})

test('a type is served as itself only if it is one of those that run nowhere', () => {
  for (const type of ['image/png', 'text/plain', 'text/csv']) expect(servedContentType(type)).toBe(type)
  const others = [
    'image/svg+xml',
    'text/html',
    'text/xml',
    'application/pdf',
    'text/javascript',
    'x',
    '',
    '__proto__',
  ]
  for (const type of others) expect(servedContentType(type)).toBe('application/octet-stream')
})

test('an upload has 25 MB at most', () => {
  expect(() => assertUploadable(uploadBytesMax)).not.toThrow()
  expect(() => assertUploadable(uploadBytesMax + 1)).toThrow('25.0 MB')
})
