import type { Child } from 'hono/jsx'
import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import type { Task, TaskChanges } from '../../../shared/domain/task.ts'
import { changeTaskOf, createTask, deleteTask } from '../../../shared/use-cases/tasks.ts'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm, refusedForm, text, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import { type Strings, useStrings } from '../strings.ts'
import { CheckField, PostForm, TextField } from '../ui/fields.tsx'
import { When } from '../ui/when.tsx'
import { PanelPart, Unfold } from './panel-parts.tsx'
import { showTicket } from './ticket.tsx'
import { stateOf } from './ticket-form.tsx'
import type { PanelProps } from './ticket-panel.tsx'

const newTask = (strings: Strings) =>
  z.strictObject({ title: text(strings, 200), required: z.literal('on').optional() })

const taskActs = ['done', 'open', 'up', 'down', 'require', 'unrequire', 'remove'] as const

const taskForm = (strings: Strings) =>
  z.strictObject({
    version: wholeNumber(strings, 0, 999_999_999),
    /** Where it stands now. */
    position: wholeNumber(strings, 0, 999),
    act: z.enum(taskActs),
  })

/** Hangs up the checklist of a ticket. */
export function hangTicketTasks(door: ConsoleDoor): void {
  door.post(routes.ticketTasks, 'tickets:write', async (visit, form) => {
    const number = ticketNumberOf(visit.c)
    const parsed = parseForm(newTask(visit.strings), form)
    if (!parsed.ok) return showTicket(visit, { status: 400, typed: { name: 'task', state: parsed.state } })
    const { title, required } = parsed.data
    const done = await attempt(
      createTask(visit.desk, visit.agent, number, { title, required: required === 'on' }),
    )
    if (done instanceof DeskError) {
      const typed = { name: 'task', state: refusedForm(visit.strings, form, done) }
      return showTicket(visit, { status: 409, refused: done, typed })
    }
    return back(visit)
  })

  door.post(routes.ticketTask, 'tickets:write', async (visit, form) => {
    const number = ticketNumberOf(visit.c)
    const parsed = parseForm(taskForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { version, act, position } = parsed.data
    const at = { number, taskId: visit.c.req.param('taskId') ?? '', ifVersion: version }
    const done = await attempt<unknown>(
      act === 'remove'
        ? deleteTask(visit.desk, visit.agent, at)
        : changeTaskOf(visit.desk, visit.agent, at, changesFor(act, position)),
    )
    if (done instanceof DeskError) return showTicket(visit, { status: 409, refused: done })
    return back(visit)
  })
}

function back({ c }: Visit): Response {
  return c.redirect(`${routes.ticket.href({ number: ticketNumberOf(c) })}#panel-tasks`, 303)
}

function changesFor(act: Exclude<(typeof taskActs)[number], 'remove'>, position: number): TaskChanges {
  switch (act) {
    case 'done':
      return { done: true }
    case 'open':
      return { done: false }
    case 'up':
      return { position: Math.max(position - 1, 0) }
    case 'down':
      return { position: position + 1 }
    case 'require':
      return { required: true }
    case 'unrequire':
      return { required: false }
  }
}

/** What is to be done before the ticket is, ticked off one by one. */
export function Checklist(props: PanelProps & { changeable: boolean }) {
  const words = useStrings().ticketWork.tasks
  const { view, ticket, around, changeable, typed } = props
  const { tasks } = around
  const done = tasks.filter(task => task.done).length
  const form = stateOf(typed, 'task')
  if (tasks.length === 0 && !changeable) return null
  return (
    <PanelPart
      name="tasks"
      title={words.title}
      aside={tasks.length > 0 && <span class="faint">{words.progress(done, tasks.length)}</span>}
    >
      {tasks.length > 0 && (
        <ol class="tasks">
          {tasks.map((task, position) => (
            <TaskLine {...props} task={task} position={position} last={position === tasks.length - 1} />
          ))}
        </ol>
      )}
      {changeable && (
        <Unfold label={words.add} open={typed?.name === 'task'}>
          <PostForm
            class="part-form"
            action={routes.ticketTasks.href({ number: ticket.number })}
            token={view.formToken}
          >
            <TextField
              {...{ form, scope: 'task', name: 'title', label: words.newTitle, maxLength: 200 }}
              required
            />
            <CheckField {...{ form, scope: 'task', name: 'required', label: words.newRequired }} />
            <button type="submit" class="button">
              {words.submit}
            </button>
          </PostForm>
        </Unfold>
      )}
    </PanelPart>
  )
}

function TaskLine(props: PanelProps & { changeable: boolean; task: Task; position: number; last: boolean }) {
  const words = useStrings().ticketWork.tasks
  const { task, view, changeable, position, last } = props
  const { title, done, required } = task
  return (
    <li class={done ? 'task is-done' : 'task'}>
      {changeable ? (
        <TaskForm {...props}>
          <button
            type="submit"
            class="tick"
            name="act"
            value={done ? 'open' : 'done'}
            aria-pressed={done ? 'true' : 'false'}
            aria-label={done ? words.untick(title) : words.tick(title)}
          />
        </TaskForm>
      ) : (
        <span class="tick" aria-hidden="true" />
      )}
      <span class="stack">
        <bdi>{title}</bdi>
        {required && !done && <span class="required-mark">{words.required}</span>}
        {done && task.doneAt !== undefined && (
          <span class="faint">
            {words.doneBy(task.doneBy?.name ?? '')} <When at={task.doneAt} view={view} />
          </span>
        )}
      </span>
      {changeable && (
        <details class="confirm menu-of">
          <summary aria-label={words.more(title)}>
            <span aria-hidden="true">⋯</span>
          </summary>
          <TaskForm {...props} class="confirm-box">
            {position > 0 && <ActButton act="up" label={words.up} />}
            {!last && <ActButton act="down" label={words.down} />}
            {required ? (
              <ActButton act="unrequire" label={words.unrequire} />
            ) : (
              <ActButton act="require" label={words.require} />
            )}
            <ActButton act="remove" label={words.remove} />
          </TaskForm>
        </details>
      )}
    </li>
  )
}

function TaskForm(props: PanelProps & { task: Task; position: number; class?: string; children?: Child }) {
  const { ticket, view, task, position } = props
  return (
    <PostForm
      class={props.class ?? 'change'}
      action={routes.ticketTask.href({ number: ticket.number, taskId: task.id })}
      token={view.formToken}
    >
      <input type="hidden" name="version" value={String(task.version)} />
      <input type="hidden" name="position" value={String(position)} />
      {props.children}
    </PostForm>
  )
}

function ActButton({ act, label }: { act: (typeof taskActs)[number]; label: string }) {
  return (
    <button type="submit" class="menu-item" name="act" value={act}>
      {label}
    </button>
  )
}
