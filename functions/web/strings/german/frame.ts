import type { Strings } from '../../strings.ts'

export const product: Strings['product'] = 'Docket'

export const skipToContent: Strings['skipToContent'] = 'Zum Inhalt springen'

export const nav: Strings['nav'] = {
  label: 'Hauptmenü',
  dashboard: 'Übersicht',
  tickets: 'Tickets',
  clients: 'Kunden',
  quarantine: 'Quarantäne',
  settings: 'Einstellungen',
}

export const account: Strings['account'] = {
  menu: name => `Konto von ${name}`,
  signOut: 'Abmelden',
  shortcuts: 'Tastenkürzel',
}

export const language: Strings['language'] = { label: 'Sprache' }

export const goTo: Strings['goTo'] = {
  label: 'Zu einem Ticket gehen oder suchen',
  hint: 'Nummer oder Wörter',
  submit: 'Los',
}

/** `#` stands for the number; the script in the page uses the same words. */
export const time: Strings['time'] = {
  justNow: 'gerade eben',
  minutes: 'vor # Min.',
  hours: 'vor # Std.',
  days: 'vor # Tg.',
  inMinutes: 'in # Min.',
  inHours: 'in # Std.',
  inDays: 'in # Tg.',
  soon: 'jeden Moment',
}

export const form: Strings['form'] = {
  summary: 'Bitte prüfen Sie Ihre Angaben',
  wrong: (field, what) => `${field}: ${what}`,
  required: 'Bitte füllen Sie dieses Feld aus.',
  optional: 'freiwillig',
  tooLong: limit => `Höchstens ${limit} Zeichen.`,
  wholeNumber: (from, to) => `Eine ganze Zahl von ${from} bis ${to}.`,
  notAllowed: 'Bitte wählen Sie etwas aus der Liste.',
  typed: 'Was Sie geschrieben haben',
}

export const offline: Strings['offline'] = 'Sie sind offline. Was Sie schreiben, bleibt hier stehen.'

export const problem: Strings['problem'] = {
  missingTitle: 'Hier gibt es nichts',
  missing: 'Die Seite gibt es nicht, oder sie ist nicht für Sie bestimmt.',
  home: 'Zu den Tickets',
  errorTitle: 'Das hat nicht geklappt',
  error:
    'Bei uns ist etwas schiefgegangen. Es wurde nichts halb gespeichert; bitte versuchen Sie es noch einmal.',
  requestId: 'Anfrage',
  forbiddenTitle: 'Dieses Formular können wir nicht annehmen',
  forbidden:
    'Es kam nicht von einer Seite dieses Helpdesks, oder die Seite stammt aus einer früheren Anmeldung. Gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal.',
  invalidTitle: 'Diese Anfrage ergibt keinen Sinn',
  conflictTitle: 'Jemand war schneller',
  conflict: 'Dasselbe wurde im selben Moment geändert. Gehen Sie zurück und versuchen Sie es noch einmal.',
  refusedTitle: 'Nicht möglich',
  tooManyTitle: 'Zu viele Anfragen',
  signedOutTitle: 'Sie sind abgemeldet',
  signedOut:
    'Ihre Sitzung ist abgelaufen, bevor dies gespeichert war. Melden Sie sich an und senden Sie es noch einmal.',
  signIn: 'Anmelden',
}

export const shortcuts: Strings['shortcuts'] = {
  title: 'Tastenkürzel',
  close: 'Schließen',
  rows: [
    ['Strg + K', 'Zu allem gehen, oder es tun'],
    ['/', 'Zu einem Ticket gehen, oder suchen'],
    ['g, dann t, d, c, q, s', 'Tickets, Übersicht, Kunden, Quarantäne, Einstellungen'],
    ['c', 'Neues Ticket'],
    ['j / k', 'Nächstes / voriges Ticket einer Liste'],
    ['Eingabe', 'Das gewählte Ticket öffnen'],
    ['x', 'Das gewählte Ticket markieren, um mit vielen dasselbe zu tun'],
    ['u', 'Zurück zur Liste'],
    ['r', 'Öffentliche Antwort schreiben'],
    ['n', 'Interne Notiz schreiben'],
    ['a', 'Zuweisen'],
    ['s', 'Status setzen'],
    ['p', 'Priorität setzen'],
    ['t', 'Arbeitszeit'],
    ['e', 'Lösen'],
    ['m', 'Zusammenführen'],
    ['z', 'Rückgängig machen'],
    ['Strg + Eingabe', 'Senden, was Sie gerade schreiben'],
    ['?', 'Diese Übersicht zeigen'],
  ],
}
