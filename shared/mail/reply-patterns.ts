/** What mail programs write around a quote, in the languages they write it in; every pattern runs in linear time. */

/** Alternatives of a pattern, written over several lines. */
export function wordsOf(lines: string): string {
  return lines.replace(/\n\s{0,20}/g, '')
}

const wroteVerbs =
  `wrote|writes|said|schrieb|a écrit|écrit|escribió|escribio|ha scritto|scritto|schreef|geschreven|napisał|napisał\\(a\\)|napisała
|napisal\\(a\\)|escreveu|skrev|pisze|geschrieben|kirjoitti|napsal|napsal\\(a\\)|napsala|написал|написал\\(а\\)|написала|пишет|писал|писал\\(а\\)|написав|пише|написа|yazdı|írta|a scris
|έγραψε|כתב|כתבה|كتب|viết|menulis|je napisao|missatge de|napísal\\(a\\)|je napisala|napísal`.replace(
    /\n/g,
    '',
  )

/**
 * A verb as a word of its own, or one of the scripts that set no blanks.
 * Fixtures: thunderbird-pl-pisze, gmail-zh-cn-verb-without-blank, gmail-sk-napisal, gmail-ca-missatge-de, yahoo-de-hat-folgendes.
 */
export const wroteVerb = new RegExp(
  `(?:^|[\\s>"'*_,])(?:${wroteVerbs})(?=$|[\\s:：*_,])|写道|寫道|写到|書きました|のメール|작성|님이`,
  'iu',
)

const leadWords = `On|At|Am|Le|El|Il|Op|Dnia|W dniu|Em|No dia|Den|På|Dne|Pe|Ke|Ti|To|La|To|Il giorno|Em|Data|Dana|Στις|Vào|Pada`

/**
 * The first line of an attribution: a lead word, a date, a weekday, or a name with its address.
 * Fixtures: gmail-de-uhr-before-verb, gmail-no-no-lead-word, gmail-vi-lead-word, thunderbird-zh-zai.
 */
export const attributionStart = new RegExp(
  `^[\\s*_"'\\[-]{0,10}(?:(?:${leadWords})\\s.{0,280}\\d|\\d{1,4}[.\\-/年]\\s?\\d{1,2}|\\d{1,2}\\.?\\s\\p{L}{3,12}\\.?\\s\\d{4}|\\p{L}{2,14}[.,]\\s.{0,280}\\d|[在于於].{0,280}\\d)`,
  'iu',
)

/**
 * A name with its address, first in its line.
 * Fixtures: gmail-tr-address-first, gmail-hu-verb-before-date.
 */
export const nameWithAddress =
  /^(?!\s{0,10}mailto:)[\s"'*]{0,10}[^<>\s][^<>]{0,100}<[^<>\s@]{1,100}@[^<>\s@]{1,200}>/

/**
 * The Portuguese of Gmail begins with an address alone; the date is in the same line.
 * Fixtures: gmail-pt-pt-address-first.
 */
export const addressAndTime = /^<[^<>\s@]{1,100}@[^<>\s@]{1,200}>\s.{0,60}\d{1,2}[:.]\d{2}/

/**
 * Gmail in some languages sets no verb: a time, then a name with its address and a colon.
 * Fixtures: gmail-ja-no-verb, gmail-ru-no-verb, gmail-he-no-known-verb, no-quote-sentence-with-time-and-address.
 */
export const timedAddress = /\d{1,2}[:.]\d{2}\D[^<>]{0,120}<[^<>\s@]{1,100}@[^<>\s@]{1,200}>\s?[:：]$/

/**
 * Dates that some programs write with a name and nothing else.
 * Fixtures: gmail-old-iso-date-and-zone.
 */
export const datedName =
  /^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}\s(?:\d{1,2}:\d{2}\s(?:GMT|UTC)[+-]\d{2}:?\d{2}\s\S.{0,200}|\S.{0,200}<\s?[^<>\s@]{1,200}@[^<>\s@]{1,200}>:?))$/

const originalWords =
  wordsOf(`original message|original[- ]?e?mail|originalmessage|reply message|ursprüngliche nachricht|originalnachricht|ursprüngliche e-mail|message d'origine
|message d’origine|message original|courriel original|mensaje original|messaggio originale|oorspronkelijk bericht|origineel bericht
|wiadomość oryginalna|oryginalna wiadomość|mensagem original|ursprungligt meddelande|originalmeddelande|original besked|oprindelig meddelelse
|oprindelig besked|opprinnelig melding|alkuperäinen viesti|původní zpráva|původní e-mail|pôvodná správa|исходное сообщение|原始邮件|原邮件|原始郵件|元のメッセージ|원본 메시지
|eredeti üzenet|özgün ileti|orijinal mesaj`)

