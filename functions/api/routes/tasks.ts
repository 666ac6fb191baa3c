import type { Hono } from 'hono'
import type * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/tasks.ts'
import type { Task } from '../../../shared/domain/task.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import * as tasks from '../../../shared/use-cases/tasks.ts'
import { presentPerson } from '../present.ts'
import { type Answer, serve } from '../serve.ts'

export function serveTasks(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listTasks, async ({ desk, actor, params }) => ({
    body: { data: (await tasks.listTasks(desk, actor, params.number)).map(presentTask), nextCursor: null },
  }))
  serve(app, ground, contract.createTask, async ({ desk, actor, params, body }) => {
    const task = await tasks.createTask(desk, actor, params.number, given(body))
    return { ...answerOf(task), location: `/tickets/${params.number}/tasks/${task.id}` }
  })
  serve(app, ground, contract.readTask, async ({ desk, actor, params }) =>
    answerOf(await tasks.readTask(desk, actor, params.number, params.taskId)),
  )
  serve(app, ground, contract.changeTask, async ({ desk, actor, params, body, ifVersion }) =>
    answerOf(await tasks.changeTaskOf(desk, actor, { ...params, ...ifVersion }, given(body))),
  )
  serve(app, ground, contract.deleteTask, async ({ desk, actor, params, ifVersion }) => {
    await tasks.deleteTask(desk, actor, { ...params, ...ifVersion })
    return {}
  })
}

function answerOf(task: Task): Answer {
  return { body: presentTask(task), version: task.version }
}

function presentTask(task: Task): z.output<typeof contract.taskAnswer> {
  const { id, title, required, done, doneAt = null, doneBy, createdAt, version } = task
  const by = doneBy === undefined ? null : presentPerson(doneBy)
  return { id, title, required, done, doneAt, doneBy: by, createdAt, version }
}
