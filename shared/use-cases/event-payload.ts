import type { DeskEvent, FieldChange } from '../domain/desk-event.ts'

/** An event as the feed shows it and a webhook is sent it: what is absent is null. */
export interface ShownEvent {
  id: string
  type: DeskEvent['type']
  at: string
  visibility: DeskEvent['visibility']
  clientId: string | null
  about: {
    kind: DeskEvent['about']['kind']
    id: string
    reference: string | null
    version: number | null
  }
  entry: {
    id: string
    by: { kind: NonNullable<DeskEvent['entry']>['by']['kind']; id: string | null; name: string }
  } | null
  changes: FieldChange[]
}

/** An event as everybody outside sees it. */
export function showEvent({
  id,
  type,
  at,
  visibility,
  clientId,
  about,
  entry,
  changes,
}: DeskEvent): ShownEvent {
  return {
    id,
    type,
    at,
    visibility,
    clientId: clientId ?? null,
    about: {
      kind: about.kind,
      id: about.id,
      reference: about.reference ?? null,
      version: about.version ?? null,
    },
    entry:
      entry === undefined
        ? null
        : { id: entry.id, by: { kind: entry.by.kind, id: entry.by.id ?? null, name: entry.by.name } },
    changes,
  }
}

/** The body of a message to a webhook, as Standard Webhooks lays it out. */
export function eventPayload(event: DeskEvent): { type: string; timestamp: string; data: ShownEvent } {
  return { type: event.type, timestamp: event.at, data: showEvent(event) }
}
