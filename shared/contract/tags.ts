/** What the operations under each tag are about. */
export const tagDescriptions: Readonly<Record<string, string>> = {
  Settings: 'What holds for the whole desk.',
  Clients: 'The companies that the provider looks after.',
  Contacts: 'The people of a client, each known by one mail address.',
  Assets: 'What tickets are about: servers, printers, lines.',
  Agents: 'Who works at the desk.',
  'API keys': 'Who calls this API, and what they may.',
  Tickets: 'One matter of one client each, and what was said and done about it.',
  Mail: 'Mail as it came in, the quarantine, and attachments.',
}
