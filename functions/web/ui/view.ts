import { type Actor, mayDo } from '../../../shared/domain/actor.ts'
import type { Settings } from '../../../shared/domain/settings.ts'

export type AgentActor = Extract<Actor, { kind: 'agent' }>

/** What every page of a signed-in agent needs to be drawn; plain values, so that a page is a pure function. */
export interface View {
  agent: AgentActor
  deskName: string
  /** IANA name: absolute times are shown in it. */
  timeZone: string
  /** The instant of this request, ISO 8601 UTC. */
  now: string
  /** Carried by every form that changes something. */
  formToken: string
}

/** The view of one request. */
export function viewOf(
  agent: AgentActor,
  settings: Settings,
  more: { now: string; formToken: string },
): View {
  return { agent, deskName: settings.deskName, timeZone: settings.timeZone, ...more }
}

/** Whether the agent is shown what changes tickets. */
export function mayWriteTickets(view: View): boolean {
  return mayDo(view.agent, 'tickets:write')
}
