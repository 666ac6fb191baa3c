export const palette = {
  title: 'Go to anything',
  label: 'Find anything',
  hint: 'Tickets, clients, people, actions',
  results: 'Found',
  none: 'Nothing is called so.',
  kind: { ticket: 'Ticket', client: 'Client', contact: 'Contact', asset: 'Asset' },
} as const
