import * as z from 'zod'
import { id, idParams, instant, listOf, pageQuery } from './fields.ts'
import { operation } from './operation.ts'

export const sessionAnswer = z
  .object({
    id,
    createdAt: instant.meta({ description: 'When the agent signed in' }),
    seenAt: instant.meta({ description: 'When it was last used, to the hour' }),
    expiresAt: instant,
    browser: z.string().nullable().meta({ description: 'Family of the browser, such as Firefox' }),
    system: z.string().nullable().meta({ description: 'What it runs on, such as Windows' }),
  })
  .meta({ id: 'Session' })

export const listAgentSessions = operation({
  id: 'listAgentSessions',
  method: 'get',
  path: '/agents/{id}/sessions',
  summary: 'Where an agent is signed in',
  tag: 'Agents',
  permission: 'settings:read',
  params: idParams,
  query: z.strictObject(pageQuery),
  answer: { status: 200, schema: listOf(sessionAnswer), description: 'A page of sessions' },
  errors: ['resource.missing', 'cursor.invalid'],
})

export const endAgentSessions = operation({
  id: 'endAgentSessions',
  method: 'delete',
  path: '/agents/{id}/sessions',
  summary: 'Signs an agent out everywhere, at once',
  tag: 'Agents',
  permission: 'settings:write',
  params: idParams,
  answer: { status: 204, description: 'They are signed out' },
  errors: ['resource.missing', 'version.stale'],
})

export const endAgentSession = operation({
  id: 'endAgentSession',
  method: 'delete',
  path: '/agents/{id}/sessions/{sessionId}',
  summary: 'Ends one session of an agent, at once',
  tag: 'Agents',
  permission: 'settings:write',
  params: z.strictObject({ id, sessionId: id }),
  answer: { status: 204, description: 'It is over' },
  errors: ['resource.missing'],
})

export const unlinkAgent = operation({
  id: 'unlinkAgent',
  method: 'delete',
  path: '/agents/{id}/identity',
  summary: 'Makes an agent nobody to the identity provider, and signs them out',
  tag: 'Agents',
  permission: 'settings:write',
  params: idParams,
  answer: { status: 204, description: 'They are linked no more' },
  errors: ['resource.missing', 'version.stale'],
})
