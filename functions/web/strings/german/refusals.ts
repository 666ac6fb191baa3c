import type { ErrorCode } from '../../../../shared/domain/errors.ts'
import type { Strings } from '../../strings.ts'

/** What the desk refuses, by code. */
export const refusedCodes: Partial<Record<ErrorCode, string>> = {
  'request.invalid': 'Etwas an den Angaben stimmt nicht.',
  'request.malformed': 'So etwas sendet keine Seite dieses Helpdesks.',
  'cursor.invalid': 'Diese Seite der Liste gibt es nicht mehr. Beginnen Sie bei der ersten.',
  'list.too-broad': 'Damit beginnen zu viele Wörter: Schreiben Sie mehr davon.',
  'mail.unreadable': 'Diese E-Mail konnte nicht gelesen werden; sehen Sie sich ihr Original an.',
  'auth.required': 'Dafür muss man angemeldet sein.',
  'auth.invalid': 'Diese Anmeldung gilt nicht.',
  'sign-in.refused': 'Dieser Code ist falsch, schon verwendet oder zu alt.',
  'resource.missing': 'Das gibt es nicht, oder es ist nicht für Sie bestimmt.',
  'ticket.closed': 'Dieses Ticket ist geschlossen; geschlossene Tickets ändern sich nicht mehr.',
  'ticket.not-resolved': 'Nur ein gelöstes Ticket kann wieder geöffnet werden.',
  'ticket.transition': 'Aus seinem jetzigen Status kann das Ticket nicht in diesen wechseln.',
  'ticket.merged': 'Dieses Ticket ist mit einem anderen zusammengeführt.',
  'ticket.not-merged': 'Dieses Ticket ist nicht zusammengeführt.',
  'merge.into-itself': 'Ein Ticket kann nicht mit sich selbst zusammengeführt werden.',
  'merge.too-many': 'So viele Tickets und Beobachter fasst ein Ticket nicht.',
  'merge.chained': 'Machen Sie zuerst die spätere Zusammenführung rückgängig.',
  'split.too-many': 'Dieses Ticket wurde schon so oft aufgeteilt, wie es geht.',
  'ticket.tasks-open': 'Es sind noch Pflichtaufgaben offen.',
  'tasks.full': 'Mehr Aufgaben fasst die Checkliste nicht.',
  'link.itself': 'Ein Ticket kann nicht mit sich selbst verknüpft werden.',
  'links.full': 'Mehr Verknüpfungen fasst das Ticket nicht.',
  'visits.full': 'Mehr Termine fasst das Ticket nicht.',
  'reply.overtaken': 'Inzwischen ist eine neue öffentliche Antwort gekommen.',
  'undo.too-late': 'Zum Zurücknehmen ist es zu spät: Die Antwort ist unterwegs.',
  'undo.overtaken': 'Das Ticket wurde inzwischen geändert, daher bleibt die Antwort und ist unterwegs.',
  'draft.too-large': 'Das ist zu lang, um als Entwurf gespeichert zu werden.',
  'entry.not-yours': 'Diesen Eintrag können Sie nicht ändern.',
  'entry.no-words': 'Dieser Eintrag hat keinen Text.',
  'entry.redacted': 'Dieser Text wurde endgültig unkenntlich gemacht.',
  'entry.versions-full': 'Dieser Eintrag wurde schon so oft bearbeitet, wie es geht.',
  'feedback.over': 'Die Zeit für eine Bewertung ist vorbei.',
  'views.full': 'Mehr gespeicherte Ansichten sind nicht möglich.',
  'bulk.not-reached': 'So weit kam die Änderung nicht. Versuchen Sie es noch einmal.',
  'contact.other-client': 'Der Ansprechpartner gehört zu einem anderen Kunden.',
  'asset.other-client': 'Das Gerät gehört zu einem anderen Kunden.',
  'attachment.too-large': 'Die Datei ist zu groß.',
  'attachment.not-uploaded': 'Eine Datei ist noch nicht angekommen. Hängen Sie sie noch einmal an.',
  'attachment.used': 'Eine Datei gehört schon zu einer anderen Nachricht. Hängen Sie sie noch einmal an.',
  'attachment.too-many-pending': 'Es warten schon zu viele Dateien, die in keiner Nachricht stehen.',
  'attachment.redacted': 'Diese Datei wurde entfernt.',
  'email.taken': 'Diese E-Mail-Adresse ist schon vergeben.',
  'domain.taken': 'Diese E-Mail-Domain gehört schon zu einem anderen Kunden.',
  'domain.public': 'Eine Adresse bei dieser Domain kann jeder haben.',
  'client.in-use': 'Zu diesem Kunden gibt es noch Tickets, Ansprechpartner oder Geräte.',
  'agent.last-admin': 'Es muss immer jemanden geben, der den Helpdesk verwaltet und alle Kunden sieht.',
  'number.taken': 'Diese Nummer ist vergeben. Versuchen Sie es noch einmal.',
  'number.lower': 'So weit hat der Helpdesk schon gezählt.',
  'name.taken': 'Dieser Name ist schon vergeben.',
  'placeholder.unknown': 'Diesen Platzhalter gibt es hier nicht.',
  'placeholder.misplaced': 'Ein Platzhalter fehlt oder steht, wo er nicht stehen kann.',
  'quarantine.settled': 'Um diese E-Mail hat sich inzwischen jemand anderes gekümmert.',
  'sender.blocked': 'Dieser Absender ist schon gesperrt.',
  'sender.registered': 'Dieser Absender ist ein Ansprechpartner oder Agent.',
  'idempotency.other-body': 'Dieselbe Anfrage kam schon einmal mit anderem Inhalt.',
  'idempotency.in-flight': 'Dieselbe Anfrage wird gerade bearbeitet.',
  'version.stale':
    'Jemand hat dies inzwischen geändert. Sehen Sie es sich an, wie es jetzt ist, und versuchen Sie es noch einmal.',
  'write.conflict': 'Dasselbe wurde im selben Moment geändert. Versuchen Sie es noch einmal.',
  'report.repeated': 'Das wurde schon gemeldet.',
  'events.expired': 'Einige dieser Ereignisse werden nicht mehr aufbewahrt.',
  'webhook.address': 'Diese Adresse kann der Helpdesk nicht aufrufen.',
  'webhook.inactive': 'Der Webhook ist ausgeschaltet.',
  'sign-in.too-many': 'Es wurden zu viele Codes angefordert; versuchen Sie es später noch einmal.',
  'request.too-large': 'Das ist mehr, als der Helpdesk auf einmal annimmt.',
  'request.too-many': 'Zu viele Anfragen. Warten Sie eine Weile.',
}

