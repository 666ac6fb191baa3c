import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DeskError } from '../../shared/domain/errors.ts'
import { type Status, statuses } from '../../shared/domain/ticket.ts'
import { changeManyTickets } from '../../shared/use-cases/change-many-tickets.ts'
import {
  changeTicket,
  closeTicket,
  reopenTicket,
  resolveTicket,
} from '../../shared/use-cases/change-ticket.ts'
import { closeDueTickets } from '../../shared/use-cases/close-due-tickets.ts'
import { customStatuses } from '../../shared/use-cases/custom-statuses.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { changeTaskOf, createTask, deleteTask, listTasks } from '../../shared/use-cases/tasks.ts'
import { type Command, command, Model } from '../domain/lifecycle-model.ts'
import { admin } from '../support/desk.ts'
import { mail, openScene, type Scene } from './given.ts'

const autoCloseHours = 24

let test: Scene
/** The id of the custom status that behaves as one of the five. */
const customIds = new Map<Status, string>()
beforeAll(async () => {
  test = await openScene()
  await changeSettings(test.desk, admin, { autoCloseHours })
  // A desk sweeps from its first minutes; a sweep that is its first ever looks back a day only.
  await closeDueTickets(test.desk)
  for (const status of statuses) {
    const { id } = await customStatuses.create(test.desk, admin, { name: `Our ${status}`, status })
    customIds.set(status, id)
  }
})
afterAll(() => test.close())

/** Most lives end closed, and go on being asked for things. */
const life = fc
  .tuple(
    fc.array(command, { maxLength: 10, size: 'max' }),
    fc.array(command, { minLength: 3, maxLength: 10, size: 'max' }),
  )
  .map(([before, after]): Command[] => [
    ...before,
    { do: 'move', to: 'resolved' },
    { do: 'move', to: 'closed' },
    ...after,
  ])

/** Every door that a status can be changed by; which one is taken turns with the step. */
const doors: ((number: number, to: Status) => Promise<unknown>)[] = [
  (number, status) => changeTicket(test.desk, admin, { number, changes: { status } }),
  async (number, status) => {
    const [result] = await changeManyTickets(test.desk, admin, { numbers: [number], set: { status } })
    if (result?.code) throw new DeskError(result.code)
  },
  (number, status) => {
    const act = { resolved: resolveTicket, closed: closeTicket }[String(status)]
    return act?.(test.desk, admin, number) ?? changeTicket(test.desk, admin, { number, changes: { status } })
  },
]

async function take(number: number, step: Command, turn: number): Promise<unknown> {
  const { desk } = test
  const taskAt = async (index: number) => (await listTasks(desk, admin, number))[index]
  switch (step.do) {
    case 'wait':
      return test.clock.moveTo(new Date(test.clock.now().getTime() + step.hours * 3_600_000))
    case 'sweep':
      return await closeDueTickets(desk)
    case 'move':
      return await doors[turn % doors.length]?.(number, step.to)
    case 'custom-move': {
      const statusId = step.to === null ? null : (customIds.get(step.to) ?? '')
      return statusId === null || turn % 2 === 0
        ? await changeTicket(desk, admin, { number, changes: { statusId } })
        : await replyToTicket(desk, admin, { number, visibility: 'internal', bodyText: 'So.', statusId })
    }
    case 'add-task':
      return await createTask(desk, admin, number, { title: `Task ${turn}`, required: step.required })
    case 'tick': {
      const task = await taskAt(step.task)
      // A task that is not there is not there, closed or not: the model refuses by the ticket.
      if (task === undefined) return await assertOpen(number)
      return await changeTaskOf(desk, admin, { number, taskId: task.id }, { done: !task.done })
    }
    case 'drop-task': {
      const task = await taskAt(step.task)
      if (task === undefined) return await assertOpen(number)
      return await deleteTask(desk, admin, { number, taskId: task.id })
    }
    case 'note':
      return await replyToTicket(desk, admin, { number, visibility: 'internal', bodyText: 'A note.' })
    case 'agent-reply': {
      const status = step.to === undefined ? {} : { status: step.to }
      return await replyToTicket(desk, admin, { number, visibility: 'public', bodyText: 'Words.', ...status })
    }
    case 'client-reply': {
      const { outcome, ticketNumber } = await test.deliver(mail({ subject: `Re: [TCK-${number}]` }))
      if (outcome !== 'follow-up')
        return expect({ outcome, ticketNumber }).toEqual({ outcome: 'reply', ticketNumber: number })
      expect(ticketNumber).not.toBe(number)
      throw new DeskError('ticket.closed')
    }
  }
}

