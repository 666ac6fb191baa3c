/** An MSP, its clients and two months of their tickets. Agents and contacts share one space of keys. */
export interface DemoDesk {
  settings: { deskName: string; currency: string; timeZone: string }
  agents: DemoAgent[]
  clients: DemoClient[]
  tickets: DemoTicket[]
}

export interface DemoAgent {
  key: string
  name: string
  email: string
  role: 'admin' | 'technician' | 'billing' | 'read-only'
}

export interface DemoClient {
  key: string
  name: string
  domains: string[]
  hourlyRateMinorUnits: number
  contacts: DemoContact[]
  assets: { key: string; name: string; type: string }[]
}

export interface DemoContact {
  key: string
  name: string
  email: string
  roles: ('primary' | 'technical' | 'billing')[]
}

export interface DemoTicket {
  client: string
  contact: string
  subject: string
  description: string
  priority: 'low' | 'medium' | 'high' | 'urgent'
  /** Who had it from the start; the timeline may assign it to others. */
  assignee?: string
  assets?: string[]
  tags?: string[]
  source: 'email' | 'console'
  /** When it was raised, before the moment the desk is filled. */
  daysAgo: number
  /** How it ends after the whole timeline. */
  status: DemoStatus
  timeline: DemoEntry[]
}

export type DemoStatus = 'open' | 'working' | 'hold' | 'resolved' | 'closed'

/**
 * `by` is the key of an agent, or of a contact for a reply; `minutesLater` counts from the entry before.
 * A contact's reply on hold or resolved re-opens the ticket by itself, without an entry that says so.
 */
export type DemoEntry =
  | { kind: 'reply' | 'note'; by: string; minutesLater: number; text: string; minutesWorked?: number }
  | { kind: 'assign'; to: string; by: string; minutesLater: number }
  | { kind: 'status'; to: DemoStatus; by: string; minutesLater: number }
