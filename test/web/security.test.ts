import { describe, expect, test } from 'vitest'
import { formTokenFor, isFormToken, isFromOurPages } from '../../functions/web/security/form-token.ts'
import { mailFrameHeaders, pageHeaders } from '../../functions/web/security/headers.ts'
import { isImagePass, passForImage } from '../../functions/web/security/image-link.ts'
import { safeNextPath } from '../../functions/web/security/next-path.ts'

describe('form tokens', () => {
  const token = formTokenFor('key', 'session-a')

  test('a token holds for the cookie it was made for', () => {
    expect(isFormToken('key', 'session-a', token)).toBe(true)
  })

  test.each([
    ['another session', 'key', 'session-b', token],
    ['another desk', 'other', 'session-a', token],
    ['no token', 'key', 'session-a', undefined],
    ['an empty token', 'key', 'session-a', ''],
    ['a longer token', 'key', 'session-a', `${token}A`],
  ])('%s is refused', (_, key, cookie, given) => {
    expect(isFormToken(key, cookie, given)).toBe(false)
  })
})

describe('where a form comes from', () => {
  const ours = 'https://desk.example'

  test.each([
    ['our page', ours, 'same-origin'],
    ['our page under no-referrer', 'null', 'same-origin'],
    ['our page, old browser', ours, undefined],
    ['no browser: the token decides', undefined, undefined],
  ])('%s is let in', (_, origin, secFetchSite) => {
    expect(isFromOurPages({ origin, secFetchSite }, ours)).toBe(true)
  })

  test.each([
    ['another site', 'https://evil.example', 'cross-site'],
    ['another site, old browser', 'https://evil.example', undefined],
    ['a sandboxed frame', 'null', 'cross-site'],
    ['a sandboxed frame, old browser', 'null', undefined],
    ['a sibling host', 'https://shop.desk.example', 'same-site'],
    ['another port', 'https://desk.example:8443', undefined],
    ['plain http', 'http://desk.example', undefined],
    ['no Origin, cross-site', undefined, 'cross-site'],
  ])('%s is refused', (_, origin, secFetchSite) => {
    expect(isFromOurPages({ origin, secFetchSite }, ours)).toBe(false)
  })
})

describe('where to go after sign-in', () => {
  test.each(['/tickets', '/tickets/1042?x=1', '/tickets?view=mine&client=a%2Fb'])('%s is kept', path => {
    expect(safeNextPath(path)).toBe(path)
  })

  test.each([
    undefined,
    '',
    'tickets',
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/ /evil.example',
    '/a\n/evil',
    'javascript:alert(1)',
    '/.//evil.example',
    '/x/..//evil.example',
    `/${'a'.repeat(3000)}`,
  ])('%j is dropped', path => {
    expect(safeNextPath(path)).toBeUndefined()
  })
})

describe('images of a mail', () => {
  const now = '2026-11-24T12:00:00.000Z'
  const pass = passForImage('key', 'att_1', now)

  test('a pass holds for at least ten minutes and at most twenty', () => {
    expect(isImagePass('key', 'att_1', pass, '2026-11-24T12:09:59.000Z')).toBe(true)
    expect(isImagePass('key', 'att_1', pass, '2026-11-24T12:20:01.000Z')).toBe(false)
  })

  test('a pass holds for its own image and time only', () => {
    expect(isImagePass('key', 'att_2', pass, now)).toBe(false)
    expect(isImagePass('other', 'att_1', pass, now)).toBe(false)
    expect(isImagePass('key', 'att_1', { ...pass, until: pass.until + 600 }, now)).toBe(false)
    expect(isImagePass('key', 'att_1', { ...pass, until: Number.NaN }, now)).toBe(false)
  })
})

describe('headers', () => {
  test('the policy of a page is the one that docs/security.md promises, and files may go to their bucket', () => {
    expect(pageHeaders('https://s3.example/files')['Content-Security-Policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' https://s3.example/files; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
  })

  test('a formatted mail runs nothing, loads nothing from elsewhere, and is framed by us alone', () => {
    expect(mailFrameHeaders['Content-Security-Policy']).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'",
    )
  })
})
