import type { View } from '../../functions/web/ui/view.ts'
import type { Ticket } from '../../shared/domain/ticket.ts'
import type { Entry } from '../../shared/domain/timeline.ts'

export const view: View = {
  agent: { kind: 'agent', id: 'agt_1', name: 'Mia Torres', email: 'mia@desk.example', role: 'admin' },
  deskName: 'Brightline IT',
  timeZone: 'Europe/Vienna',
  now: '2026-11-24T12:00:00.000Z',
  formToken: 'token-of-the-form',
}

export function ticketWith(more: Partial<Ticket> = {}): Ticket {
  return {
    number: 1042,
    prefix: 'TCK-',
    subject: 'Backup failed',
    clientId: 'clt_1',
    clientName: 'Northwind',
    contactId: 'con_1',
    contactName: 'Anna Berg',
    contactEmail: 'anna@northwind.example',
    status: 'open',
    priority: 'urgent',
    source: 'email',
    billable: true,
    assetIds: [],
    tags: [],
    watchers: [],
    minutesWorked: 0,
    createdAt: '2026-11-24T08:00:00.000Z',
    updatedAt: '2026-11-24T11:00:00.000Z',
    version: 3,
    ...more,
  }
}

export function entryWith(more: Partial<Entry> = {}): Entry & { cut: boolean } {
  return {
    id: '01JD0000000000000000000001',
    kind: 'reply',
    visibility: 'public',
    at: '2026-11-24T11:00:00.000Z',
    by: { kind: 'contact', id: 'con_1', name: 'Anna Berg', email: 'anna@northwind.example' },
    text: 'Hello',
    attachments: [],
    cut: false,
    ...more,
  }
}
