import type { CustomStatus } from '../domain/catalogue.ts'
import type { Status } from '../domain/ticket.ts'
import { catalogueOf } from './catalogue.ts'

export interface CustomStatusInput {
  name: string
  status: Status
  position?: number | undefined
  color?: string | undefined
}

/** The statuses that the desk added to the five; those are always there and have no record. */
export const customStatuses = catalogueOf<CustomStatus, CustomStatusInput>({
  kind: 'statuses',
  newId: desk => desk.newId('sts'),
  readBy: 'tickets:read',
  fieldsOf: ({ name, status, position = 0, color }) => ({
    name,
    status,
    position,
    color,
    active: true,
  }),
})
