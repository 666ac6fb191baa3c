import type { Settings } from '../../../shared/domain/settings.ts'

/** Somebody who is signed in to the portal, as its pages name them. */
export interface Holder {
  name: string
  clientName: string
  /** Whether the tickets of everybody at their client are theirs to see. */
  seesWholeClient: boolean
}

/** What every page of the portal needs to be drawn. */
export interface PortalView {
  deskName: string
  /** IANA name: absolute times are shown in it. */
  timeZone: string
  /** The instant of this request, ISO 8601 UTC. */
  now: string
  /** Carried by every form that changes something. */
  formToken: string
  /** Absent on the page of a mail's link. */
  holder?: Holder
}

export function portalViewOf(
  { deskName, timeZone }: Settings,
  more: { now: string; formToken: string; holder?: Holder },
): PortalView {
  return { deskName, timeZone, ...more }
}
