import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { DeskError } from '../../shared/domain/errors.ts'
import { applyEntry } from '../../shared/domain/reply.ts'
import { addTask, changeTask, type Task, withTasks } from '../../shared/domain/task.ts'
import {
  assertNotClosed,
  moveTo,
  moveToCustom,
  type Status,
  type Ticket,
} from '../../shared/domain/ticket.ts'
import type { Person } from '../../shared/domain/timeline.ts'
import { entryWith, monday, ticketWith } from './given.ts'
import { type Command, command, Model } from './lifecycle-model.ts'

interface State {
  ticket: Ticket
  tasks: Task[]
}

const agent: Person = { kind: 'agent', id: 'agt_dana', name: 'Dana Frost' }

function customOf(status: Status) {
  return { id: `sts_${status}`, name: `Our ${status}`, status }
}

/** The command by the rules of the desk, composed as its use cases compose them. */
function take({ ticket, tasks }: State, step: Command, at: string, autoCloseHours: number): State {
  const counted = (changed: Task[]) => ({ ticket: withTasks(ticket, changed), tasks: changed })
  switch (step.do) {
    case 'wait':
      return { ticket, tasks }
    case 'sweep':
      return ticket.status === 'resolved' && ticket.autoCloseAt !== undefined && ticket.autoCloseAt <= at
        ? { ticket: moveTo(ticket, 'closed', at, autoCloseHours), tasks }
        : { ticket, tasks }
    case 'move':
      return { ticket: moveTo(ticket, step.to, at, autoCloseHours), tasks }
    case 'custom-move': {
      const custom = step.to === null ? null : customOf(step.to)
      return { ticket: moveToCustom(ticket, custom, at, autoCloseHours), tasks }
    }
    case 'add-task': {
      assertNotClosed(ticket)
      const { required } = step
      const id = `tsk_${tasks.length}`
      return counted(addTask(tasks, { id, title: id, required, done: false, createdAt: at, version: 1 }))
    }
    case 'tick': {
      assertNotClosed(ticket)
      return counted(
        tasks.map((task, index) =>
          index === step.task ? changeTask(task, { done: !task.done }, agent, at) : task,
        ),
      )
    }
    case 'drop-task':
      assertNotClosed(ticket)
      return counted(tasks.filter((_task, index) => index !== step.task))
    case 'note':
    case 'agent-reply':
    case 'client-reply': {
      const entry = entryWith({ at, ...(step.do === 'note' ? { kind: 'note', visibility: 'internal' } : {}) })
      const wanted = step.do === 'agent-reply' && step.to !== undefined ? { status: step.to } : {}
      const side = step.do === 'client-reply' ? 'client' : 'agent'
      return { ticket: applyEntry(ticket, entry, { side, autoCloseHours, ...wanted }).ticket, tasks }
    }
  }
}

it('whatever happens to a ticket, it is what a small model of it is, and closed never reopens', () => {
  const seen = { closed: 0, gated: 0, custom: 0 }
  fc.assert(
    fc.property(
      fc.array(command, { maxLength: 40, size: 'max' }),
      fc.integer({ min: 1, max: 120 }),
      (steps, autoCloseHours) => {
        const model = new Model(autoCloseHours)
        let state: State = { ticket: ticketWith(), tasks: [] }
        let hour = 0
        for (const step of steps) {
          if (step.do === 'wait') hour += step.hours
          const before = state
          const refusal = model.take(step, hour)
          try {
            state = take(before, step, instant(hour), autoCloseHours)
            expect(refusal).toBeUndefined()
          } catch (error) {
            if (!(error instanceof DeskError)) throw error
            expect(error.code).toBe(refusal)
            if (refusal === 'ticket.tasks-open') seen.gated += 1
          }
          expect(state.ticket).toMatchObject({ status: model.status, version: 1 + model.entries })
          const { statusId, statusName } = state.ticket
          expect([statusId, statusName]).toEqual(
            model.custom === undefined
              ? [undefined, undefined]
              : [`sts_${model.custom}`, `Our ${model.custom}`],
          )
          if (model.custom !== undefined) seen.custom += 1
          expect(state.ticket.autoCloseAt).toBe(
            model.closesAtHour === undefined ? undefined : instant(model.closesAtHour),
          )
          expect([state.ticket.tasksOpen ?? 0, state.ticket.requiredTasksOpen ?? 0]).toEqual(model.open())
          if (before.ticket.status !== 'closed') continue
          seen.closed += 1
          expect(state.ticket).toBe(before.ticket)
        }
      },
    ),
    { numRuns: 10_000 },
  )
  // That the promise was put to the test at all.
  expect(seen.closed).toBeGreaterThan(1_000)
  expect(seen.gated).toBeGreaterThan(1_000)
  expect(seen.custom).toBeGreaterThan(1_000)
}, 60_000)

function instant(hour: number): string {
  return new Date(Date.parse(monday) + hour * 3_600_000).toISOString()
}
