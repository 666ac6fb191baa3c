/** One piece of markup as it stands; `raw` of all tokens together is the input, comments left out. */
export type HtmlToken =
  | { kind: 'text'; raw: string }
  | { kind: 'open'; raw: string; name: string }
  | { kind: 'close'; raw: string; name: string }

/** Elements that never hold content. */
export const voidElements = new Set(
  'area base br col embed frame hr img input link meta param source track wbr'.split(' '),
)

/** Elements whose content is no markup: it ends only at their own end tag. */
const rawTextElements = new Set([
  'script',
  'style',
  'xmp',
  'noframes',
  'noembed',
  'iframe',
  'title',
  'textarea',
])

const tagName = /\/?([a-z][^\s/>]{0,100})/iy

/** Cuts markup into tags and text in one linear pass; a filter or a reader, never a sanitiser. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0
  while (at < html.length) {
    const tagAt = nextTag(html, at)
    if (tagAt > at) yield { kind: 'text', raw: html.slice(at, tagAt) }
    if (tagAt >= html.length) return
    const markupEnd = declarationEnd(html, tagAt)
    if (markupEnd !== undefined) {
      at = markupEnd
      continue
    }
    tagName.lastIndex = tagAt + 1
    const name = (tagName.exec(html)?.[1] ?? '').toLowerCase()
    const end = tagEnd(html, tagAt)
    const raw = html.slice(tagAt, end)
    const isClose = html.charAt(tagAt + 1) === '/'
    yield { kind: isClose ? 'close' : 'open', raw, name }
    at = end
    if (!isClose && rawTextElements.has(name)) at = rawTextEnd(html, end, name)
  }
}

/** The value of an attribute of an open tag, entities as they stand; undefined where there is none. */
export function attributeOf(rawTag: string, name: string): string | undefined {
  const attribute = /([^\s"'>/=]{1,100})(?:\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]{1,4000})))?/g
  for (const match of rawTag.slice(1, 8000).matchAll(attribute)) {
    if (match[1]?.toLowerCase() === name) return match[2] ?? match[3] ?? match[4] ?? ''
  }
  return undefined
}

function nextTag(html: string, from: number): number {
  for (let at = html.indexOf('<', from); at !== -1; at = html.indexOf('<', at + 1)) {
    if (/[a-z/!?]/i.test(html.charAt(at + 1))) return at
  }
  return html.length
}

/** The end of a comment, doctype or processing instruction that starts here. */
function declarationEnd(html: string, at: number): number | undefined {
  const next = html.charAt(at + 1)
  if (next === '/' && !/[a-z]/i.test(html.charAt(at + 2))) return after(html, '>', at)
  if (next !== '!' && next !== '?') return undefined
  if (!html.startsWith('<!--', at)) return after(html, '>', at)
  return html.startsWith('<!-->', at) ? at + 5 : after(html, '-->', at + 4)
}

function after(html: string, wanted: string, from: number): number {
  const found = html.indexOf(wanted, from)
  return found === -1 ? html.length : found + wanted.length
}

/** A quoted attribute may hold a `>`; an unclosed quote takes the rest, as it does in browsers. */
function tagEnd(html: string, start: number): number {
  let quote = ''
  for (let at = start + 1; at < html.length; at++) {
    const character = html.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '>') return at + 1
    else if ((character === '"' || character === "'") && /[=\s]/.test(html.charAt(at - 1))) quote = character
  }
  return html.length
}

function rawTextEnd(html: string, from: number, name: string): number {
  const end = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  end.lastIndex = from
  return end.exec(html)?.index ?? html.length
}
