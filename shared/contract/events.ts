import * as z from 'zod'
import { eventTypes, testEventType } from '../domain/desk-event.ts'
import { instant } from './fields.ts'
import { operation } from './operation.ts'

export const eventAnswer = z
  .object({
    id: z.string().meta({ description: 'The same if the same change is told again: drop what you have' }),
    type: z.enum([...eventTypes, testEventType]),
    at: instant,
    visibility: z
      .enum(['public', 'internal'])
      .meta({ description: 'internal: never for a client’s eyes, and never told to a key for some clients' }),
    clientId: z.string().nullable(),
    about: z.object({
      kind: z.enum(['ticket', 'client', 'contact', 'asset', 'webhook']),
      id: z.string().meta({ description: 'Of a ticket its number' }),
      reference: z.string().nullable(),
      version: z.int().nullable(),
    }),
    entry: z
      .object({
        id: z.string(),
        by: z.object({
          kind: z.enum(['agent', 'contact', 'watcher', 'key', 'system']),
          id: z.string().nullable(),
          name: z.string(),
        }),
      })
      .nullable()
      .meta({ description: 'The timeline entry that was written; its words are read there' }),
    changes: z
      .array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() }))
      .meta({ description: 'Fields with their values before and after; null is none' }),
  })
  .meta({ id: 'Event' })

export const readEvents = operation({
  id: 'readEvents',
  method: 'get',
  path: '/events',
  summary: 'What happened, oldest first, from a cursor on; what is new comes after every cursor given before',
  tag: 'Events',
  permission: 'tickets:read',
  query: z.strictObject({
    after: z.string().min(1).max(4_000).optional().meta({
      description: 'nextCursor of the page before, or latest; absent: the oldest event that is kept',
    }),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  answer: {
    status: 200,
    schema: z.object({
      data: z.array(eventAnswer),
      nextCursor: z.string().meta({ description: 'Never null: ask with it again, now or later' }),
      hasMore: z.boolean(),
    }),
    description: 'A page of events',
  },
  errors: ['cursor.invalid', 'events.expired'],
})
