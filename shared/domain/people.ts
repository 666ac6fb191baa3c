import type { AgentRole, Permission } from './actor.ts'

/** Integer minor units of an ISO 4217 currency. */
export interface Money {
  amount: number
  currency: string
}

export const domainTrusts = ['authenticated', 'always'] as const
export type DomainTrust = (typeof domainTrusts)[number]

export interface Client extends Archivable {
  id: string
  name: string
  /** Mail domains, lower-case ASCII; each belongs to one client at most. */
  domains: string[]
  /** Whether mail from its domains is let in without its sender being authenticated; a failed DMARC never is. */
  domainTrust: DomainTrust
  hourlyRate?: Money
  /** Set while it is out of use. */
  archivedAt?: string
  /** Tickets may be made for it until then without a look whether it is still there; no change of the client. */
  ticketsUntil?: string
  createdAt: string
  version: number
}

/** What can be taken out of use, and back into it: it stays what it is, and is offered nowhere meanwhile. */
interface Archivable {
  /** Set while it is out of use. */
  archivedAt?: string
}

export const contactRoles = ['primary', 'technical', 'billing'] as const
export type ContactRole = (typeof contactRoles)[number]

export interface Contact extends Archivable {
  id: string
  clientId: string
  name: string
  /** Lower-case; unique over all contacts and agents. */
  email: string
  roles: ContactRole[]
  /** Set when mail to this address came back for good. */
  undeliverableAt?: string
  /** Set when they marked a mail of the desk as spam. */
  complainedAt?: string
  /** Set while mail to this address is not sent: SES reported that it bounces for good, or a complaint. */
  suppressedAt?: string
  /** Set while it is out of use. */
  archivedAt?: string
  createdAt: string
  version: number
}

export interface Asset extends Archivable {
  id: string
  clientId: string
  name: string
  type: string
  createdAt: string
  version: number
}

/** Whom an agent is to an identity provider. */
export interface AgentIdentity {
  issuer: string
  subject: string
  linkedAt: string
}

export interface Agent {
  id: string
  name: string
  email: string
  role: AgentRole
  clientIds?: string[]
  disabled: boolean
  /** Set once they signed in by an identity provider. */
  identity?: AgentIdentity
  /** Sessions begun until then are over. */
  signedOutAt?: string
  createdAt: string
  version: number
}

export interface ApiKey {
  id: string
  name: string
  scopes: (Permission | '*')[]
  clientIds?: string[]
  expiresAt?: string
  /** Lets the key serve ITFlow's endpoints. */
  itflow: boolean
  /** Absent: the usual limit; null: none. */
  ratePerMinute?: number | null
  createdAt: string
  version: number
}
