import { DeskError } from './errors.ts'
import type { Ticket } from './ticket.ts'
import type { Person } from './timeline.ts'

/** One line of a ticket's checklist. */
export interface Task {
  id: string
  title: string
  /** The ticket cannot be resolved while it is not done. */
  required: boolean
  done: boolean
  doneAt?: string
  doneBy?: Person
  createdAt: string
  version: number
}

/** All tasks of a ticket are one row of the table. */
export const tasksMax = 50

export interface TaskChanges {
  title?: string
  required?: boolean
  done?: boolean
  /** Where it stands in the checklist, from 0; past the end is the end. */
  position?: number
}

/** The checklist with one more task, at the end unless a position is given. Error: `tasks.full`. */
export function addTask(tasks: readonly Task[], task: Task, position = tasks.length): Task[] {
  if (tasks.length >= tasksMax) {
    throw new DeskError('tasks.full', `A ticket has at most ${tasksMax} checklist tasks.`)
  }
  return tasks.toSpliced(position, 0, task)
}

/** A task as it is after a change; the same task where nothing is another. */
export function changeTask(task: Task, changes: TaskChanges, by: Person, at: string): Task {
  const { title = task.title, required = task.required, done = task.done } = changes
  if (title === task.title && required === task.required && done === task.done) return task
  const changed: Task = { ...task, title, required, done, version: task.version + 1 }
  if (done === task.done) return changed
  const { doneAt: _at, doneBy: _by, ...open } = changed
  return done ? { ...open, doneAt: at, doneBy: by } : open
}

/** The header that counts these tasks. */
export function withTasks(ticket: Ticket, tasks: readonly Task[]): Ticket {
  const open = tasks.filter(({ done }) => !done)
  return {
    ...ticket,
    tasksOpen: open.length,
    requiredTasksOpen: open.filter(({ required }) => required).length,
  }
}

/** A task in the words of an activity: `Replace the fan (required, open)`. */
export function taskShown({ title, required, done }: Task): string {
  return `${title} (${required ? 'required, ' : ''}${done ? 'done' : 'open'})`
}