const namedSeparator = new RegExp(
  `^[\\s*_>]{0,10}-{2,40}\\s{0,5}(?:${originalWords})\\s{0,5}-{0,40}[\\s*_]{0,10}$`,
  'iu',
)
/**
 * The line that stands before a whole earlier mail: everything below it is that mail.
 * Fixtures: outlook-2003-original-message-line, outlook-de-original-line, proton-mobile-de, qq-zh-original-line, samsung-da-original-line.
 */
export function isOriginalMessageLine(line: string): boolean {
  return line.length < 200 && namedSeparator.test(line)
}

const deviceWords = [
  /^sent (?:from|via|with|using|by)\b/i,
  /^(?:someone )?from (?:my )?(?:mobile|iphone|ipad|android)\b/i,
  /^<<?sent (?:by|from)\b/i,
  /^get \[?outlook for\b/i,
  /^(?:von (?:meinem|proton mail|outlook|yahoo|gmx|web\.de)\b.{0,60} gesendet|gesendet (?:von|mit|über)\b|diese nachricht wurde von mein)/i,
  /^(?:envoyé (?:depuis|de|à partir de)\b|télécharger outlook)/i,
  /^(?:enviado (?:desde|do|de|a partir)\b|obtener outlook|obter o? ?outlook)/i,
  /^(?:inviato (?:da|dal|con)\b|ottieni outlook)/i,
  /^(?:verzonden (?:met|vanaf|via|vanuit)\b|verstuurd vanaf|outlook voor)/i,
  /^(?:wysłan[oe] (?:z|przy)\b|pobierz outlook)/i,
  /^(?:skickat från|hämta outlook|sendt fra|hent outlook|få outlook|lähetetty\b.{0,40}(?:iphone|ipad|puhelim|outlook))/i,
  /^(?:odesláno z|odoslané z|отправлено (?:с|из)\s|надіслано з|получить outlook)/i,
  /^.{0,30}\boutlook (?:for|für|pour|para|per|voor|dla|för|til|pro|для) (?:ios|android|mac)\b.{0,30}$/i,
  /^(?:获取|下载|取得|下載).{0,10}outlook/i,
  /^(?:發自我的|发自我的|從我的.{1,40}傳送|来自我的|(?:my )?iphoneから送信|.{1,20}から送信|나의 .{1,20}에서 보냄)/i,
]

/**
 * "Sent from my iPhone" and the like, in the words of the device.
 * Fixtures: device-line-, outlook-mobile-de-get-outlook-line, proton-en-ordinal-date-and-sent-with, no-quote-sent-from-in-a-sentence.
 */
export function isDeviceLine(line: string): boolean {
  const words = line
    .slice(0, 400)
    .replace(/[<[(]https?:[^\s<>[\]()]{1,300}[>\])]/g, '')
    .trim()
    .replace(/^[([<*_]{1,3}/, '')
  return words.length > 0 && words.length <= 100 && deviceWords.some(pattern => pattern.test(words))
}

const confidential =
  /confidential|privileged|vertraulich|confidentiel|confidencia|riservat|vertrouwelijk|poufne|konfidenti|fortrolig|luottamuksel|důvěrn|конфиденциальн|机密|機密/i
const recipient =
  /intended (?:recipient|solely|only|for)|addressee|received (?:this|it) in error|unauthori[sz]ed|empfänger|irrtümlich|destinataire|destinat[aá]ri|geadresseerde|bestemd|adresat|avsedd|mottagare|modtager|mottaker|vastaanottaja|adresát|příjemce|получател|адресат|收件人|受信者/i
const boilerplate =
  /^(?:(?:please )?consider the environment before printing|this (?:e-?mail|message) (?:has been|was) (?:scanned|checked)|virus-free\b|virenfrei\b|diese e-mail wurde von .{0,40}auf viren|questo messaggio e' stato analizzato|registered (?:office|in england)|this (?:e-?mail|message) (?:and any|is intended|may contain))/i

/**
 * Whether a paragraph is a legal notice and not somebody's words.
 * Fixtures: legal-notice-, virus-scanner-line, think-before-you-print, no-quote-question-about-confidential-mail.
 */
export function isDisclaimer(paragraph: string): boolean {
  const start = paragraph.trim().slice(0, 2000)
  if (boilerplate.test(start)) return true
  return start.length > 100 && confidential.test(start) && recipient.test(start)
}
