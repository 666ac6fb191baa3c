import type { AgentRole } from '../../../../shared/domain/actor.ts'
import type { Priority, Source, Status } from '../../../../shared/domain/ticket.ts'

export const status = {
  open: 'Open',
  working: 'Working',
  hold: 'On hold',
  resolved: 'Resolved',
  closed: 'Closed',
} as const satisfies Record<Status, string>

export const priority = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  urgent: 'Urgent',
} as const satisfies Record<Priority, string>

export const source = {
  console: 'Console',
  email: 'Mail',
  portal: 'Portal',
  api: 'API',
  recurring: 'Recurring',
} satisfies Record<Source, string>

export const role = {
  admin: 'Admin',
  technician: 'Technician',
  billing: 'Billing',
  'read-only': 'Read-only',
} satisfies Record<AgentRole, string>
