import * as z from 'zod'
import { id, instant, listOf, pageQuery } from './fields.ts'
import { operation } from './operation.ts'

export const auditEntryAnswer = z
  .object({
    id: z.string(),
    at: instant,
    by: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
    action: z.enum(['created', 'changed', 'deleted']),
    resource: z.string().meta({ description: 'Its path, such as `agents/agt_1`, or `settings`' }),
    name: z.string().meta({ description: 'What it was called' }),
    changes: z.array(
      z.object({
        field: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable().meta({ description: 'Lists and objects as JSON; long values cut' }),
      }),
    ),
  })
  .meta({ id: 'AuditEntry' })

export const listAuditLog = operation({
  id: 'listAuditLog',
  method: 'get',
  path: '/audit-log',
  summary: 'What was done to settings, people, keys and catalogues, newest first',
  tag: 'Audit log',
  permission: 'settings:read',
  query: z.strictObject({
    ...pageQuery,
    kind: z.string().max(60).optional().meta({ description: 'Of these alone: `agents`, `settings`, …' }),
    actorId: id.optional().meta({ description: 'By this agent or key alone' }),
  }),
  answer: { status: 200, schema: listOf(auditEntryAnswer), description: 'A page of the log' },
  errors: ['cursor.invalid'],
})