/** Sentences of the desk that tell more than their code, each `*` what `$1`, `$2` … stand for. */
export const refusedSentences: Record<string, string> = {
  '* required task* open; a ticket is resolved when they are done.':
    'Noch offene Pflichtaufgaben: $1. Gelöst wird das Ticket, wenn sie erledigt sind.',
  '* is merged into ticket *.': '$1 ist mit Ticket $2 zusammengeführt.',
  'Take the merge of * back first.': 'Machen Sie zuerst die Zusammenführung von $1 rückgängig.',
  'Ticket * has * links, and takes no more.': 'Ticket $1 hat $2 Verknüpfungen, mehr fasst es nicht.',
  'The desk has given numbers up to *.': 'Der Helpdesk hat schon Nummern bis $1 vergeben.',
  'An entry has at most * versions.': 'Ein Eintrag hat höchstens $1 Fassungen.',
  'A file may have * at most.': 'Eine Datei darf höchstens $1 haben.',
  'Here you can use *.': 'Hier können Sie $1 verwenden.',
  'A ticket has at most * checklist tasks.': 'Ein Ticket hat höchstens $1 Aufgaben.',
  'A ticket has at most * visits.': 'Ein Ticket hat höchstens $1 Termine.',
  'This is no time for a visit.': 'Zu dieser Zeit geht kein Termin.',
}

