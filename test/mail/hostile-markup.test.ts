import { readFileSync } from 'node:fs'
import { type DefaultTreeAdapterTypes, parse, parseFragment, serialize } from 'parse5'
import { describe, expect, test } from 'vitest'
import { sanitiseHtml } from '../../shared/mail/sanitise-html.ts'

type Node = DefaultTreeAdapterTypes.Node

const payloads: string[] = JSON.parse(
  readFileSync(new URL('../fixtures/mail/hostile/markup.json', import.meta.url), 'utf8'),
)
const xhtml = 'http://www.w3.org/1999/xhtml'
const inactive = new Set(
  `a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption
  figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table
  tbody td tfoot th thead time tr tt u ul var wbr html head body #document #document-fragment #text`.split(
    /\s+/,
  ),
)
const attributes: Record<string, RegExp> = {
  href: /^(?:https?:\/\/|mailto:|tel:)/,
  src: /^cid:[^\s"'<>\\]+$/,
  'data-remote-src': /^https:\/\//,
  rel: /^noopener noreferrer nofollow$/,
  target: /^_blank$/,
  alt: /^/,
  width: /^\d{1,4}$/,
  height: /^\d{1,4}$/,
  dir: /^(?:rtl|ltr)$/,
  style:
    /^(?:(?:color|background-color|font-weight|font-style|text-decoration|text-align):[a-z0-9#\s.,%/-]+(?:\([\d\s.,%/]+\))?;?)+$/,
  ...Object.fromEntries(
    'colspan rowspan align valign scope span start type reversed'
      .split(' ')
      .map(name => [name, /^[a-z0-9]{0,12}$/i]),
  ),
}

describe('markup from strangers, read anew by a browser’s rules, holds nothing active', () => {
  test('there are enough of them', () => {
    expect(payloads.length).toBeGreaterThan(300)
  })

  test.each(payloads.map(payload => [payload.slice(0, 120), payload]))('%j', (_, payload) => {
    const clean = sanitiseHtml(payload)
    const fragment = parseFragment(clean)
    // Inside a page, in a table's cell, and once more after a browser wrote it out: mutation must find nothing either.
    const forms = [
      fragment,
      parse(`<!doctype html><html><body>${clean}</body></html>`),
      parseFragment(`<table><tr><td>${clean}</td></tr></table>`),
      parseFragment(serialize(fragment)),
      parseFragment(sanitiseHtml(clean)),
    ]
    expect(forms.flatMap(form => activeIn(form))).toEqual([])
    expect(sanitiseHtml(clean)).toBe(clean)
  })
})

/** Everything in a tree that could run, load or mislead a style sheet. */
function activeIn(node: Node): string[] {
  const found: string[] = []
  if (!inactive.has(node.nodeName) && node.nodeName !== '#documentType') found.push(node.nodeName)
  if ('tagName' in node) {
    if (node.namespaceURI !== xhtml) found.push(`${node.nodeName} in ${node.namespaceURI}`)
    for (const { name, value } of node.attrs) {
      if (!Object.hasOwn(attributes, name) || !attributes[name]?.test(value)) found.push(`${name}=${value}`)
    }
  }
  if ('content' in node) found.push(...activeIn(node.content))
  return 'childNodes' in node ? [...found, ...node.childNodes.flatMap(activeIn)] : found
}
