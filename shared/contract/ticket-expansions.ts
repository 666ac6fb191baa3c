import { agentAnswer } from './agents.ts'
import { clientAnswer, contactAnswer } from './clients.ts'

/** What `expand` puts beside a ticket's ids. */
export const ticketExpansions = {
  client: clientAnswer,
  contact: contactAnswer,
  assignee: agentAnswer,
} as const
