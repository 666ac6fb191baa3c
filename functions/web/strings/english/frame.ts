export const product = 'Docket'

export const skipToContent = 'Skip to content'

export const nav = {
  label: 'Main',
  dashboard: 'Dashboard',
  tickets: 'Tickets',
  clients: 'Clients',
  quarantine: 'Quarantine',
  settings: 'Settings',
} as const

export const account = {
  menu: (name: string) => `Account of ${name}`,
  signOut: 'Sign out',
  shortcuts: 'Keyboard shortcuts',
} as const

export const language = { label: 'Language' } as const

export const goTo = { label: 'Go to a ticket, or search', hint: 'Number or words', submit: 'Go' } as const

/** `#` stands for the number; the script in the page uses the same words. */
export const time = {
  justNow: 'just now',
  minutes: '# min ago',
  hours: '# h ago',
  days: '# d ago',
  inMinutes: 'in # min',
  inHours: 'in # h',
  inDays: 'in # d',
  soon: 'any moment',
} as const

export const form = {
  summary: 'Please check this',
  wrong: (field: string, what: string) => `${field}: ${what}`,
  required: 'Fill this in.',
  optional: 'optional',
  tooLong: (limit: number) => `At most ${limit} characters.`,
  wholeNumber: (from: number, to: number) => `A whole number from ${from} to ${to}.`,
  notAllowed: 'Choose one of the list.',
  typed: 'What you typed',
} as const

export const offline = 'You are offline. What you type stays here.'

export const problem = {
  missingTitle: 'There is nothing here',
  missing: 'The page does not exist, or is not yours to see.',
  home: 'Go to the tickets',
  errorTitle: 'That did not work',
  error: 'Something broke on our side. Nothing was half-saved; please try again.',
  requestId: 'Request',
  forbiddenTitle: 'This form cannot be accepted',
  forbidden:
    'It was not sent from a page of this desk, or that page is from an earlier sign-in. Go back, reload the page and send it again.',
  invalidTitle: 'This request makes no sense',
  conflictTitle: 'Somebody was faster',
  conflict: 'The same thing was changed at the same moment. Go back and try again.',
  refusedTitle: 'Not possible',
  tooManyTitle: 'Too many requests',
  signedOutTitle: 'You are signed out',
  signedOut: 'Your session ended before this was saved. Sign in, then send it again.',
  signIn: 'Sign in',
} as const

export const shortcuts = {
  title: 'Keyboard shortcuts',
  close: 'Close',
  rows: [
    ['Ctrl + K', 'Go to anything, or do it'],
    ['/', 'Go to ticket, or search'],
    ['g then t, d, c, q, s', 'Tickets, dashboard, clients, quarantine, settings'],
    ['c', 'New ticket'],
    ['j / k', 'Next / previous ticket in a list'],
    ['Enter', 'Open the chosen ticket'],
    ['x', 'Mark the chosen ticket, for doing the same to many'],
    ['u', 'Back to the list'],
    ['r', 'Write a public reply'],
    ['n', 'Write an internal note'],
    ['a', 'Assign'],
    ['s', 'Set the status'],
    ['p', 'Set the priority'],
    ['t', 'Minutes worked'],
    ['e', 'Resolve'],
    ['m', 'Merge'],
    ['z', 'Undo'],
    ['Ctrl + Enter', 'Send what you are writing'],
    ['?', 'Show this'],
  ],
} as const
