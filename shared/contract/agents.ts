import * as z from 'zod'
import { agentRoles } from '../domain/actor.ts'
import { ratePerMinuteMax } from '../domain/rate-limit.ts'
import { email, id, idParams, instant, line, listOf, pageQuery, scopes, version } from './fields.ts'
import { operation } from './operation.ts'

/** As many as one filter of the table can hold. */
const clientIds = z.array(id).max(100)

export const agentAnswer = z
  .object({
    id,
    name: z.string(),
    email: z.string(),
    role: z.enum(agentRoles),
    clientIds: clientIds.nullable(),
    disabled: z.boolean(),
    linkedAt: instant
      .nullable()
      .meta({ description: 'When they first signed in by the identity provider; null: not yet' }),
    createdAt: instant,
    version,
  })
  .meta({ id: 'Agent' })

export const agentInput = z.strictObject({
  name: line(100),
  email,
  role: z.enum(agentRoles),
  clientIds: clientIds.optional(),
})

export const agentChange = z
  .strictObject({
    name: line(100),
    email,
    role: z.enum(agentRoles),
    clientIds: clientIds.nullable(),
    disabled: z.boolean(),
  })
  .partial()

const ratePerMinute = z
  .int()
  .min(1)
  .max(ratePerMinuteMax)
  .nullable()
  .meta({ description: 'Requests that it may make in a minute; null for no limit' })

export const apiKeyAnswer = z
  .object({
    id,
    name: z.string(),
    scopes,
    clientIds: clientIds.nullable(),
    expiresAt: instant.nullable(),
    itflow: z.boolean(),
    ratePerMinute,
    createdAt: instant,
    version,
  })
  .meta({ id: 'ApiKey' })

export const apiKeyWithSecret = apiKeyAnswer
  .extend({ secret: z.string().meta({ description: 'Shown this once' }) })
  .meta({ id: 'ApiKeyWithSecret' })

export const apiKeyInput = z.strictObject({
  name: line(100),
  scopes,
  clientIds: clientIds.optional(),
  expiresAt: instant.optional(),
  itflow: z.boolean().optional(),
  ratePerMinute: ratePerMinute.optional(),
})

export const apiKeyChange = z
  .strictObject({
    name: line(100),
    expiresAt: instant.nullable(),
    itflow: z.boolean(),
    ratePerMinute,
  })
  .partial()

const page = z.strictObject(pageQuery)

export const listAgents = operation({
  id: 'listAgents',
  method: 'get',
  path: '/agents',
  summary: 'Agents, by name',
  tag: 'Agents',
  permission: 'tickets:read',
  query: page,
  answer: { status: 200, schema: listOf(agentAnswer), description: 'A page of agents' },
  errors: ['cursor.invalid'],
})

export const createAgent = operation({
  id: 'createAgent',
  method: 'post',
  path: '/agents',
  summary: 'Adds an agent, who signs in by their address',
  tag: 'Agents',
  permission: 'settings:write',
  body: agentInput,
  answer: { status: 201, schema: agentAnswer, description: 'The agent' },
  errors: ['email.taken'],
})

export const readAgent = operation({
  id: 'readAgent',
  method: 'get',
  path: '/agents/{id}',
  summary: 'One agent',
  tag: 'Agents',
  permission: 'tickets:read',
  params: idParams,
  answer: { status: 200, schema: agentAnswer, description: 'The agent' },
  errors: ['resource.missing'],
})

export const changeAgent = operation({
  id: 'changeAgent',
  method: 'patch',
  path: '/agents/{id}',
  summary: 'Changes an agent; a disabled one is signed out at once',
  tag: 'Agents',
  permission: 'settings:write',
  params: idParams,
  body: agentChange,
  answer: { status: 200, schema: agentAnswer, description: 'The agent as they are now' },
  errors: ['resource.missing', 'email.taken', 'agent.last-admin', 'version.stale'],
})

export const listApiKeys = operation({
  id: 'listApiKeys',
  method: 'get',
  path: '/api-keys',
  summary: 'API keys, by name, without their secrets',
  tag: 'API keys',
  permission: 'settings:read',
  query: page,
  answer: { status: 200, schema: listOf(apiKeyAnswer), description: 'A page of keys' },
  errors: ['cursor.invalid'],
})

export const createApiKey = operation({
  id: 'createApiKey',
  method: 'post',
  path: '/api-keys',
  summary: 'Makes an API key; its secret is in this answer only, and in that to a repeat',
  tag: 'API keys',
  permission: 'settings:write',
  body: apiKeyInput,
  answer: { status: 201, schema: apiKeyWithSecret, description: 'The key and its secret' },
  errors: [],
})

export const readApiKey = operation({
  id: 'readApiKey',
  method: 'get',
  path: '/api-keys/{id}',
  summary: 'One API key, without its secret',
  tag: 'API keys',
  permission: 'settings:read',
  params: idParams,
  answer: { status: 200, schema: apiKeyAnswer, description: 'The key' },
  errors: ['resource.missing'],
})

export const changeApiKey = operation({
  id: 'changeApiKey',
  method: 'patch',
  path: '/api-keys/{id}',
  summary: 'Changes what an API key is called, when it expires and how often it may call',
  tag: 'API keys',
  permission: 'settings:write',
  params: idParams,
  body: apiKeyChange,
  answer: { status: 200, schema: apiKeyAnswer, description: 'The key as it is now' },
  errors: ['resource.missing', 'version.stale'],
})

export const deleteApiKey = operation({
  id: 'deleteApiKey',
  method: 'delete',
  path: '/api-keys/{id}',
  summary: 'Revokes an API key at once',
  tag: 'API keys',
  permission: 'settings:write',
  params: idParams,
  answer: { status: 204, description: 'It is revoked' },
  errors: ['resource.missing', 'version.stale'],
})
