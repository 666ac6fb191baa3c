import type { Person } from './timeline.ts'

export const blockScopes = ['address', 'domain'] as const
export type BlockScope = (typeof blockScopes)[number]

/** An address, or everybody at one domain, whose mail is recorded and shown to nobody. */
export interface BlockedSender {
  id: string
  scope: BlockScope
  /** The address or the domain, lower-case, in ASCII. */
  name: string
  by: Person
  createdAt: string
  version: number
}
