import * as z from 'zod'
import { tasksMax } from '../domain/task.ts'
import { id, instant, line, listOf, numberParams, version } from './fields.ts'
import { operation } from './operation.ts'
import { person } from './tickets.ts'

export const taskAnswer = z
  .object({
    id: z.string(),
    title: z.string(),
    required: z.boolean().meta({ description: 'The ticket cannot be resolved while it is not done' }),
    done: z.boolean(),
    doneAt: instant.nullable(),
    doneBy: person.nullable(),
    createdAt: instant,
    version,
  })
  .meta({ id: 'Task' })

const fields = z
  .strictObject({
    title: line(200),
    required: z.boolean(),
    done: z.boolean(),
    position: z
      .int()
      .min(0)
      .max(tasksMax - 1)
      .meta({ description: 'Where it stands in the checklist, from 0' }),
  })
  .partial()

const taskParams = numberParams.extend({ taskId: id })
const taskErrors = ['resource.missing', 'ticket.closed', 'version.stale', 'write.conflict'] as const

export const listTasks = operation({
  id: 'listTasks',
  method: 'get',
  path: '/tickets/{number}/tasks',
  summary: 'The checklist of a ticket, in its order',
  tag: 'Tasks',
  permission: 'tickets:read',
  params: numberParams,
  answer: { status: 200, schema: listOf(taskAnswer), description: 'All of it' },
  errors: ['resource.missing'],
})

export const createTask = operation({
  id: 'createTask',
  method: 'post',
  path: '/tickets/{number}/tasks',
  summary: 'Adds a task to the checklist',
  tag: 'Tasks',
  permission: 'tickets:write',
  params: numberParams,
  body: fields.required({ title: true }),
  answer: { status: 201, schema: taskAnswer, description: 'The task' },
  errors: [...taskErrors, 'tasks.full'],
})

export const readTask = operation({
  id: 'readTask',
  method: 'get',
  path: '/tickets/{number}/tasks/{taskId}',
  summary: 'One task of the checklist',
  tag: 'Tasks',
  permission: 'tickets:read',
  params: taskParams,
  answer: { status: 200, schema: taskAnswer, description: 'The task' },
  errors: ['resource.missing'],
})

export const changeTask = operation({
  id: 'changeTask',
  method: 'patch',
  path: '/tickets/{number}/tasks/{taskId}',
  summary: 'Changes a task, ticks it off, or moves it within the checklist',
  tag: 'Tasks',
  permission: 'tickets:write',
  params: taskParams,
  body: fields,
  answer: { status: 200, schema: taskAnswer, description: 'The task as it is now' },
  errors: taskErrors,
})

export const deleteTask = operation({
  id: 'deleteTask',
  method: 'delete',
  path: '/tickets/{number}/tasks/{taskId}',
  summary: 'Takes a task off the checklist',
  tag: 'Tasks',
  permission: 'tickets:write',
  params: taskParams,
  answer: { status: 204, description: 'It is gone' },
  errors: taskErrors,
})
