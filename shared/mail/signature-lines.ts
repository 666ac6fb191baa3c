import { isBlank, isQuoteLine, isRule } from './quoted-lines.ts'
import { wordsOf } from './reply-patterns.ts'

const closings = new RegExp(
  `^(?:${wordsOf(`(?:with )?(?:kind|kindest|best|warm|warmest|many) ?(?:regards|wishes|thanks)|regards|all the best|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|cheers
|thanks(?: (?:and|&) (?:best |kind )?regards)?|thank you|mit freundlichen gr(?:ü|ue)(?:ß|ss)en|mit besten gr(?:ü|ue)(?:ß|ss)en
|(?:viele|beste|liebe|freundliche|herzliche|schöne) gr(?:ü|ue)(?:ß|ss)e|(?:freundlichen? )?gru(?:ß|ss)|mfg|vg|lg|(?:bien )?cordialement|bien à vous|(?:meilleures |sincères )?salutations
|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:cordiali |distinti )?saluti|un saluto|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en)?|mvg|z poważaniem|pozdrawiam
|serdecznie pozdrawiam|pozdrowienia|atenciosamente|(?:com os )?(?:melhores )?cumprimentos|abraços|att|(?:med )?vänlig(?:a)? hälsning(?:ar)?|hälsningar|mvh|(?:med )?venn?lig hilsen|(?:de )?bedste hilsner
|hilsen|s (?:přátelským )?pozdravem|ystävällisin terveisin|terveisin|с уважением|с наилучшими пожеланиями|з повагою|よろしくお願い(?:いた)?します|以上|此致|敬礼|祝好|顺祝商祺`)})[\\s,.!。，]{0,5}$`,
  'iu',
)

/** A number to call, an address of the web or of mail, what a register of companies gives out. */
const reachable =
  /(?:\+|\b0)\d[\d\s()./-]{5,20}\d|\b(?:www\.|https?:\/\/)|[^\s@]@[^\s@]{1,100}\.[a-z]{2}|\b(?:phone|tel|mobile|mob|fax|telefon|tél)\b[.:]|\b(?:HRB|USt-IdNr|SIRET|P\.? ?IVA|KvK|NIP|VAT)\b/i

const blockLinesMax = 20
const lineLengthMax = 110

/**
 * Where the lines that say how to reach the sender begin, below a closing phrase and a name, or below a rule, as
 * most offices set them without the mark of RFC 3676; undefined where the mail does not end in such lines.
 * Fixtures: signature-contact-block-after-closing, signature-contact-block-de, signature-below-a-rule, closing-and-name-alone-stay.
 */
export function contactBlockStart(lines: readonly string[], end: number): number | undefined {
  const closing = closingAbove(lines, end)
  if (closing === undefined) return undefined
  if (isRule(lines[closing] ?? '')) return isReachable(lines.slice(closing, end)) ? closing : undefined
  const name = lines.findIndex((line, at) => at > closing && at < end && !isBlank(line))
  if (name === -1 || !isName(lines[name] ?? '')) return undefined
  return isReachable(lines.slice(name + 1, end)) ? name + 1 : undefined
}

function isReachable(lines: readonly string[]): boolean {
  return lines.some(line => reachable.test(line.slice(0, lineLengthMax)))
}

function closingAbove(lines: readonly string[], end: number): number | undefined {
  for (let at = end - 1; at >= Math.max(0, end - blockLinesMax); at--) {
    const line = (lines[at] ?? '').trim()
    if (line.length > lineLengthMax || isQuoteLine(line) || isSentence(line)) return undefined
    if (line.length <= 60 && (closings.test(line) || isRule(line))) return at
  }
  return undefined
}

function isSentence(line: string): boolean {
  return /[?]$|[\p{Ll}]{2}[.!]$/u.test(line) && line.split(' ').length > 6
}

function isName(line: string): boolean {
  return line.trim().length <= 60 && !/[\d@:|]/.test(line)
}
