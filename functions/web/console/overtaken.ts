import { lastChangedBy } from '../../../shared/use-cases/audit-log.ts'
import type { Visit } from '../door.ts'
import type { RawForm } from '../form.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'

/** A form that somebody else was faster than: as it was typed, on top of what they left, with who they were. */
export async function overtakenForm(
  { desk, agent, strings }: Visit,
  typed: RawForm,
  { resource, version }: { resource: string; version: number },
): Promise<FormState> {
  const by = await lastChangedBy(desk, agent, resource)
  const words = strings.settingsArea
  return {
    ...freshForm({ ...typed, version: String(version) }),
    message: by === undefined ? words.stale : words.staleBy(by.name),
  }
}
