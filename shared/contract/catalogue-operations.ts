import * as z from 'zod'
import type { Permission } from '../domain/actor.ts'
import type { ErrorCode } from '../domain/errors.ts'
import { idParams, listOf, pageQuery } from './fields.ts'
import { operation } from './operation.ts'

interface CatalogueFacts<A extends z.ZodObject, I extends z.ZodObject, C extends z.ZodObject> {
  /** `Category`, `Categories`: what the operations are called by. */
  names: { one: string; many: string }
  /** `category`, `categories`: what their summaries say. */
  words: { one: string; many: string }
  /** `/categories` */
  path: string
  tag: string
  /** What reading needs; keeping a catalogue needs `settings:write`. */
  readBy: Permission
  answer: A
  input: I
  change: C
  /** Codes that a creation and a change can answer with. */
  errors?: readonly ErrorCode[]
}

/** The five operations of a catalogue, alike for all of them. */
export function catalogueOperations<A extends z.ZodObject, I extends z.ZodObject, C extends z.ZodObject>(
  facts: CatalogueFacts<A, I, C>,
) {
  const { names, words, path, tag, readBy: permission, answer, errors = [] } = facts
  return {
    list: operation({
      id: `list${names.many}`,
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
      id: `create${names.one}`,
      method: 'post',
      path,
      summary: `Adds a ${words.one}`,
      tag,
      permission: 'settings:write',
      body: facts.input,
      answer: { status: 201, schema: answer, description: `The ${words.one}` },
      errors,
    }),
    read: operation({
      id: `read${names.one}`,
      method: 'get',
      path: `${path}/{id}`,
      summary: `One ${words.one}`,
      tag,
      permission,
      params: idParams,
      answer: { status: 200, schema: answer, description: `The ${words.one}` },
      errors: ['resource.missing'],
    }),
    change: operation({
      id: `change${names.one}`,
      method: 'patch',
      path: `${path}/{id}`,
      summary: `Changes a ${words.one}`,
      tag,
      permission: 'settings:write',
      params: idParams,
      body: facts.change,
      answer: { status: 200, schema: answer, description: `The ${words.one} as it is now` },
      errors: ['resource.missing', 'version.stale', ...errors],
    }),
    remove: operation({
      id: `delete${names.one}`,
      method: 'delete',
      path: `${path}/{id}`,
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
