import { DeskError } from './errors.ts'
import type { ContactRole } from './people.ts'
import type { Person } from './timeline.ts'

export const agentRoles = ['admin', 'technician', 'billing', 'read-only'] as const
export type AgentRole = (typeof agentRoles)[number]

export const permissions = [
  'tickets:read',
  'tickets:write',
  'clients:read',
  'clients:write',
  'billing:read',
  'billing:write',
  'settings:read',
  'settings:write',
  'mail:read',
  'mail:write',
] as const
export type Permission = (typeof permissions)[number]

/** Who is asking; every use case takes one, so that no door can forget to ask. */
export type Actor =
  | {
      kind: 'agent'
      id: string
      name: string
      email: string
      role: AgentRole
      /** Absent: every client. */
      clientIds?: readonly string[]
    }
  | {
      kind: 'key'
      id: string
      name: string
      scopes: readonly (Permission | '*')[]
      clientIds?: readonly string[]
    }
  | { kind: 'system'; name: string }
  | ContactActor
  | GuestActor

/** A contact in the portal. What they may do is in `portal.ts`: no permission of the desk's own people is theirs. */
export interface ContactActor {
  kind: 'contact'
  id: string
  name: string
  email: string
  clientId: string
  roles: readonly ContactRole[]
}

/** Whoever holds the link to one ticket that a mail to somebody brought. */
export interface GuestActor {
  kind: 'guest'
  /** The same for every link to this ticket that the same address was sent. */
  id: string
  ticketNumber: number
  /** Whom the link was sent to. */
  name: string
  email: string
  /** Where that is the ticket's contact. */
  contactId?: string
}

const rolePermissions: Record<AgentRole, readonly Permission[]> = {
  admin: permissions,
  technician: [
    'tickets:read',
    'tickets:write',
    'clients:read',
    'clients:write',
    'mail:read',
    'mail:write',
    'settings:read',
  ],
  billing: [
    'tickets:read',
    'clients:read',
    'clients:write',
    'billing:read',
    'billing:write',
    'settings:read',
  ],
  'read-only': ['tickets:read', 'clients:read', 'settings:read'],
}

/** Whether the actor may do this kind of thing at all. */
export function mayDo(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case 'agent':
      return rolePermissions[actor.role].includes(permission)
    case 'key':
      return actor.scopes.includes('*') || actor.scopes.includes(permission)
    case 'system':
      return true
    case 'contact':
    case 'guest':
      return false
  }
}

/** The clients an actor is kept to, undefined for all. The client's own side is kept to none: it has the portal. */
export function keptTo(actor: Actor): readonly string[] | undefined {
  switch (actor.kind) {
    case 'agent':
    case 'key':
      return actor.clientIds
    case 'system':
      return undefined
    case 'contact':
    case 'guest':
      return []
  }
}

/** Nobody makes an agent, or becomes one, who may do more than they may themselves; `resource.missing` alike. */
export function assertMayGrant(actor: Actor, role: AgentRole): void {
  if (!rolePermissions[role].every(permission => mayDo(actor, permission))) {
    throw new DeskError('resource.missing')
  }
}

/** Whether what belongs to this client is the actor's, or the agent's, to know; `undefined` is the desk's own. */
export function mayKnowClient(
  actor: Actor | { clientIds?: readonly string[] },
  clientId: string | undefined,
): boolean {
  const clientIds = 'kind' in actor ? keptTo(actor) : actor.clientIds
  return clientIds === undefined || (clientId !== undefined && clientIds.includes(clientId))
}

/** Whether the actor is to know of an agent: who works for none of an actor's clients is nobody to them. */
export function mayKnowAgent(actor: Actor, { clientIds }: { clientIds?: readonly string[] }): boolean {
  if (actor.kind === 'contact' || actor.kind === 'guest') return false
  if (clientIds === undefined || mayKnowClient(actor, undefined)) return true
  return clientIds.some(id => mayKnowClient(actor, id))
}

/** Throws `resource.missing`, the same answer as for what does not exist, unless the actor may. */
export function assertMay(actor: Actor, permission: Permission, clientId?: string | 'any'): void {
  if (!mayDo(actor, permission)) throw new DeskError('resource.missing')
  if (clientId !== 'any' && !mayKnowClient(actor, clientId)) throw new DeskError('resource.missing')
}

/** The actor as a timeline shows it. */
export function personOf(actor: Actor): Person {
  switch (actor.kind) {
    case 'agent':
      return { kind: 'agent', id: actor.id, name: actor.name, email: actor.email }
    case 'key':
      return { kind: 'key', id: actor.id, name: actor.name }
    case 'system':
      return { kind: 'system', name: actor.name }
    case 'contact':
      return { kind: 'contact', id: actor.id, name: actor.name, email: actor.email }
    case 'guest':
      return actor.contactId === undefined
        ? { kind: 'watcher', name: actor.name, email: actor.email }
        : { kind: 'contact', id: actor.contactId, name: actor.name, email: actor.email }
  }
}
