import type { Hono } from 'hono'
import type * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/visits.ts'
import type { Visit } from '../../../shared/domain/visit.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import * as visits from '../../../shared/use-cases/visits.ts'
import { type Answer, serve } from '../serve.ts'

export function serveVisits(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listVisits, async ({ desk, actor, params }) => ({
    body: { data: (await visits.listVisits(desk, actor, params.number)).map(presentVisit), nextCursor: null },
  }))
  serve(app, ground, contract.scheduleVisit, async ({ desk, actor, params, body }) => {
    const visit = await visits.scheduleVisit(desk, actor, params.number, given(body))
    return { ...answerOf(visit), location: `/tickets/${params.number}/visits/${visit.id}` }
  })
  serve(app, ground, contract.readVisit, async ({ desk, actor, params }) =>
    answerOf(await visits.readVisit(desk, actor, params.number, params.visitId)),
  )
  serve(app, ground, contract.changeVisit, async ({ desk, actor, params, body, ifVersion }) =>
    answerOf(await visits.changeVisit(desk, actor, { ...params, ...ifVersion }, given(body))),
  )
  serve(app, ground, contract.cancelVisit, async ({ desk, actor, params, ifVersion }) => {
    await visits.cancelVisit(desk, actor, { ...params, ...ifVersion })
    return {}
  })
}

function answerOf(visit: Visit): Answer {
  return { body: presentVisit(visit), version: visit.version }
}

function presentVisit(visit: Visit): z.output<typeof contract.visitAnswer> {
  return {
    id: visit.id,
    startAt: visit.startAt,
    endAt: visit.endAt,
    agentId: visit.agentId ?? null,
    agentName: visit.agentName ?? null,
    location: visit.location ?? null,
    note: visit.note ?? null,
    invited: visit.invited.map(({ name, address }) => ({ name, email: address })),
    createdAt: visit.createdAt,
    version: visit.version,
  }
}
