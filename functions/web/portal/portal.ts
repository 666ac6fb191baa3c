import type { Hono } from 'hono'
import type { Desk } from '../../../shared/runtime/desk.ts'
import type { WebEnv } from '../env.ts'
import { hangGuest } from './guest.tsx'
import { guestDoor } from './guest-door.ts'
import { portalDoor } from './portal-door.ts'
import { hangPortalSignIn } from './portal-sign-in.tsx'
import { hangPortalTickets } from './portal-tickets.tsx'
import { hangRaise } from './raise.tsx'

/** Hangs up all that is for the client's side: the portal, and the pages that links in mails open. */
export function hangPortal(app: Hono<WebEnv>, desk: Desk): void {
  hangPortalSignIn(app, desk)
  const door = portalDoor(app, desk)
  // Before the tickets: `new` is no number of one.
  hangRaise(door)
  hangPortalTickets(door)
  hangGuest(guestDoor(app, desk))
}
