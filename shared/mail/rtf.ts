import { decodeCharset } from './charset.ts'

/** Deeper groups are read as if they were not there. */
const depthMax = 200

/** Groups that hold no words. */
const silent = new Set(
  'fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr listtable listoverridetable rsidtbl generator themedata datastore xmlnstbl'.split(
    ' ',
  ),
)

/** One piece of RTF: a bracket, a control word or symbol with its number, an escaped byte, text. */
const piece = /([{}])|\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([\s\S])|([^\\{}\r\n]+)|[\r\n]+/gi

interface Group {
  isSilent: boolean
  /** Between `\htmlrtf` and `\htmlrtf0` stands what only RTF readers need. */
  isForRtf: boolean
  /** How many characters follow a `\u` for readers that do not know it. */
  spare: number
}

/** The words of an RTF body; the HTML itself where it was made from HTML (MS-OXRTFEX). Linear, never fails. */
export function readRtf(rtf: Uint8Array): { text?: string; html?: string } {
  const source = Buffer.from(rtf).toString('latin1')
  if (!source.startsWith('{\\rtf')) return {}
  const isHtml = /\\fromhtml1/.test(source.slice(0, 1000))
  const codePage = `cp${/\\ansicpg(\d{1,5})/.exec(source.slice(0, 1000))?.[1] ?? '1252'}`
  const page = new RtfPage(codePage, isHtml)
  for (const match of source.matchAll(piece)) page.take(match)
  const text = page.finish()
  return isHtml ? { html: text } : { text: text.trim() }
}

class RtfPage {
  private readonly output: string[] = []
  private bytes: number[] = []
  private readonly outer: Group[] = []
  private group: Group = { isSilent: false, isForRtf: false, spare: 1 }
  private skip = 0
  private isStart = false

  private readonly codePage: string
  private readonly isHtml: boolean

  constructor(codePage: string, isHtml: boolean) {
    this.codePage = codePage
    this.isHtml = isHtml
  }

  take([, bracket, word, number, hex, symbol, text]: RegExpExecArray): void {
    const isStart = this.isStart
    this.isStart = bracket === '{' || (isStart && symbol === '*')
    if (bracket === '{') this.open()
    else if (bracket === '}') this.close()
    else if (word !== undefined)
      this.control(word, number === undefined ? undefined : Number(number), isStart)
    else if (hex !== undefined) this.byte(Number.parseInt(hex, 16))
    else if (symbol !== undefined) this.symbol(symbol)
    else if (text !== undefined) this.words(text)
  }

  finish(): string {
    this.flush()
    return this.output.join('')
  }

  private open(): void {
    if (this.outer.length < depthMax) this.outer.push({ ...this.group })
  }

  private close(): void {
    this.group = this.outer.pop() ?? this.group
    this.skip = 0
  }

  private control(word: string, number: number | undefined, isStart: boolean): void {
    if (word === 'htmltag') this.group = { ...this.group, isSilent: false }
    else if (word === 'htmlrtf') this.group = { ...this.group, isForRtf: number !== 0 }
    else if (isStart && silent.has(word)) this.group = { ...this.group, isSilent: true }
    else if (word === 'uc') this.group = { ...this.group, spare: number ?? 1 }
    else if (word === 'u') this.unicode(number ?? 0)
    else this.words(written[word] ?? '')
  }

  /** `\*` marks a group that old readers leave out; of those only the tags of HTML are wanted. */
  private symbol(symbol: string): void {
    if (symbol === '*') this.group = { ...this.group, isSilent: true }
    else if (symbol === '~') this.words('\u00A0')
    else if (symbol === '_') this.words('-')
    else if ('\\{}'.includes(symbol)) this.words(symbol)
    else if (symbol === '\n' || symbol === '\r') this.words('\n')
  }

  private unicode(unit: number): void {
    if (!this.isHeard) return
    this.flush()
    this.output.push(String.fromCharCode(unit & 0xffff))
    this.skip = this.group.spare
  }

  private byte(value: number): void {
    if (this.skip > 0) this.skip--
    else if (this.isHeard) this.bytes.push(value)
  }

  private words(text: string): void {
    const skipped = Math.min(this.skip, text.length)
    this.skip -= skipped
    if (!this.isHeard || text.length === skipped) return
    this.flush()
    this.output.push(text.slice(skipped))
  }

  private get isHeard(): boolean {
    return !this.group.isSilent && !(this.isHtml && this.group.isForRtf)
  }

  /** Bytes of one character may come one by one. */
  private flush(): void {
    if (this.bytes.length > 0) this.output.push(decodeCharset(Uint8Array.from(this.bytes), this.codePage))
    this.bytes = []
  }
}

const written: Record<string, string> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  cell: '\t',
  tab: '\t',
  emdash: '\u2014',
  endash: '\u2013',
  bullet: '\u2022',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201C',
  rdblquote: '\u201D',
}
