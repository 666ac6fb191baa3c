import type { Strings } from '../../strings.ts'

export const portal: Strings['portal'] = {
  tickets: 'Anfragen',
  raise: 'Neue Anfrage',
  signOut: 'Abmelden',
  signedInAs: (name, clientName) => `${name}, ${clientName}`,
  nav: 'Portal',

  signInTitle: deskName => `Support bei ${deskName}`,
  signInLead:
    'Geben Sie Ihre geschäftliche E-Mail-Adresse ein. Wir senden Ihnen einen Code; ein Passwort gibt es nicht.',
  codeLead:
    'Wenn wir diese Adresse kennen, ist ein Code unterwegs. Er gilt 10 Minuten und funktioniert einmal.',

  status: {
    open: 'Offen',
    working: 'In Arbeit',
    hold: 'Wartet',
    resolved: 'Gelöst',
    closed: 'Geschlossen',
  },

  mine: 'Meine',
  everyones: clientName => `Alle von ${clientName}`,
  whose: 'Wessen Anfragen',
  state: 'Offen oder geschlossen',
  open: 'Offen',
  closed: 'Geschlossen',
  search: 'Nach Betreff oder Nummer suchen',
  searchSubmit: 'Suchen',
  searchAll: 'Alle zeigen',
  found: q => `Anfragen mit „${q}“`,
  none: 'Noch nichts da',
  noneHint: 'Was Sie uns fragen, erscheint hier, ob Sie es hier schreiben oder als E-Mail.',
  noneFound: 'Keine Anfrage hat diese Wörter im Betreff.',
  older: 'Ältere Anfragen',
  newest: 'Neueste Anfragen',
  from: name => `von ${name}`,
  answered: 'Wir haben geantwortet',
  updated: 'Zuletzt geändert',

  raiseTitle: 'Neue Anfrage',
  raiseLead:
    'Sagen Sie uns, was nicht geht oder was Sie brauchen. Unsere Antworten kommen per E-Mail und stehen auch hier.',
  followUp: reference => `Dies führt ${reference} fort; jene Anfrage ist geschlossen.`,
  subject: 'Worum es geht',
  description: 'Beschreibung',
  descriptionHint: 'Was ist passiert, seit wann, an welchem Gerät? Was hätten Sie erwartet?',
  priority: 'Dringlichkeit',
  priorityStays: 'Unsicher: entscheiden Sie',
  send: 'Anfrage senden',

  files: 'Dateien',
  filesHint: 'Bis zu 10 Dateien, zusammen 4 MB. Größere senden Sie bitte per E-Mail.',
  filesKept: 'Diese Dateien sind schon da:',
  fileTrouble: {
    'too-many': 'Es können höchstens 10 Dateien mitgehen.',
    'too-large':
      'Diese Dateien sind zusammen größer als 4 MB. Lassen Sie einige weg, oder senden Sie sie per E-Mail.',
    empty: 'Eine dieser Dateien ist leer.',
  },
  image: name => `Bild ${name}`,

  opened: 'Eröffnet',
  requester: 'Gefragt von',
  assignee: 'Betreut von',
  said: 'Was gesagt wurde',
  you: 'Sie',
  edited: 'bearbeitet',
  redacted: 'Diese Worte wurden entfernt.',
  onlyFiles: 'Ohne Worte gesendet.',
  later: 'Spätere Nachrichten',
  first: 'Von Anfang an',

  reply: 'Ihre Nachricht',
  replyTitle: 'Schreiben Sie uns',
  replyReopens: 'Eine Nachricht öffnet diese Anfrage wieder.',
  replySend: 'Senden',
  overtaken: 'Jemand hat diese Anfrage im selben Moment geändert. Bitte versuchen Sie es noch einmal.',

  solvedTitle: 'Wir denken, das ist gelöst',
  reopenUntil: 'Sie können die Anfrage wieder öffnen bis',
  afterwards: 'Dann schließt sie sich von selbst.',
  steps: {
    resolve: 'Es ist gelöst',
    reopen: 'Wieder öffnen',
    close: 'Ja, schließen',
  },
  resolveTitle: 'Schon gelöst?',
  resolveHint: 'Sagen Sie es uns, dann sucht niemand weiter.',
  closedTitle: 'Diese Anfrage ist geschlossen',
  closedHint:
    'Sie lässt sich nicht wieder öffnen. Wenn Sie noch etwas brauchen, stellen Sie eine neue Anfrage: Wir sehen, dass beide zusammengehören.',
  closedGuestHint:
    'Sie lässt sich nicht wieder öffnen. Wenn Sie noch etwas brauchen, antworten Sie auf eine E-Mail dazu: Daraus wird eine neue Anfrage.',
  merged:
    'Diese Anfrage läuft gemeinsam mit einer anderen zum selben Anliegen weiter. Antworten Sie auf eine E-Mail dazu, dann lesen wir Ihre Worte dort.',
  followUpLink: 'Daran anknüpfen',
  notYet: 'An dieser Anfrage ist noch etwas zu tun: Sie kann noch nicht gelöst werden.',
  notResolved: 'Diese Anfrage ist nicht mehr gelöst, deshalb wurde nichts geändert.',
  isClosed: 'Diese Anfrage wurde inzwischen geschlossen.',
  ratingOver: 'Diese Anfrage ist zu lange geschlossen, um noch bewertet zu werden.',

  rateTitle: 'Wie waren wir?',
  rateAgain: 'Sie können Ihre Antwort noch eine Weile ändern.',
  rating: 'Ihre Bewertung',
  ratings: {
    1: 'Sehr unzufrieden',
    2: 'Unzufrieden',
    3: 'Geht so',
    4: 'Zufrieden',
    5: 'Sehr zufrieden',
  },
  ratingNeeded: 'Wählen Sie eine der fünf Stufen.',
  comment: 'Möchten Sie etwas dazu sagen?',
  rate: 'Bewertung senden',

  done: {
    raised: 'Wir haben Ihre Anfrage und antworten per E-Mail und hier.',
    replied: 'Ihre Nachricht ist gesendet.',
    resolve: 'Schön zu hören. Sollte es wiederkommen, können Sie die Anfrage noch eine Weile wieder öffnen.',
    reopen: 'Die Anfrage ist wieder offen: Wir machen weiter.',
    close: 'Die Anfrage ist geschlossen. Vielen Dank.',
    rated: 'Danke für Ihre Antwort.',
  },

  guestLead: name =>
    `Diese Seite wurde an ${name} gesendet. Geben Sie ihre Adresse niemandem weiter: Sie öffnet sich jedem, der sie hat.`,
  guestGoneTitle: 'Dieser Link funktioniert nicht',
  guestGone:
    'Er ist älter als 30 Tage, wurde nicht ganz kopiert oder gilt nicht mehr. Antworten Sie auf die E-Mail, in der er stand, dann erreichen uns Ihre Worte.',
  missingTitle: 'Hier ist nichts',
  missing: 'Diese Seite gibt es nicht, oder sie ist nicht für Sie.',
  troubleTitle: 'Das hat nicht geklappt',
  trouble:
    'Das Formular kam nicht von dieser Seite oder ist zu alt. Gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal.',
  signedOutTitle: 'Sie sind abgemeldet',
  signedOut:
    'Ihre Worte stehen unten, damit Sie sie kopieren können. Melden Sie sich wieder an und senden Sie sie.',
  signInAgain: 'Anmelden',
  home: 'Zu Ihren Anfragen',
}