/** What the desk says of one field, in the same way. */
export const refusedFields: Record<string, string> = {
  'does not exist': 'Das gibt es nicht.',
  'is required': 'Bitte füllen Sie dieses Feld aus.',
  'has no words in it': 'Schreiben Sie etwas.',
  'belongs to another client': 'Gehört zu einem anderen Kunden.',
  'is no agent of this desk': 'Das ist kein Agent dieses Helpdesks.',
  'is an agent who does not see this client': 'Dieser Agent sieht den Kunden nicht.',
  'is no category that this desk uses': 'Diese Kategorie verwendet der Helpdesk nicht.',
  'is no status that this desk uses': 'Diesen Status verwendet der Helpdesk nicht.',
  'is no custom field of this desk': 'Dieses Feld gibt es in diesem Helpdesk nicht.',
  'is needed where no contact is given': 'Wird gebraucht, wenn kein Ansprechpartner angegeben ist.',
  'is needed where no template is given': 'Wird gebraucht, wenn keine Vorlage angegeben ist.',
  'are for a choice only': 'Gibt es nur bei einer Auswahl.',
  'are needed for a choice': 'Eine Auswahl braucht sie.',
  'must differ from each other': 'Sie müssen sich voneinander unterscheiden.',
  'is no mail domain': 'Das ist keine E-Mail-Domain.',
  'is a public mail domain': 'Eine Adresse bei dieser Domain kann jeder haben.',
  'is not possible: the mail names no single sender':
    'Nicht möglich: Die E-Mail nennt keinen eindeutigen Absender.',
  'is not possible: the mail names no sender': 'Nicht möglich: Die E-Mail nennt keinen Absender.',
  'takes a client, whose contact the sender becomes':
    'Dazu gehört ein Kunde, dessen Ansprechpartner der Absender wird.',
  'is no client': 'Das ist kein Kunde.',
  'is no entry of this ticket': 'Das ist kein Eintrag dieses Tickets.',
  'is no reply or note': 'Das ist weder Antwort noch Notiz.',
  'is the description, which stays': 'Die Beschreibung bleibt beim Ticket.',
  'is in the past': 'Liegt in der Vergangenheit.',
  'is not after startAt': 'Liegt nicht nach dem Beginn.',
  'is more than * days after startAt': 'Liegt mehr als $1 Tage nach dem Beginn.',
  'must be a text': 'Muss ein Text sein.',
  'must be a number': 'Muss eine Zahl sein.',
  'must be true or false': 'Muss ja oder nein sein.',
  'must be a date, YYYY-MM-DD': 'Muss ein Datum sein: JJJJ-MM-TT.',
  'must be one of: *': 'Muss eines davon sein: $1.',
  'must be * at most': 'Höchstens $1.',
  'must be more than *': 'Muss größer als $1 sein.',
  'is so for * fields already': 'Gilt schon für $1 Felder, mehr geht nicht.',
  'would be more than * on one ticket': 'Es wären mehr als $1 an einem Ticket.',
  'would make more than * tags': 'Es wären mehr als $1 Schlagwörter.',
  '* is no placeholder here': '$1 ist hier kein Platzhalter.',
  '{{ has no }} after it': 'Auf {{ folgt kein }}.',
  'can have * once only': 'Nur einmal möglich: $1.',
  'must have * in it': 'Darin muss stehen: $1.',
  'cannot have * inside of a tag': 'Innerhalb einer HTML-Marke nicht möglich: $1.',
}

export const refusals: Strings['refusals'] = {
  whole: (code, said) =>
    translated(refusedSentences, said) ?? refusedCodes[code] ?? 'So ist das nicht möglich.',
  field: said => translated(refusedFields, said) ?? 'Diese Angabe passt hier nicht.',
}

function translated(sentences: Record<string, string>, said: string): string | undefined {
  for (const [sentence, german] of Object.entries(sentences)) {
    const parts = partsOf(sentence, said)
    if (parts !== undefined) return german.replace(/\$(\d)/g, (_, at: string) => parts[Number(at) - 1] ?? '')
  }
  return undefined
}

/** What stands in the places of a sentence's stars; undefined where it is another sentence. */
function partsOf(sentence: string, said: string): string[] | undefined {
  const [start = '', ...others] = sentence.split('*')
  if (!said.startsWith(start)) return undefined
  const parts: string[] = []
  let at = start.length
  for (const [index, fixed] of others.entries()) {
    const end = index === others.length - 1 ? said.length - fixed.length : said.indexOf(fixed, at)
    if (end < at || !said.startsWith(fixed, end)) return undefined
    parts.push(said.slice(at, end))
    at = end + fixed.length
  }
  return at === said.length ? parts : undefined
}
