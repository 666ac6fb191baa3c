import * as z from 'zod'
import { id, instant, line, listOf, numberParams, version } from './fields.ts'
import { operation } from './operation.ts'

export const visitAnswer = z
  .object({
    id: z.string(),
    startAt: instant,
    endAt: instant,
    agentId: id.nullable(),
    agentName: z.string().nullable(),
    location: z.string().nullable(),
    note: z.string().nullable(),
    invited: z.array(z.object({ name: z.string(), email: z.string() })),
    createdAt: instant,
    version,
  })
  .meta({ id: 'Visit' })

const fields = z
  .strictObject({
    startAt: instant,
    endAt: instant.meta({ description: 'At most 14 days later' }),
    agentId: id.nullable().meta({ description: 'Who comes; the assignee where nothing is said' }),
    location: line(200).nullable(),
    note: z.string().min(1).max(2_000).nullable().meta({ description: 'For everyone who is invited' }),
  })
  .partial()

const visitParams = numberParams.extend({ visitId: id })
const visitErrors = ['resource.missing', 'ticket.closed', 'version.stale', 'write.conflict'] as const

export const listVisits = operation({
  id: 'listVisits',
  method: 'get',
  path: '/tickets/{number}/visits',
  summary: 'The visits of a ticket, in the order they were scheduled',
  tag: 'Visits',
  permission: 'tickets:read',
  params: numberParams,
  answer: { status: 200, schema: listOf(visitAnswer), description: 'All of them' },
  errors: ['resource.missing'],
})

export const scheduleVisit = operation({
  id: 'scheduleVisit',
  method: 'post',
  path: '/tickets/{number}/visits',
  summary: 'Schedules a visit; the contact and the agent get an invitation for their calendars',
  tag: 'Visits',
  permission: 'tickets:write',
  params: numberParams,
  body: fields.required({ startAt: true, endAt: true }),
  answer: { status: 201, schema: visitAnswer, description: 'The visit' },
  errors: [...visitErrors, 'visits.full'],
})

export const readVisit = operation({
  id: 'readVisit',
  method: 'get',
  path: '/tickets/{number}/visits/{visitId}',
  summary: 'One visit',
  tag: 'Visits',
  permission: 'tickets:read',
  params: visitParams,
  answer: { status: 200, schema: visitAnswer, description: 'The visit' },
  errors: ['resource.missing'],
})

export const changeVisit = operation({
  id: 'changeVisit',
  method: 'patch',
  path: '/tickets/{number}/visits/{visitId}',
  summary: 'Changes a visit; the calendars of those invited are told',
  tag: 'Visits',
  permission: 'tickets:write',
  params: visitParams,
  body: fields,
  answer: { status: 200, schema: visitAnswer, description: 'The visit as it is now' },
  errors: visitErrors,
})

export const cancelVisit = operation({
  id: 'cancelVisit',
  method: 'delete',
  path: '/tickets/{number}/visits/{visitId}',
  summary: 'Calls a visit off; the calendars of those invited are told',
  tag: 'Visits',
  permission: 'tickets:write',
  params: visitParams,
  answer: { status: 204, description: 'It is called off' },
  errors: visitErrors,
})
