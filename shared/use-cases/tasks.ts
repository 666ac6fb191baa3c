import { type Actor, personOf } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { addTask, changeTask, type Task, type TaskChanges, taskShown, withTasks } from '../domain/task.ts'
import { assertNotClosed, type Status, type Ticket } from '../domain/ticket.ts'
import type { Change } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/tasks.ts'
import { commitEffect } from './effect.ts'
import { commitStep } from './ticket-step.ts'
import { assertVersion, ticketFor } from './tickets.ts'

export interface TaskInput {
  title: string
  required?: boolean
  done?: boolean
  /** At the end where absent. */
  position?: number
}

/** The checklist of a ticket, in its order. */
export async function listTasks(desk: Desk, actor: Actor, number: number): Promise<Task[]> {
  await ticketFor(desk, actor, number, 'tickets:read')
  return await store.readTasks(desk.table, number)
}

export async function readTask(desk: Desk, actor: Actor, number: number, taskId: string): Promise<Task> {
  return taskIn(await listTasks(desk, actor, number), taskId)
}

/** Adds a task to a ticket's checklist. Errors: `ticket.closed`, `tasks.full`, `version.stale`. */
export async function createTask(desk: Desk, actor: Actor, number: number, input: TaskInput): Promise<Task> {
  const { before, tasks } = await checklistFor(desk, actor, number)
  assertNotClosed(before)
  const [by, at] = [personOf(actor), desk.now()]
  const { title, required = false, done = false, position } = input
  const task: Task = {
    id: desk.newId('tsk'),
    title,
    required,
    done,
    ...(done ? { doneAt: at, doneBy: by } : {}),
    createdAt: at,
    version: 1,
  }
  await save(desk, actor, {
    before,
    tasks: addTask(tasks, task, position),
    change: { field: 'task', from: null, to: taskShown(task) },
    taskId: task.id,
    at,
  })
  return task
}

/** Changes a task or moves it within the checklist. Errors: `ticket.closed`, `version.stale`. */
export async function changeTaskOf(
  desk: Desk,
  actor: Actor,
  wanted: TaskAt,
  changes: TaskChanges,
): Promise<Task> {
  const { number, taskId } = wanted
  const { before, tasks, task } = await taskFor(desk, actor, wanted)
  const at = desk.now()
  const place = tasks.indexOf(task)
  const others = tasks.filter(({ id }) => id !== taskId)
  const position = Math.min(changes.position ?? place, others.length)
  const changed = changeTask(task, changes, personOf(actor), at)
  const isMoved = position !== place
  if (!isMoved && changed === task) {
    await commitEffect(desk, [], `tickets/${number}/tasks/${taskId}`)
    return task
  }
  const after = changed === task ? { ...task, version: task.version + 1 } : changed
  const placed = (shown: string, where: number) => (isMoved ? `${where + 1}. ${shown}` : shown)
  await save(desk, actor, {
    before,
    tasks: others.toSpliced(position, 0, after),
    change: {
      field: 'task',
      from: placed(taskShown(task), place),
      to: placed(taskShown(after), position),
    },
    taskId,
    at,
  })
  return after
}

/** Takes a task off the checklist. Errors: `ticket.closed`, `version.stale`. */
export async function deleteTask(desk: Desk, actor: Actor, wanted: TaskAt): Promise<void> {
  const { taskId } = wanted
  const { before, tasks, task } = await taskFor(desk, actor, wanted)
  await save(desk, actor, {
    before,
    tasks: tasks.filter(({ id }) => id !== taskId),
    change: { field: 'task', from: taskShown(task), to: null },
    taskId,
    at: desk.now(),
  })
}

/** Refuses to resolve a ticket with open required tasks, naming them; asked before the rule itself, which only counts. */
export async function assertMayResolve(desk: Desk, ticket: Ticket, to: Status | undefined): Promise<void> {
  const isResolving = to === 'resolved' && ticket.status !== 'resolved' && ticket.status !== 'closed'
  if (!isResolving || (ticket.requiredTasksOpen ?? 0) === 0) return
  const tasks = await store.readTasks(desk.table, ticket.number)
  const titles = tasks.filter(({ required, done }) => required && !done).map(({ title }) => `“${title}”`)
  throw new DeskError('ticket.tasks-open', `Required tasks are open: ${titles.join(', ')}.`)
}

interface TaskAt {
  number: number
  taskId: string
  /** The version the writer saw. */
  ifVersion?: number
}

async function checklistFor(desk: Desk, actor: Actor, number: number) {
  const before = await ticketFor(desk, actor, number, 'tickets:write')
  // After the header: a checklist that is newer than it makes the header's version stale.
  return { before, tasks: await store.readTasks(desk.table, number) }
}

/** The task that is to be changed, of a ticket that is not closed. */
async function taskFor(desk: Desk, actor: Actor, { number, taskId, ifVersion }: TaskAt) {
  const { before, tasks } = await checklistFor(desk, actor, number)
  const task = taskIn(tasks, taskId)
  assertVersion(task.version, ifVersion)
  assertNotClosed(before)
  return { before, tasks, task }
}

function taskIn(tasks: readonly Task[], taskId: string): Task {
  const task = tasks.find(({ id }) => id === taskId)
  if (task === undefined) throw new DeskError('resource.missing')
  return task
}

async function save(
  desk: Desk,
  actor: Actor,
  step: { before: Ticket; tasks: Task[]; change: Change; taskId: string; at: string },
): Promise<void> {
  const { before, tasks, change, taskId, at } = step
  await commitStep(desk, {
    before,
    after: withTasks(before, tasks),
    changes: [change],
    writes: [store.saveTasks(before.number, tasks)],
    by: personOf(actor),
    at,
    made: `tickets/${before.number}/tasks/${taskId}`,
  })
}
