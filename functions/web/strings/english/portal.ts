import type { PortalStep } from '../../../../shared/domain/portal.ts'
import type { Status } from '../../../../shared/domain/ticket.ts'
import type { FileTrouble } from '../../multipart-form.ts'

export const portal = {
  tickets: 'Requests',
  raise: 'New request',
  signOut: 'Sign out',
  signedInAs: (name: string, clientName: string) => `${name}, ${clientName}`,
  nav: 'Portal',

  signInTitle: (deskName: string) => `Support at ${deskName}`,
  signInLead: 'Enter your mail address at work. We mail you a code; there is no password.',
  codeLead: 'If we know this address, a code is on its way. It holds for 10 minutes and works once.',

  status: {
    open: 'Open',
    working: 'In progress',
    hold: 'On hold',
    resolved: 'Solved',
    closed: 'Closed',
  } as const satisfies Record<Status, string>,

  mine: 'Mine',
  everyones: (clientName: string) => `Everyone at ${clientName}`,
  whose: 'Whose requests',
  state: 'Open or closed',
  open: 'Open',
  closed: 'Closed',
  search: 'Search by subject or number',
  searchSubmit: 'Search',
  searchAll: 'Show all',
  found: (q: string) => `Requests with “${q}”`,
  none: 'Nothing here',
  noneHint: 'What you ask us shows up here, whether you write it here or by mail.',
  noneFound: 'No request has these words in its subject.',
  older: 'Older requests',
  newest: 'Newest requests',
  from: (name: string) => `from ${name}`,
  answered: 'We answered',
  updated: 'Last change',

  raiseTitle: 'New request',
  raiseLead: 'Tell us what is wrong or what you need. You get our answers by mail, and can read them here.',
  followUp: (reference: string) => `This carries on ${reference}, which is closed.`,
  subject: 'What it is about',
  description: 'Describe it',
  descriptionHint: 'What happened, since when, on which device? What did you expect?',
  priority: 'Urgency',
  priorityStays: 'Not sure: you decide',
  send: 'Send request',

  files: 'Files',
  filesHint: 'Up to 10 files, 4 MB together. Larger ones you can send by mail.',
  filesKept: 'These files are there already:',
  fileTrouble: {
    'too-many': 'At most 10 files can go along.',
    'too-large': 'These files are larger than 4 MB together. Leave some out, or send them by mail.',
    empty: 'One of these files is empty.',
  } as const satisfies Record<FileTrouble, string>,
  image: (name: string) => `Picture ${name}`,

  opened: 'Opened',
  requester: 'Asked by',
  assignee: 'Looked after by',
  said: 'What was said',
  you: 'You',
  edited: 'edited',
  redacted: 'These words were taken away.',
  onlyFiles: 'Sent without words.',
  later: 'Later messages',
  first: 'From the beginning',

  reply: 'Your message',
  replyTitle: 'Write to us',
  replyReopens: 'A message opens this request again.',
  replySend: 'Send',
  overtaken: 'Somebody changed this request at the same moment. Please try again.',

  solvedTitle: 'We think this is solved',
  reopenUntil: 'You can open it again until',
  afterwards: 'Then it closes by itself.',
  steps: {
    resolve: 'It is solved',
    reopen: 'Open it again',
    close: 'Yes, close it',
  } as const satisfies Record<PortalStep, string>,
  resolveTitle: 'Already solved?',
  resolveHint: 'Tell us, and nobody goes on looking for it.',
  closedTitle: 'This request is closed',
  closedHint:
    'It cannot be opened again. If you need more, start a new request: we see that they belong together.',
  closedGuestHint:
    'It cannot be opened again. If you need more, answer any mail about it: that starts a new request.',
  merged:
    'This request goes on together with another one about the same matter. Answer any mail about it, and your words are read there.',
  followUpLink: 'Start a follow-up',
  notYet: 'There is still work to do on this request: it cannot be solved yet.',
  notResolved: 'This request is not solved any more, so that nothing was changed.',
  isClosed: 'This request was closed meanwhile.',
  ratingOver: 'This request was closed too long ago to be rated.',

  rateTitle: 'How did we do?',
  rateAgain: 'You can change your answer for a while.',
  rating: 'Your rating',
  ratings: {
    1: 'Very unhappy',
    2: 'Unhappy',
    3: 'So-so',
    4: 'Happy',
    5: 'Very happy',
  },
  ratingNeeded: 'Choose one of the five.',
  comment: 'Anything to add?',
  rate: 'Send rating',

  done: {
    raised: 'We have your request, and will answer by mail and here.',
    replied: 'Your message is sent.',
    resolve: 'Good to hear. You can open it again for a while, should it come back.',
    reopen: 'It is open again: we go on with it.',
    close: 'It is closed. Thank you.',
    rated: 'Thank you for telling us.',
  },

  guestLead: (name: string) =>
    `This page was sent to ${name}. Pass its address on to nobody: it opens to whoever has it.`,
  guestGoneTitle: 'This link does not work',
  guestGone:
    'It is older than 30 days, was not copied whole, or is not valid any more. Answer the mail that it came in, and we get your words.',
  missingTitle: 'Nothing here',
  missing: 'There is no such page, or it is not for you.',
  troubleTitle: 'That did not work',
  trouble:
    'The form was not sent from this page, or is too old. Go back, load the page again, and send it once more.',
  signedOutTitle: 'You are signed out',
  signedOut: 'Your words are below, to be copied. Sign in again and send them.',
  signInAgain: 'Sign in',
  home: 'To your requests',
} as const
