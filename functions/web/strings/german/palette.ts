import type { Strings } from '../../strings.ts'

export const palette: Strings['palette'] = {
  title: 'Gehe zu',
  label: 'Alles finden',
  hint: 'Tickets, Kunden, Personen, Aktionen',
  results: 'Gefunden',
  none: 'Nichts heißt so.',
  kind: { ticket: 'Ticket', client: 'Kunde', contact: 'Ansprechpartner', asset: 'Gerät' },
}
