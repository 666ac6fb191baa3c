export const composer = {
  title: 'Write',
  mode: 'Kind of message',
  public: 'Public reply',
  internal: 'Internal note',
  body: 'Message',
  publicHint: 'Goes by mail to',
  nobody: 'Nobody gets this by mail: the ticket has no contact and no watchers.',
  status: 'Then set status',
  statusStays: (status: string) => `Stays ${status.toLowerCase()}`,
  minutes: 'Minutes worked',
  sendTo: (name: string) => `Send reply to ${name}`,
  sendToMore: (name: string, others: number) => `Send reply to ${name} and ${others} more`,
  sendToNobody: 'Save public reply',
  saveNote: 'Save internal note',
  quickSubmit: 'Ctrl + Enter',
  bodyMissing: 'Write something first.',
} as const

export const stale = {
  title: 'Not saved yet',
  replied: (name: string) => `${name} replied while you were writing.`,
  noted: (name: string) => `${name} added an internal note while you were writing.`,
  changed: (name: string) => `${name} changed this ticket while you were writing.`,
  somebody: 'Somebody changed this ticket while you were writing.',
  kept: 'Your words are kept below. Read what is new, then send again if they still fit.',
  tryAgain: 'You now see the ticket as it is. Try again if the change still fits.',
} as const
