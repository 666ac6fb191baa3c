import type { Task } from '../domain/task.ts'
import type { Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { itemOf, recordOf } from './records.ts'

/** A ticket's checklist, in its order. */
export async function readTasks(table: Table, ticketNumber: number): Promise<Task[]> {
  const item = await table.get(keys.tasks(ticketNumber))
  return item === undefined ? [] : recordOf<{ tasks: Task[] }>(item).tasks
}

/** Replaces the checklist; goes with a write of the header at its version, which keeps two writers apart. */
export function saveTasks(ticketNumber: number, tasks: readonly Task[]): Write {
  return { put: itemOf(keys.tasks(ticketNumber), 'tasks', { tasks }) }
}
