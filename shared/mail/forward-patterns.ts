import { wordsOf } from './reply-patterns.ts'

/** Between strokes: Gmail, Thunderbird, Yahoo, Proton, Zoho and the like, each in its languages. */
const betweenStrokes =
  wordsOf(`forwarded message|forwarded mail|forwarded by .{1,80}|forwarded e-?mail|weitergeleitete nachricht|weitergeleitete mail|weitergeleitete e-mail
|message transféré|message transmis|message réexpédié|courriel transféré|mensaje reenviado|mensaje transmitido|messaggio inoltrato|doorgestuurd bericht|doorgestuurde e-mail
|wiadomość przekazana|przekazana wiadomość|treść przekazanej wiadomości|wiadomość przesłana dalej|przesłana wiadomość|mensagem encaminhada|mensagem reencaminhada
|vidarebefordrat meddelande|vidarebefordrat mejl|vidarebefordrat brev|videresendt meddelelse|videresendt besked|videresendt e-mail|videresendt melding|videresendt e-post
|edelleenlähetetty viesti|välitetty viesti|přeposlaná zpráva|přeposlaný e-mail|preposlaná správa|пересылаемое сообщение|переадресованное сообщение
|пересланное сообщение|перенаправленное сообщение|переслане повідомлення|перенаправлене повідомлення|转发的邮件|转发邮件|转发的信件|已转发邮件|轉寄郵件|轉寄的郵件|轉寄訊息
|転送メッセージ|転送されたメッセージ|メッセージを転送|転送メール|전달된 메시지|전달된 메일|továbbított üzenet|továbbított levél|iletilmiş mesaj|iletilen ileti|yönlendirilmiş ileti|mesaj redirecționat
|mesaj redirectat|proslijeđena poruka|edastatud kiri`)

/** Apple Mail's own line, alone or with a colon. */
const appleLines =
  wordsOf(`begin forwarded message|forwarded message|anfang der weitergeleiteten nachricht|weitergeleitete nachricht|anfang der weitergeleiteten e-mail
|début du message réexpédié|début du message transféré|début du courriel réexpédié|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht
|início da mensagem reencaminhada|início da mensagem encaminhada|vidarebefordrat brev|vidarebefordrat mejl|start på vidarebefordrat meddelande|start på videresendt besked
|videresendt melding|start på videresendt melding|początek przekazywanej wiadomości|začátek přeposílané zprávy|začiatok preposlanej správy|начало переадресованного сообщения
|начало пересылаемого сообщения|початок листа, що пересилається|välitetty viesti alkaa|továbbított levél kezdete|iletilen iletinin başlangıcı|i̇leti başlangıcı|ileti başlangıcı
|începe mesajul redirecționat|započni proslijeđenu poruku|下面是被转发的邮件|下面是被轉寄的郵件|開始轉寄郵件|以下是轉寄的郵件|転送されたメッセージ|전달된 메시지 시작|전달된 메시지`)

const strokes = new RegExp(
  `^\\s{0,10}[-—=_*]{2,40}\\s{0,5}(?:${betweenStrokes})[^-:]{0,20}[-—=_*\\s]{0,60}`,
  'iu',
)
const appleLine = new RegExp(`^[\\s*]{0,5}(?:${appleLines})\\s{0,2}[:：][\\s*]{0,5}$`, 'iu')

/**
 * What follows on the line that says that a forwarded mail begins; undefined where the line does not.
 * Fixtures: gmail-, apple-, thunderbird-, yahoo-, proton-, no-forward-sentence-about-one.
 */
export function afterForwardLine(line: string): string | undefined {
  const start = line.slice(0, 200)
  if (appleLine.test(start)) return ''
  const match = strokes.exec(start)
  return match ? line.slice(match[0].length).trim() : undefined
}

const forwardPrefixes = new Set(
  wordsOf(`fwd|fw|forward|forwarded|wg|wtrlt|tr|tf|rv|reenv|i|inoltro|inoltrato|doorst|doorgestuurd|fwd msg|pd|enc|encaminhada|res enc|vb|vbs|videresend|vs|vl|videresendt
|vidarebefordrat|přep|fs|пересл|пер|转发|轉寄|转|轉|転送|전달|továbbítás|tov|ilt|i̇lt|redir|prosl|edastus`).split(
    '|',
  ),
)
const replyPrefixes = new Set(
  wordsOf(
    're|aw|antw|antwort|sv|svar|r|rif|ref|odp|res|resp|vá|ynt|yanıt|atb|回复|回覆|答复|返信|답장|отв|ответ|vast|odpověď',
  ).split('|'),
)

/**
 * What the outermost prefix of a subject says that its mail is; undefined where there is none.
 * Fixtures: outlook-desktop-, no-forward-answer-with-outlook-block, no-forward-answer-in-a-forwarded-thread.
 */
export function kindOfSubject(subject: string): 'forward' | 'reply' | undefined {
  const prefix =
    /^\s{0,10}(?:\[[^[\]]{1,40}\]\s{0,5})?([\p{L}\p{M}. ]{1,24})(?:[[(]\d{1,3}[\])])?\s?[:：]/u.exec(
      subject.slice(0, 200),
    )?.[1]
  const name = (prefix ?? '').replaceAll('.', '').trim().toLowerCase()
  if (forwardPrefixes.has(name)) return 'forward'
  return replyPrefixes.has(name) ? 'reply' : undefined
}

/** A subject without the prefixes that say it was forwarded or answered. */
export function bareSubject(subject: string): string {
  let rest = subject.trim()
  for (let cut = 0; cut < 10 && kindOfSubject(rest) !== undefined; cut++) {
    rest = rest.slice(rest.search(/[:：]/) + 1).trim()
  }
  return rest
}
