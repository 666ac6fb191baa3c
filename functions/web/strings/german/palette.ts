import type { Strings } from '../../strings.ts'

export const palette: Strings['palette'] = {
  title: 'Gehe zu',
  label: 'Tickets, Kunden, Personen und Aktionen suchen',
  results: 'Gefunden',
  none: 'Nichts heißt so.',
  kind: { ticket: 'Ticket', client: 'Kunde', contact: 'Ansprechpartner', asset: 'Gerät' },
}
