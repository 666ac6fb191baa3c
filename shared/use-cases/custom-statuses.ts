import type { CustomStatus } from '../domain/catalogue.ts'
import { invalid } from '../domain/errors.ts'
import type { Status } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readFromCatalogue } from '../store/catalogue.ts'
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

/** The custom status that a ticket is to be given. */
export async function readChosenStatus(desk: Desk, id: string): Promise<CustomStatus> {
  const status = await readFromCatalogue<CustomStatus>(desk.table, 'statuses', id)
  if (!status?.active) throw invalid('/statusId', 'is no status that this desk uses')
  return status
}
