import { invalid } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import { readClients } from '../store/clients.ts'

/** Refuses ids that are no client's, naming the first: `request.invalid`. */
export async function assertKnownClients(
  desk: Desk,
  clientIds: readonly string[] | null | undefined,
): Promise<void> {
  if (clientIds === undefined || clientIds === null || clientIds.length === 0) return
  const missing = (await readClients(desk.table, clientIds)).indexOf(undefined)
  if (missing !== -1) throw invalid(`/clientIds/${missing}`, 'is no client')
}