async function assertOpen(number: number): Promise<void> {
  if ((await readTicket(test.desk, admin, number)).status === 'closed') throw new DeskError('ticket.closed')
}

it('through the real doors too a ticket is what the model of it is, and closed never reopens', async () => {
  let closedSteps = 0
  await fc.assert(
    fc.asyncProperty(life, async steps => {
      const ticket = await openTicket(test.desk, admin, {
        contactId: test.anna.id,
        subject: 'Printer',
        descriptionText: 'x',
      })
      const { number } = ticket
      const began = test.clock.now().getTime()
      const model = new Model(autoCloseHours)
      let hour = 0
      for (const [turn, step] of steps.entries()) {
        if (step.do === 'wait') hour += step.hours
        // What is written takes time of its own: the model counts whole hours.
        test.clock.moveTo(new Date(began + (hour - (step.do === 'wait' ? step.hours : 0)) * 3_600_000))
        const before = await readTicket(test.desk, admin, number)
        const ruled = model.take(step, hour)
        // The rule lets a ticket stay where it is; the doors say that nothing is done to a closed one.
        const refusal = step.do === 'move' && before.status === 'closed' ? 'ticket.closed' : ruled
        const met = await take(number, step, turn).then(
          () => undefined,
          (error: unknown) => {
            if (error instanceof DeskError) return error.code
            throw error
          },
        )
        expect([step, met]).toEqual([step, refusal])
        const after = await readTicket(test.desk, admin, number)
        expect(after.status).toBe(model.status)
        expect(after.statusId).toBe(model.custom && customIds.get(model.custom))
        expect([after.tasksOpen ?? 0, after.requiredTasksOpen ?? 0]).toEqual(model.open())
        if (refusal !== undefined || before.status === 'closed') expect(after).toEqual(before)
        if (before.status === 'closed') closedSteps += 1
      }
      if (model.status !== 'closed') return
      await expect(reopenTicket(test.desk, admin, number)).rejects.toMatchObject({ code: 'ticket.closed' })
    }),
    { numRuns: 25 },
  )
  expect(closedSteps).toBeGreaterThan(10)
}, 180_000)

/** One of each kind, so that no run of bad luck leaves a door untried. */
const ofEachKind: Record<Command['do'], Command[]> = {
  move: statuses.map(to => ({ do: 'move', to })),
  'custom-move': [null, ...statuses].map(to => ({ do: 'custom-move', to })),
  'client-reply': [{ do: 'client-reply' }],
  'agent-reply': [
    { do: 'agent-reply', to: undefined },
    ...statuses.map(to => ({ do: 'agent-reply' as const, to })),
  ],
  note: [{ do: 'note' }],
  'add-task': [{ do: 'add-task', required: true }],
  tick: [{ do: 'tick', task: 0 }],
  'drop-task': [{ do: 'drop-task', task: 0 }],
  wait: [{ do: 'wait', hours: 1_000 }],
  sweep: [{ do: 'sweep' }],
}

it('a closed ticket stays as it is whatever is asked of it, by each door', async () => {
  const words = { contactId: test.anna.id, subject: 'Printer', descriptionText: 'x' }
  const { number } = await openTicket(test.desk, admin, words)
  await createTask(test.desk, admin, number, { title: 'Call back' })
  await resolveTicket(test.desk, admin, number)
  const closed = await closeTicket(test.desk, admin, number)
  for (const step of Object.values(ofEachKind).flat()) {
    for (const turn of doors.keys()) {
      const met = await take(number, step, turn).then(
        () => 'nothing',
        ({ code }: DeskError) => code,
      )
      expect([step, met]).toEqual([step, /wait|sweep/.test(step.do) ? 'nothing' : 'ticket.closed'])
      expect(await readTicket(test.desk, admin, number)).toEqual(closed)
    }
  }
}, 60_000)
