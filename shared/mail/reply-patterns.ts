/** What mail programs write around a quote, in the languages they write it in; every pattern runs in linear time. */

const wroteVerbs =
  `wrote|writes|said|schrieb|a écrit|écrit|escribió|escribio|ha scritto|scritto|schreef|geschreven|napisał|napisał\\(a\\)|napisała
|napisal\\(a\\)|escreveu|skrev|kirjoitti|napsal|napsal\\(a\\)|napsala|написал|написал\\(а\\)|написала|пишет|писал|писал\\(а\\)|написав|пише|написа|yazdı|írta|a scris
|έγραψε|כתב|כתבה|كتب|viết|menulis|je napisao|je napisala|napísal`.replace(/\n/g, '')

/** A verb as a word of its own, or one of the scripts that set no blanks. */
export const wroteVerb = new RegExp(
  `(?:^|[\\s>"'*_,])(?:${wroteVerbs})(?=$|[\\s:：*_,])|写道|寫道|写到|書きました|のメール|작성|님이`,
  'iu',
)

const leadWords = `On|At|Am|Le|El|Il|Op|Dnia|W dniu|Em|No dia|Den|På|Dne|Pe|Ke|Ti|To|La|To|Il giorno|Em|Data|Dana|Στις|Vào|Pada`

/** The first line of an attribution: a lead word, a date, a weekday, or a name with its address. */
export const attributionStart = new RegExp(
  `^[\\s*_"'\\[-]{0,10}(?:(?:${leadWords})\\s.*\\d|\\d{1,4}[.\\-/年]\\s?\\d{1,2}|\\d{1,2}\\.?\\s\\p{L}{3,12}\\.?\\s\\d{4}|\\p{L}{2,14}[.,]\\s.*\\d|在.*\\d|于.*\\d|於.*\\d)`,
  'iu',
)

export const nameWithAddress =
  /^(?!\s{0,10}mailto:)[\s"'*]{0,10}[^<>\s][^<>]{0,100}<[^<>\s]{1,100}@[^<>\s]{1,200}>/

/** Dates that some programs write with a name and nothing else. */
export const datedName =
  /^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}\s(?:\d{1,2}:\d{2}\s(?:GMT|UTC)[+-]\d{2}:?\d{2}\s\S.{0,200}|\S.{0,200}<\s?[^<>\s]{1,200}@[^<>\s]{1,200}>:?))$/

const originalWords =
  `original message|original[- ]?e?mail|originalmessage|reply message|forwarded message|begin forwarded message|forwarded by .{1,60}|ursprüngliche nachricht
|originalnachricht|ursprüngliche e-mail|weitergeleitete nachricht|weitergeleitete mail|anfang der weitergeleiteten nachricht|message d'origine|message d’origine|message original|message transféré
|message transmis|début du message réexpédié|courriel original|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|inizio messaggio inoltrato|oorspronkelijk bericht|origineel bericht|doorgestuurd bericht
|doorgestuurd bericht|begin doorgestuurd bericht|wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|mensagem original|mensagem encaminhada|ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande
|original besked|oprindelig meddelelse|videresendt meddelelse|opprinnelig melding|videresendt melding|alkuperäinen viesti|välitetty viesti|původní zpráva|přeposlaná zpráva|původní e-mail|pôvodná správa
|исходное сообщение|пересылаемое сообщение|переадресованное сообщение|原始邮件|原邮件|转发邮件|原始郵件|轉寄郵件|元のメッセージ|転送メッセージ|원본 메시지|전달된 메시지|eredeti üzenet|özgün ileti|orijinal mesaj`.replace(
    /\n/g,
    '',
  )

const namedSeparator = new RegExp(
  `^[\\s*_>]{0,10}-{2,40}\\s{0,5}(?:${originalWords})\\s{0,5}-{0,40}[\\s*_]{0,10}$`,
  'iu',
)
const appleForward =
  /^[\s*]{0,5}(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht|início da mensagem (?:re)?encaminhada|vidarebefordrat brev|start på videresendt besked|videresendt melding|początek przekazywanej wiadomości|začátek přeposílané zprávy|начало переадресованного сообщения|下面是被转发的邮件|転送されたメッセージ)\s?[:：][\s*]{0,5}$/iu

/** The line that stands before a whole earlier mail: everything below it is that mail. */
export function isOriginalMessageLine(line: string): boolean {
  return line.length < 200 && (namedSeparator.test(line) || appleForward.test(line))
}

