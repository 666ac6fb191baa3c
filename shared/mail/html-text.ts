import { cutWhole } from './clean-text.ts'
import { attributeOf, htmlTokens } from './html-tokens.ts'

/** Text longer than this is cut: nobody reads it, and every reader pays for it. */
const textLengthMax = 1_000_000

const blocks = new Set(
  `address article aside blockquote body center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header
  hr li main nav ol p pre section summary table tr ul`.split(/\s+/),
)
const spaced = new Set('p h1 h2 h3 h4 h5 h6 ul ol table blockquote dl'.split(' '))

/** Readable text of sanitised HTML: links as `text <url>`, quotes behind `>`, lists, table cells by tabs. */
export function htmlToText(html: string): string {
  const page = new TextPage()
  for (const token of htmlTokens(html)) {
    if (token.kind === 'text') page.write(decodeEntities(token.raw))
    else if (token.kind === 'open') open(page, token.name, token.raw)
    else close(page, token.name)
  }
  return cutWhole(page.finish(), textLengthMax)
}

function open(page: TextPage, name: string, raw: string): void {
  if (blocks.has(name) && name !== 'hr') openBlock(page, name)
  else if (name === 'br') page.breakLine()
  else if (name === 'hr') page.line('----------')
  else if (name === 'img') page.write(imageText(attributeOf(raw, 'alt')))
  else if (name === 'td' || name === 'th') page.cell()
  else if (name === 'a') page.link(decodeEntities(attributeOf(raw, 'href') ?? ''))
}

function openBlock(page: TextPage, name: string): void {
  page.block(spaced.has(name) && page.lists === 0)
  if (name === 'blockquote') page.quotes++
  if (name === 'pre') page.preformatted++
  if (name === 'ul' || name === 'ol') page.openList(name === 'ol')
  if (name === 'li') page.item()
}

function close(page: TextPage, name: string): void {
  if (name === 'a') page.endLink()
  if (!blocks.has(name)) return
  page.block(false)
  if (name === 'blockquote') page.quotes = Math.max(0, page.quotes - 1)
  page.block(spaced.has(name) && page.lists === 0)
  if (name === 'pre') page.preformatted = Math.max(0, page.preformatted - 1)
  if (name === 'ul' || name === 'ol') page.closeList()
}

function imageText(alt: string | undefined): string {
  return alt === undefined || alt === '' ? '' : `[${decodeEntities(alt)}]`
}

/** The sanitiser leaves no other entity than these and numeric ones. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text
    .replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (whole, hex?: string, decimal?: string) => {
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole
    })
    .replace(/&(lt|gt|quot|apos|nbsp);/g, (_, name: string) => named[name] ?? '')
    .replaceAll('&amp;', '&')
}

const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' }

/** The lines written so far; quote marks are added as each line ends. */
class TextPage {
  quotes = 0
  preformatted = 0
  private readonly output: string[] = []
  private current = ''
  private quoteMark = ''
  /** How deep in quotes the empty line stands that is wanted before the next; absent where none is. */
  private blankDepth: number | undefined
  private readonly counters: (number | undefined)[] = []
  private linked: { href: string; from: number } | undefined

  get lists(): number {
    return this.counters.length
  }

  write(text: string): void {
    if (this.preformatted > 0) {
      const [first = '', ...rest] = text.split(/\r?\n/)
      this.append(first)
      for (const line of rest) {
        this.breakLine()
        this.append(line)
      }
      return
    }
    const words = text.replace(/[ \t\r\n\f]+/g, ' ')
    this.append(this.current === '' || /\s$/.test(this.current) ? words.replace(/^ /, '') : words)
  }

  private append(text: string): void {
    if (text === '') return
    if (this.current === '') this.quoteMark = '> '.repeat(Math.min(this.quotes, 10))
    this.current += text
  }

  breakLine(): void {
    if (this.current === '') this.quoteMark = '> '.repeat(Math.min(this.quotes, 10))
    this.flush()
  }

  line(text: string): void {
    this.block(false)
    this.append(text)
    this.block(false)
  }

  /** Ends the line at hand, where there is one; `isSpaced` asks for an empty line before the next. */
  block(isSpaced: boolean): void {
    if (this.current.trim() !== '') this.flush()
    else this.current = ''
    if (isSpaced && this.output.length > 0)
      this.blankDepth = Math.min(this.quotes, this.blankDepth ?? this.quotes)
  }

  private flush(): void {
    if (this.blankDepth !== undefined && this.output.at(-1)?.replace(/[> ]/g, '') !== '') {
      this.output.push('> '.repeat(Math.min(this.blankDepth, this.quotes, 10)).trimEnd())
    }
    this.blankDepth = undefined
    this.output.push(`${this.quoteMark}${this.current}`.replaceAll('\u00A0', ' ').trimEnd())
    this.current = ''
  }

  cell(): void {
    if (this.current.trim() !== '') this.append('\t')
  }

  openList(isOrdered: boolean): void {
    this.counters.push(isOrdered ? 0 : undefined)
  }

  closeList(): void {
    this.counters.pop()
    if (this.counters.length === 0) this.blankDepth = this.output.length > 0 ? this.quotes : undefined
  }

  item(): void {
    const depth = Math.min(this.counters.length, 10)
    const count = this.counters.at(-1)
    if (count !== undefined) this.counters[this.counters.length - 1] = count + 1
    this.append(`${'  '.repeat(Math.max(0, depth - 1))}${count === undefined ? '-' : `${count + 1}.`} `)
  }

  link(href: string): void {
    this.linked = { href, from: this.current.length }
  }

  endLink(): void {
    const { href, from } = this.linked ?? { href: '', from: 0 }
    this.linked = undefined
    const text = this.current.slice(from).trim()
    if (href === '' || text === '' || isSameLink(text, href)) return
    this.append(` <${href}>`)
  }

  finish(): string {
    this.block(false)
    return this.output
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+|\n+$/g, '')
  }
}

function isSameLink(text: string, href: string): boolean {
  const bare = (link: string) =>
    link
      .toLowerCase()
      .replace(/^(?:https?:\/\/|mailto:|tel:)/, '')
      .replace(/\/$/, '')
  return bare(text) === bare(href)
}
