export const palette = {
  title: 'Go to anything',
  label: 'Search tickets, clients, people and actions',
  results: 'Found',
  none: 'Nothing is called so.',
  kind: { ticket: 'Ticket', client: 'Client', contact: 'Contact', asset: 'Asset' },
} as const
