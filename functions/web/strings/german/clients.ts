import type { Strings } from '../../strings.ts'

export const clients: Strings['clients'] = {
  title: 'Kunden',
  name: 'Kunde',
  domains: 'E-Mail-Domains',
  noDomains: 'Keine',
  since: 'Seit',
  empty: ['Noch keine Kunden', 'Kunden werden vorerst über die API angelegt.'],
  more: 'Weitere Kunden',
  tickets: 'Tickets',
  contacts: 'Ansprechpartner',
  assets: 'Geräte',
  noContacts: 'Noch keine Ansprechpartner.',
  noAssets: 'Noch keine Geräte.',
  undeliverable: 'E-Mails kommen zurück',
  complained: 'Hat eine E-Mail als Spam gemeldet',
  suppressed: 'Bekommt keine E-Mails',
  contactRole: { primary: 'Hauptkontakt', technical: 'Technik', billing: 'Abrechnung' },
  moreInApi: 'Nur die ersten 100 werden angezeigt.',
  newTicket: 'Neues Ticket für diesen Kunden',
}
