import { describe, expect, test } from 'vitest'
import { htmlToText } from '../../shared/mail/html-text.ts'
import { sanitiseHtml } from '../../shared/mail/sanitise-html.ts'
import { textToHtml } from '../../shared/mail/text-html.ts'
import { isSlower } from './quickest.ts'

describe('active markup is gone', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav&#x0A;ascript:alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg/onload=alert(1)>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<iframe src="https://evil.example"></iframe>',
    '<object data="x"></object><embed src="x">',
    '<form action="https://evil.example"><input name=a><button>go</button></form>',
    '<meta http-equiv=refresh content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<link rel=stylesheet href="https://evil.example/x.css">',
    '<style>@import url(https://evil.example/x.css)</style>',
    '<div style="background:url(https://evil.example/x)">x</div>',
    '<div style="color:expression(alert(1))">x</div>',
    '<table background="https://evil.example/x"><tr><td>x</td></tr></table>',
    '<video poster="https://evil.example/x" src="https://evil.example/y"></video>',
    '<img srcset="https://evil.example/x 2x" src="//evil.example/x">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<!--><img src=x onerror=alert(1)>-->',
    '<<script>alert(1)//<</script>',
    '<a href="https://ok.example" onclick=alert(1) ping="https://evil.example">x</a>',
    '<textarea></textarea><img src=x onerror=alert(1)>',
    '<p id="location" class="x" name="cookie">x</p>',
  ])('%s', html => {
    const clean = sanitiseHtml(html)
    expect(clean).not.toMatch(
      /<(?:script|svg|math|iframe|object|embed|form|input|meta|base|link|style|video)/i,
    )
    expect(clean).not.toMatch(/<[^>]*\s(?:on\w+|srcset|ping|background|poster|id|class|name)\s*=/i)
    expect(clean).not.toMatch(/<[^>]*(?:javascript|vbscript|data):/i)
    expect(clean).not.toMatch(/<[^>]*\ssrc="(?!cid:)/i)
    expect(clean).not.toMatch(/style="[^"]*(?:url|expression)/i)
  })
})

describe('what people write stays', () => {
  test('links are absolute and lead nowhere by themselves', () => {
    expect(
      sanitiseHtml('<a href="https://user:pw@ok.example/a?b=1&c=2">x</a><a href="/relative">y</a>'),
    ).toBe(
      '<a href="https://ok.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow" target="_blank">x</a><a>y</a>',
    )
  })

  test('tables and limited styles stay, images only from the mail itself', () => {
    expect(sanitiseHtml('<td colspan="2" style="color:red;position:fixed">a</td>')).toContain(
      'style="color:red"',
    )
    expect(sanitiseHtml('<img src="cid:a@b" alt="A" width="10">')).toBe(
      '<img alt="A" width="10" src="cid:a@b" />',
    )
    expect(sanitiseHtml('<img src="https://cdn.example/x.png">')).toBe(
      '<img alt="" data-remote-src="https://cdn.example/x.png" />',
    )
    expect(sanitiseHtml('<img src="http://cdn.example/x.png">')).toBe('<img alt="" />')
  })

  test('a remote image that was marked before stays marked', () => {
    const once = sanitiseHtml('<img src="https://cdn.example/x.png">')
    expect(sanitiseHtml(once)).toBe(once)
  })

  test('cleaning twice changes nothing', () => {
    const once = sanitiseHtml('<p>a &amp; b &lt;c&gt; <b>d</b><a href="mailto:a@b.example">e</a></p>')
    expect(sanitiseHtml(once)).toBe(once)
  })
})

test.each([
  ['<div>'.repeat(200_000)],
  ['<b><i>'.repeat(150_000)],
  ['<a href="'.repeat(110_000)],
  ['<!--'.repeat(250_000)],
  ['<'.repeat(1_000_000)],
  ['</div>'.repeat(160_000)],
  ['<p>'.repeat(300_000)],
  ['<table><tr><td>'.repeat(60_000)],
  [`<p ${'a=1 '.repeat(240_000)}>x`],
  ['<style>'.repeat(140_000)],
  ['&'.repeat(1_000_000)],
])(
  'a megabyte of hostile markup takes at most twice what a megabyte of a newsletter takes (%#)',
  {
    timeout: 60_000,
  },
  async html => {
    const newsletter =
      '<p style="color:red">Dear <b>you</b>, <a href="https://a.example">see</a></p>\n'.repeat(13_000)
    const clean = (markup: string) => () => htmlToText(sanitiseHtml(markup))
    expect(await isSlower(clean(html), clean(newsletter), 2)).toBe(false)
  },
)

describe('HTML as text and text as HTML', () => {
  test('links, lists, line breaks and table rows are readable', () => {
    const html =
      '<p>See <a href="https://a.example/x">the page</a><br>now</p><ul><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table>'
    expect(htmlToText(sanitiseHtml(html))).toBe(
      'See the page <https://a.example/x>\nnow\n\n- one\n- two\n\na\tb',
    )
  })

  test('a link that shows its own address is written once', () => {
    expect(htmlToText('<a href="https://a.example/">a.example</a>')).toBe('a.example')
  })

  test('text is escaped and only web and mail addresses are links', () => {
    const html = textToHtml(
      '<b>"x" & y\n\nhttps://a.example/?a=1&b=2). mailto:a@b.example javascript:alert(1)',
    )
    expect(html).toContain('<p>&lt;b&gt;&quot;x&quot; &amp; y</p>')
    expect(html).toContain('<a href="https://a.example/?a=1&amp;b=2" ')
    expect(html).toContain('<a href="mailto:a@b.example" ')
    expect(html).not.toContain('href="javascript')
  })
})