const fromKeys = `from|von|de|da|van|od|från|fra|lähettäjä|от|від|发件人|寄件者|寄件人|差出人|送信者|보낸 사람|보낸사람|feladó|kimden|de la|από|von:`
const otherKeys =
  `sent|date|to|cc|subject|reply-to|importance|attachments|gesendet|datum|an|betreff|antwort an|envoyé|date|à|objet|copie à|enviado|enviado el|para|asunto|fecha|inviato|data|a|oggetto|risposta
|verzonden|aan|onderwerp|wysłano|wysłane|do|temat|dw|enviada|enviada em|assunto|skickat|till|ämne|sendt|dato|til|emne|lähetetty|päivämäärä|vastaanottaja|kopio|aihe|odesláno|komu|předmět|отправлено|дата|кому|копия|тема
|发送时间|日期|收件人|抄送|主题|寄件日期|收件者|副本|主旨|送信日時|日時|日付|宛先|件名|보낸 날짜|받는 사람|제목|날짜|참조|gönderilme|kime|konu|küldve|címzett|tárgy`.replace(
    /\n/g,
    '',
  )

const headerKey = new RegExp(
  `^[\\s*_>|]{0,10}(?:(${fromKeys})|(?:${otherKeys}))[*_]{0,2}\\s{0,2}[:：][*_]{0,2}(?:\\s|$|\\S)`,
  'iu',
)

/** Whether a line is one of a header block, and whether it is the one that names the sender. */
export function headerKeyOf(line: string): 'from' | 'other' | undefined {
  const match = headerKey.exec(line.slice(0, 120))
  if (!match) return undefined
  return match[1] === undefined ? 'other' : 'from'
}

const deviceWords = [
  /^sent (?:from|via|with|using|by)\b/i,
  /^(?:someone )?from (?:my )?(?:mobile|iphone|ipad|android)\b/i,
  /^<<?sent (?:by|from)\b/i,
  /^get \[?outlook for\b/i,
  /^(?:von meinem .{1,60} gesendet|gesendet (?:von|mit|über)\b|diese nachricht wurde von mein)/i,
  /^(?:envoyé (?:depuis|de|à partir de)\b|télécharger outlook)/i,
  /^(?:enviado (?:desde|do|de|a partir)\b|obtener outlook|obter o? ?outlook)/i,
  /^(?:inviato (?:da|dal|con)\b|ottieni outlook)/i,
  /^(?:verzonden (?:met|vanaf|via|vanuit)\b|verstuurd vanaf|outlook voor)/i,
  /^(?:wysłan[oe] (?:z|przy)\b|pobierz outlook)/i,
  /^(?:skickat från|hämta outlook|sendt fra|hent outlook|få outlook|lähetetty\b.{0,40}(?:iphone|ipad|puhelim|outlook))/i,
  /^(?:odesláno z|odoslané z|отправлено (?:с|из)\b|надіслано з|получить outlook)/i,
  /^(?:發自我的|发自我的|從我的.{1,40}傳送|来自我的|(?:my )?iphoneから送信|.{1,20}から送信|나의 .{1,20}에서 보냄)/i,
]

/** "Sent from my iPhone" and the like, in the words of the device. */
export function isDeviceLine(line: string): boolean {
  const words = line.trim().replace(/^[([<*_]{1,3}/, '')
  return words.length > 0 && words.length <= 160 && deviceWords.some(pattern => pattern.test(words))
}

const confidential =
  /confidential|privileged|vertraulich|confidentiel|confidencial|riservat|vertrouwelijk|poufne|konfidenti|fortrolig|luottamuksel|důvěrn|конфиденциальн|机密|機密/i
const recipient =
  /intended (?:recipient|solely|only|for)|addressee|received (?:this|it) in error|unauthori[sz]ed|empfänger|irrtümlich|destinataire|destinatari|geadresseerde|bestemd|adresat|avsedd|mottagare|modtager|mottaker|vastaanottaja|adresát|příjemce|получател|адресат|收件人|受信者/i
const boilerplate =
  /^(?:(?:please )?consider the environment before printing|this (?:e-?mail|message) (?:has been|was) (?:scanned|checked)|virus-free\b|virenfrei\b|diese e-mail wurde von .{0,40}auf viren|questo messaggio e' stato analizzato|registered (?:office|in england)|this (?:e-?mail|message) (?:and any|is intended|may contain))/i

/** Whether a paragraph is a legal notice and not somebody's words. */
export function isDisclaimer(paragraph: string): boolean {
  const start = paragraph.trim().slice(0, 2000)
  if (boilerplate.test(start)) return true
  return start.length > 100 && confidential.test(start) && recipient.test(start)
}
