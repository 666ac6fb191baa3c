import sanitize from 'sanitize-html'
import { cutWhole, visibleLine } from './clean-text.ts'
import { htmlTokens, voidElements } from './html-tokens.ts'

export { htmlToText } from './html-text.ts'
export { escapeHtml, textToHtml } from './text-html.ts'

/** Goes up when the rules change: what was stored under an older number is cleaned anew from the raw mail. */
export const sanitiserVersion = 1

/** A megabyte of markup is more than anyone reads; what is beyond costs seconds to clean. */
const htmlLengthMax = 1_000_000
/** Each tag costs some twenty microseconds to clean, so that a megabyte of nothing but tags would cost seconds. */
const anglesMax = 100_000
/** 100,000 nested divs take the sanitiser 4.8 s. */
const depthMax = 200

const textTags = `a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
  figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary
  sup table tbody td tfoot th thead time tr tt u ul var wbr`

/** Their content is no text for people, or is parsed by other rules than HTML's. */
const droppedWithContent = `script style textarea option select noscript title xmp iframe noembed noframes svg math object
  template audio video canvas`

const plainAttributes: Record<string, readonly string[]> = {
  td: ['colspan', 'rowspan', 'align', 'valign'],
  th: ['colspan', 'rowspan', 'align', 'valign', 'scope'],
  col: ['span'],
  ol: ['start', 'type', 'reversed'],
  table: ['align'],
  tr: ['align', 'valign'],
  p: ['align'],
  div: ['align'],
}

/** HTML of unknown origin reduced to text, tables, safe links and `cid:` images (an allow-list). */
export function sanitiseHtml(html: string): string {
  return sanitize(boundHtml(html), {
    allowedTags: words(textTags),
    nonTextTags: words(droppedWithContent),
    disallowedTagsMode: 'discard',
    allowedAttributes: false,
    // Every attribute is made by our own hand, so that the library's list has nothing left to decide.
    transformTags: {
      '*': (tagName, attributes) => ({ tagName, attribs: safeAttributes(tagName, attributes) }),
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid'] },
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    enforceHtmlBoundary: false,
    nestingLimit: depthMax + 50,
  })
}

/** Cut to a megabyte, to 100,000 tags and to 200 levels, so that cleaning is quick whatever the markup is. */
export function boundHtml(html: string): string {
  const bounded = dropPartialTag(cutAngles(cutWhole(html.replaceAll('\0', ''), htmlLengthMax)), html.length)
  const open: string[] = []
  const dropped = new Map<string, number>()
  const kept: string[] = []
  for (const token of htmlTokens(bounded)) {
    if (token.kind === 'text' || !countsAsLevel(token.name)) kept.push(token.raw)
    else if (token.kind === 'open') {
      if (open.length < depthMax) {
        open.push(token.name)
        kept.push(token.raw)
      } else dropped.set(token.name, (dropped.get(token.name) ?? 0) + 1)
    } else if ((dropped.get(token.name) ?? 0) > 0) {
      dropped.set(token.name, (dropped.get(token.name) ?? 0) - 1)
    } else {
      const level = open.lastIndexOf(token.name)
      if (level !== -1) open.length = level
      kept.push(token.raw)
    }
  }
  return kept.join('')
}

/** Closed by their next sibling: thousands of them unclosed are common and are no depth. */
const closedBySiblings = new Set(
  words('p li dt dd option optgroup tr td th thead tbody tfoot rt rp html body head'),
)

function countsAsLevel(name: string): boolean {
  return !voidElements.has(name) && !closedBySiblings.has(name)
}

function cutAngles(html: string): string {
  let at = -1
  for (let count = 0; count <= anglesMax; count++) {
    at = html.indexOf('<', at + 1)
    if (at === -1) return html
  }
  return html.slice(0, at)
}

function dropPartialTag(cut: string, wholeLength: number): string {
  if (cut.length >= wholeLength) return cut
  const tagAt = cut.lastIndexOf('<')
  return tagAt > cut.lastIndexOf('>') ? cut.slice(0, tagAt) : cut
}

function safeAttributes(tagName: string, attributes: Record<string, string>): Record<string, string> {
  const safe: Record<string, string> = {}
  for (const name of plainAttributes[tagName] ?? []) {
    const value = attributes[name]
    if (value !== undefined && /^[a-z0-9]{0,12}$/i.test(value)) safe[name] = value
  }
  if (attributes.dir === 'rtl' || attributes.dir === 'ltr') safe.dir = attributes.dir
  const style = safeStyle(attributes.style ?? '')
  if (style !== '') safe.style = style
  if (tagName === 'a') Object.assign(safe, linkAttributes(attributes))
  if (tagName === 'img') Object.assign(safe, imageAttributes(attributes))
  return safe
}

function linkAttributes(attributes: Record<string, string>): Record<string, string> {
  const href = safeLink(attributes.href ?? '')
  return href === undefined ? {} : { href, rel: 'noopener noreferrer nofollow', target: '_blank' }
}

/** A remote image is not shown; its address is kept for an agent who asks for it. */
function imageAttributes(attributes: Record<string, string>): Record<string, string> {
  const safe: Record<string, string> = { alt: visibleLine(attributes.alt ?? '', 200) }
  for (const side of ['width', 'height']) {
    const pixels = /^\d{1,4}$/.exec(attributes[side] ?? '')?.[0]
    if (pixels !== undefined) safe[side] = pixels
  }
  const source = (attributes.src ?? '').trim()
  if (/^cid:[^\s"'<>\\]{1,500}$/i.test(source)) safe.src = source.replace(/^cid:/i, 'cid:')
  else {
    // What was cleaned before keeps its mark.
    const remote = absoluteUrl(source === '' ? (attributes['data-remote-src'] ?? '') : source)
    if (remote?.protocol === 'https:') safe['data-remote-src'] = remote.href
  }
  return safe
}

/** The link in its normal form where it is an absolute http, https, mailto or tel URL. */
export function safeLink(href: string): string | undefined {
  const url = absoluteUrl(href)
  return url !== undefined && ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol)
    ? url.href
    : undefined
}

function absoluteUrl(text: string): URL | undefined {
  if (text.length > 4000 || !URL.canParse(text)) return undefined
  const url = new URL(text)
  // `https://bank.example@evil.example` reads as what it is not.
  url.username = ''
  url.password = ''
  return url
}

const colour = /^(?:[a-z]{3,20}|#[0-9a-f]{3,8}|rgba?\([\d\s.,%/]{1,40}\))$/i
const styleValues: Record<string, RegExp> = {
  color: colour,
  'background-color': colour,
  'font-weight': /^(?:normal|bold|bolder|lighter|[1-9]00)$/i,
  'font-style': /^(?:normal|italic|oblique)$/i,
  'text-decoration': /^(?:none|underline|line-through)$/i,
  'text-align': /^(?:left|right|center|justify)$/i,
}

function safeStyle(style: string): string {
  return style
    .slice(0, 2000)
    .split(';')
    .map(declaration => {
      const [property = '', value = ''] = declaration.split(':', 2).map(part => part.trim().toLowerCase())
      return Object.hasOwn(styleValues, property) && styleValues[property]?.test(value)
        ? `${property}:${value}`
        : ''
    })
    .filter(declaration => declaration !== '')
    .join(';')
}

function words(list: string): string[] {
  return list.trim().split(/\s+/)
}
