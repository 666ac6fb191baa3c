import type { Strings } from '../../strings.ts'

export const composer: Strings['composer'] = {
  title: 'Schreiben',
  mode: 'Art der Nachricht',
  public: 'Öffentliche Antwort',
  internal: 'Interne Notiz',
  body: 'Nachricht',
  publicHint: 'Geht per E-Mail an',
  nobody: 'Niemand bekommt dies per E-Mail: Das Ticket hat weder Ansprechpartner noch Beobachter.',
  status: 'Status danach',
  statusStays: status => `Bleibt „${status}“`,
  minutes: 'Arbeitszeit (Min.)',
  sendTo: name => `Antwort an ${name} senden`,
  sendToMore: (name, others) => `Antwort an ${name} und ${others} weitere senden`,
  sendToNobody: 'Öffentliche Antwort speichern',
  saveNote: 'Interne Notiz speichern',
  quickSubmit: 'Strg + Eingabe',
  bodyMissing: 'Schreiben Sie zuerst etwas.',
}

export const stale: Strings['stale'] = {
  title: 'Noch nicht gespeichert',
  replied: name => `${name} hat geantwortet, während Sie geschrieben haben.`,
  noted: name => `${name} hat eine interne Notiz hinzugefügt, während Sie geschrieben haben.`,
  changed: name => `${name} hat dieses Ticket geändert, während Sie geschrieben haben.`,
  somebody: 'Jemand hat dieses Ticket geändert, während Sie geschrieben haben.',
  kept: 'Ihr Text steht noch unten. Lesen Sie, was neu ist, und senden Sie ihn noch einmal, wenn er noch passt.',
  tryAgain:
    'Sie sehen das Ticket jetzt, wie es ist. Versuchen Sie es noch einmal, wenn die Änderung noch passt.',
}
