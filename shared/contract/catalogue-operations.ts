import * as z from 'zod'
import type { Permission } from '../domain/actor.ts'
import type { ErrorCode } from '../domain/errors.ts'
import { idParams, listOf, pageQuery } from './fields.ts'
import { operation } from './operation.ts'

interface CatalogueFacts {
  /** `Category`, `Categories`: what the operations are called by. */
  names: { one: string; many: string }
  /** `category`, `categories`: what their summaries say. */
  words: { one: string; many: string }
  /** `/categories` */
  path: string
  tag: string
  /** What reading needs; keeping a catalogue needs `settings:write`. */
  readBy: Permission
  answer: z.ZodObject
  input: z.ZodObject
  change: z.ZodObject
  /** Codes that a creation and a change can answer with. */
  errors?: readonly ErrorCode[]
}

/** The five operations of a catalogue, alike for all of them; their ids stay literal types. */
export function catalogueOperations<const F extends CatalogueFacts>(facts: F) {
  const { words, tag, readBy: permission, errors = [] } = facts
  const one: F['names']['one'] = facts.names.one
  const many: F['names']['many'] = facts.names.many
  const path: F['path'] = facts.path
  const answer: F['answer'] = facts.answer
  const input: F['input'] = facts.input
  const change: F['change'] = facts.change
  return {
    list: operation({
      id: `list${many}` as const,
      method: 'get',
      path,
      summary: `${upperFirst(words.many)}, in their order`,
      tag,
      permission,
      query: z.strictObject(pageQuery),
      answer: { status: 200, schema: listOf(answer), description: `A page of ${words.many}` },
      errors: ['cursor.invalid'],
    }),
    create: operation({
      id: `create${one}` as const,
      method: 'post',
      path,
      summary: `Adds a ${words.one}`,
      tag,
      permission: 'settings:write',
      body: input,
      answer: { status: 201, schema: answer, description: `The ${words.one}` },
      errors,
    }),
    read: operation({
      id: `read${one}` as const,
      method: 'get',
      path: `${path}/{id}` as const,
      summary: `One ${words.one}`,
      tag,
      permission,
      params: idParams,
      answer: { status: 200, schema: answer, description: `The ${words.one}` },
      errors: ['resource.missing'],
    }),
    change: operation({
      id: `change${one}` as const,
      method: 'patch',
      path: `${path}/{id}` as const,
      summary: `Changes a ${words.one}`,
      tag,
      permission: 'settings:write',
      params: idParams,
      body: change,
      answer: { status: 200, schema: answer, description: `The ${words.one} as it is now` },
      errors: ['resource.missing', 'version.stale', ...errors],
    }),
    remove: operation({
      id: `delete${one}` as const,
      method: 'delete',
      path: `${path}/{id}` as const,
      summary: `Removes a ${words.one}; tickets keep what they have of it`,
      tag,
      permission: 'settings:write',
      params: idParams,
      answer: { status: 204, description: 'It is gone' },
      errors: ['resource.missing', 'version.stale'],
    }),
  }
}

function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
