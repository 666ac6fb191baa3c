import { DeskError } from '../../shared/domain/errors.ts'

/** Carries on where a write would be refused because an earlier start made it. */
export async function unlessThere(write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
  }
}
