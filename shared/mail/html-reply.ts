import { htmlToText } from './html-text.ts'
import { attributeOf, htmlTokens, voidElements } from './html-tokens.ts'
import { type NewWords, newWords } from './reply-text.ts'
import { boundHtml, sanitiseHtml } from './sanitise-html.ts'

/**
 * Containers that mail programs put a quote in; closed where the quote ends.
 * Fixtures: gmail-html-signature-and-quote, yahoo-html-quoted-container, yahoo-html-prefixed-container, proton-html-quote-and-signature, outlook-new-reference-container.
 */
const quoteClasses =
  /(?:^|\s)(?:gmail_quote(?:_container)?|gmail_extra|(?:ydp[0-9a-f]{1,20})?yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|WordSection1Quote|ms-outlook-mobile-reference-message)(?:\s|$)/i
const quoteIds =
  /^(?:(?:ydp[0-9a-f]{1,20})?yahoo_quoted_.{0,40}|isReplyContent|qt|mail-editor-reference-message-container|zmail_extra|ymail_android_signature_quote)$/i
/**
 * Elements after which everything, to the end of the mail, is an earlier one.
 * Fixtures: outlook-web-fr-divrplyfwdmsg, outlook-mobile-html-signature.
 */
const restIds = /^(?:x_){0,4}(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|stopSpelling)$/i
/**
 * The line that Outlook draws above an earlier mail.
 * Fixtures: outlook-desktop-en-word-html.
 */
const outlookRule = /border-top:\s{0,5}solid\s{0,5}#(?:E1E1E1|B5C4DF|C9C9C9|CCCCCC)\s{0,5}1/i
const outlookRuleFirst = /border:\s{0,5}none;\s{0,5}border-top:\s{0,5}(?:solid|1(?:\.0)?pt solid)/i
/**
 * Signatures that mail programs mark as such.
 * Fixtures: gmail-html-signature-and-quote, thunderbird-html-cite-prefix, yahoo-android-signature, outlook-new-reference-container.
 */
const signatureClasses = /(?:^|\s)(?:gmail_signature|moz-signature|protonmail_signature_block)(?:\s|$)/i
const signatureIds =
  /^(?:x_)?(?:ms-outlook-mobile-signature|Signature|AppleMailSignature|ymail_android_signature)$/i

const restLine = '<p>-----Original Message-----</p>'

/** The new words of an HTML body, as text: quotes become `>` lines first, so that one set of rules judges both. */
export function newWordsOfHtml(html: string): NewWords {
  const bounded = boundHtml(html)
  const marked = newWords(htmlToText(sanitiseHtml(markQuotes(bounded))))
  return isOnlyQuote(marked.newText) ? newWords(htmlToText(sanitiseHtml(bounded))) : marked
}

function isOnlyQuote(text: string): boolean {
  return text
    .split('\n')
    .every(line => line.startsWith('>') || line.trim() === '' || line.startsWith('-----Original'))
}

/** Replaces the quote containers of mail programs by blockquotes, and marks where an earlier mail begins. */
export function markQuotes(html: string): string {
  const open: { name: string; isQuote: boolean; isSignature: boolean }[] = []
  const output: string[] = []
  let isCut = false
  for (const token of htmlTokens(html)) {
    if (token.kind === 'text') {
      if (!open.some(({ isSignature }) => isSignature)) output.push(token.raw)
    } else if (token.kind === 'close') {
      const level = open.findLastIndex(({ name }) => name === token.name)
      if (level === -1) continue
      for (const { isQuote } of open.splice(level).reverse()) if (isQuote) output.push('</blockquote>')
      output.push(token.raw)
    } else {
      if (!isCut && beginsRest(token.raw)) {
        output.push(restLine)
        isCut = true
      }
      const isQuote = token.name !== 'blockquote' && isQuoteContainer(token.raw)
      if (!voidElements.has(token.name))
        open.push({ name: token.name, isQuote, isSignature: isSignatureBlock(token.raw) })
      output.push(token.raw)
      if (isQuote) output.push('<blockquote>')
    }
  }
  return output.join('')
}

function isQuoteContainer(tag: string): boolean {
  if (!/\s(?:class|id)\s?=/i.test(tag)) return false
  return quoteClasses.test(attributeOf(tag, 'class') ?? '') || quoteIds.test(attributeOf(tag, 'id') ?? '')
}

function isSignatureBlock(tag: string): boolean {
  if (!/\s(?:class|id)\s?=/i.test(tag)) return false
  return (
    signatureClasses.test(attributeOf(tag, 'class') ?? '') || signatureIds.test(attributeOf(tag, 'id') ?? '')
  )
}

function beginsRest(tag: string): boolean {
  if (!/\s(?:id|style|name)\s?=/i.test(tag)) return false
  if (restIds.test(attributeOf(tag, 'id') ?? '') || attributeOf(tag, 'name') === '_MailOriginal') return true
  const style = attributeOf(tag, 'style') ?? ''
  return outlookRule.test(style) || outlookRuleFirst.test(style)
}
