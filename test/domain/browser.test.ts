import { describe, expect, it } from 'vitest'
import { browserOf } from '../../shared/domain/browser.ts'

const mozilla = 'Mozilla/5.0'
const like = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('a browser', () => {
  it.each([
    ['Firefox', 'Windows', `${mozilla} (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0`],
    ['Firefox', 'Linux', `${mozilla} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`],
    ['Chrome', 'Windows', `${mozilla} (Windows NT 10.0; Win64; x64) ${like} Chrome/147.0.0.0 Safari/537.36`],
    ['Chrome', 'Android', `${mozilla} (Linux; Android 15; K) ${like} Chrome/147.0.0.0 Mobile Safari/537.36`],
    ['Chrome', 'ChromeOS', `${mozilla} (X11; CrOS x86_64 14541.0.0) ${like} Chrome/147.0.0.0 Safari/537.36`],
    ['Edge', 'Windows', `${mozilla} (Windows NT 10.0) ${like} Chrome/147.0.0.0 Safari/537.36 Edg/147.0.0.0`],
    ['Opera', 'macOS', `${mozilla} (Macintosh) ${like} Chrome/147.0.0.0 Safari/537.36 OPR/120.0.0.0`],
    [
      'Safari',
      'macOS',
      `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) ${like} Version/18.5 Safari/605.1.15`,
    ],
    [
      'Safari',
      'iPhone',
      `${mozilla} (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1`,
    ],
    ['Firefox', 'iPad', `${mozilla} (iPad; CPU OS 18_5 like Mac OS X) FxiOS/140.0 Mobile Safari/605.1.15`],
  ])('is %s on %s', (browser, system, userAgent) => {
    expect(browserOf(userAgent)).toEqual({ browser, system })
  })

  it.each([undefined, '', 'curl/8.5.0', '<script>alert(1)</script>', 'x'.repeat(5_000)])(
    'is nothing that we would have to repeat: %j',
    userAgent => {
      expect(browserOf(userAgent)).toEqual({})
    },
  )
})
