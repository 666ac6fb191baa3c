import type * as z from 'zod'
import type { Permission } from '../domain/actor.ts'
import type { ErrorCode } from '../domain/errors.ts'

/** One operation of the API as data: read by the server, by OpenAPI and by the tests. */
export interface Operation {
  /** `openTicket` */
  id: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** `/tickets/{number}`, below `/api/v1`. */
  path: string
  summary: string
  tag: string
  /** What a key or an agent needs; `public` for what anybody may read. */
  permission: Permission | 'public'
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodObject
  /** What `expand` can put beside an id, by the name it goes by: absent unless asked for, null if not to be known. */
  expands?: Readonly<Record<string, z.ZodType>>
  answer: {
    status: 200 | 201 | 202 | 204 | 302
    schema?: z.ZodType
    description: string
    contentType?: string
  }
  /** Codes it can answer with, besides those that every operation can. */
  errors: readonly ErrorCode[]
}

/** Keeps an operation's literal types, so that its handler is checked against them. */
export function operation<const T extends Operation>(declared: T): T {
  return declared
}
