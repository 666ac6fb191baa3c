import type { Strings } from '../../strings.ts'

export const signIn: Strings['signIn'] = {
  title: 'Anmelden',
  lead: 'Wir schicken Ihnen einen Code per E-Mail. Ein Passwort gibt es nicht.',
  email: 'Ihre E-Mail-Adresse',
  submit: 'Code zuschicken',
  codeTitle: 'Code eingeben',
  codeLead:
    'Wenn diese Adresse einem Agenten gehört, ist ein Code unterwegs. Er gilt 10 Minuten und nur einmal.',
  code: 'Code',
  codeHint: 'Buchstaben und Ziffern wie in der E-Mail',
  codeSubmit: 'Anmelden',
  otherAddress: 'Eine andere Adresse verwenden',
  linkTitle: 'Fast geschafft',
  linkLead: 'Drücken Sie den Knopf, um sich in diesem Browser anzumelden. Der Link gilt nur einmal.',
  linkSubmit: 'Anmelden',
  refused:
    'Dieser Code ist falsch, schon verwendet oder älter als 10 Minuten. Fordern Sie im Zweifel einen neuen an.',
  linkRefused:
    'Dieser Link ist schon verwendet, älter als 10 Minuten oder wurde in einem anderen Browser angefordert.',
  tooMany: 'Zu viele Versuche. Warten Sie eine Weile und fordern Sie dann einen neuen Code an.',
  emailInvalid: 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel anna@company.example',
  askAgain: 'Neuen Code anfordern',
  flowLost: 'Dieser Browser hat keinen Code angefordert, oder es ist mehr als 10 Minuten her.',
}
