/** What a line of a quoted or forwarded header says; `other` says nothing that is asked for. */
export type HeaderRole = 'from' | 'to' | 'cc' | 'date' | 'subject' | 'other'

/** One line of a header block as mail programs write it above an earlier mail. */
export interface HeaderLine {
  role: HeaderRole
  value: string
}

/**
 * The names of header fields in the languages that mail programs write them in. A name that means two things is
 * listed under what it means in a header block.
 */
const namesOf: Record<HeaderRole, string> = {
  from: `from|von|de|da|van|od|från|fra|lähettäjä|от|від|від кого|отправитель|发件人|發件人|寄件者|寄件人|差出人|送信者|送信元|보낸 사람
    |보낸사람|발신|feladó|kimden|gönderen|de la|expeditorul|expeditor|από|mittente|nadawca|absender|expéditeur|remitente|remetente
    |afzender|afsender|avsändare|avsender|odesílatel|odosielateľ|odesilatel|šalje|pošiljatelj|saatja|desde`,
  to: `to|an|à|a|pour|para|aan|do|adresat|til|till|vastaanottaja|komu|кому|получатель|收件人|收件者|宛先|送信先|받는 사람|받는사람|수신
    |kime|alıcı|címzett|prima|pre|către|destinatarul|προς|destinatario|destinatário|destinataire|ontvanger|empfänger|modtager
    |mottaker|mottagare|příjemce|saaja`,
  cc: `cc|c/c|kopie|kopie (cc)|copie à|copie|copia|cópia|con copia a|in copia|kopio|kopia|kopi|dw|do wiadomości|копия|копія|抄送|副本
    |参照|참조|másolatot kap|másolat|bilgi|κοιν`,
  date: `date|sent|gesendet|gesendet am|datum|envoyé|envoyé le|date d'envoi|enviado|enviado el|enviado em|enviada|enviada em|enviada el
    |fecha|fecha de envío|inviato|data|data di invio|verzonden|wysłano|wysłane|skickat|sendt|dato|lähetetty|päivämäärä|päiväys|odesláno|odoslané
    |отправлено|дата|надіслано|发送时间|发送日期|日期|时间|寄件日期|發送時間|傳送時間|傳送日期|時間|送信日時|日時|日付|날짜|보낸 날짜|gönderilme
    |gönderildi|gönderme tarihi|tarih|küldve|elküldve|dátum|trimis|dată|poslano|ημερομηνία|kuupäev`,
  subject: `subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|temat|tytuł|ämne|emne|aihe|předmět|predmet|тема|主题|主題|主旨|标题
    |件名|제목|konu|tárgy|subiect|subiectul|naslov|θέμα|teema`,
  other: `reply-to|antwort an|importance|priority|attachments|organization|bcc|risposta|rispondi a|répondre à|responder a|antwoord aan
    |odpowiedz do|svara till|svar til|svar-til|返信先|wichtigkeit|anlagen|pièces jointes|datos adjuntos|allegati|bijlagen|załączniki|anexos|bilagor
    |vedhæftede filer|vedlegg|liitteet|přílohy|вложения|附件|添付ファイル|prioridad|prioriteit|важность|重要性|dôležitosť|message-id`,
}

const roles = new Map<string, HeaderRole>()
for (const role of ['other', 'cc', 'to', 'date', 'subject', 'from'] as const) {
  for (const name of namesOf[role].split('|')) roles.set(name.trim(), role)
}

const nameLengthMax = 24

/**
 * The line as a header field, by its name in any of the languages; undefined where it is none.
 * Fixtures: outlook-ja-wide-colons, outlook-no-bold-keys, thunderbird-pl-nadawca, gmail-fr-blank-before-colon.
 */
export function readHeaderLine(line: string): HeaderLine | undefined {
  const written = line.slice(0, 80).replace(/^[\s*_>|]{1,10}/, '')
  const colon = written.search(/[:：]/)
  if (colon < 1 || colon > nameLengthMax + 4) return undefined
  const name = written
    .slice(0, colon)
    .replace(/[*_\s]{1,6}$/, '')
    .replaceAll('’', "'")
    .normalize('NFC')
    .toLowerCase()
  const role = roles.get(name)
  if (role === undefined) return undefined
  const start = line.length - line.replace(/^[\s*_>|]{1,10}/, '').length + colon + 1
  return {
    role,
    value: line
      .slice(start)
      .replace(/^[*_\s]{1,40}/, '')
      .trim(),
  }
}

/** Every name of a header field, longest first. */
export const headerNames: readonly string[] = [...roles.keys()].sort((a, b) => b.length - a.length)
