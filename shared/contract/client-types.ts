import type * as z from 'zod'
import type { OperationId, Operations } from './api.ts'
import type { Operation } from './operation.ts'

/** A method for each operation of the contract, under its id. */
export type DocketClient = { readonly [I in OperationId]: Method<Operations[I]> & Paging<Operations[I]> }

/** Calls the operation; rejects with a `DocketProblem`. */
type Method<O extends Operation> = <
  const F extends FieldOf<O> = never,
  const E extends ExpansionOf<O> = never,
>(
  ...input: Arguments<Input<O, F, E>>
) => Promise<AnswerOf<O, F, E>>

/** Of a list that has an end: its pages, or its rows, each asked for when it is needed. */
type Paging<O extends Operation> =
  Extract<SchemaOf<O>, z.ZodObject<{ data: z.ZodArray; nextCursor: z.ZodNullable }>> extends never
    ? unknown
    : {
        pages<const F extends FieldOf<O> = never, const E extends ExpansionOf<O> = never>(
          ...input: Arguments<Input<O, F, E>>
        ): AsyncGenerator<AnswerOf<O, F, E>>
        rows<const F extends FieldOf<O> = never, const E extends ExpansionOf<O> = never>(
          ...input: Arguments<Input<O, F, E>>
        ): AsyncGenerator<Shaped<O, F, E>>
      }

/** What an operation is called with. */
export type Input<O extends Operation, F = never, E = never> = Part<'params', ParamsOf<O>> &
  Part<'query', QueryOf<O, F, E>> &
  Part<'body', BodyOf<O>> &
  (O['method'] extends 'get' ? unknown : { ifMatch?: number | string }) &
  (O['method'] extends 'post' ? { idempotencyKey?: string } : unknown) & { signal?: AbortSignal }

/** What an operation answers: JSON as the contract has it, nothing, or a file as it comes. */
export type AnswerOf<O extends Operation, F = never, E = never> =
  ListSchema<O> extends never
    ? O['answer'] extends { schema: z.ZodType }
      ? Shaped<O, F, E>
      : O['answer']['status'] extends 204
        ? undefined
        : Response
    : { data: Shaped<O, F, E>[]; nextCursor: z.output<ListSchema<O>>['nextCursor'] }

type Arguments<T> = Record<never, never> extends T ? [input?: T] : [input: T]

/** Left out where there is nothing to give, optional where nothing of it is needed. */
type Part<Name extends string, T> = [T] extends [never]
  ? unknown
  : Record<never, never> extends T
    ? { [K in Name]?: T }
    : { [K in Name]: T }

type ParamsOf<O extends Operation> = O extends { params: infer P extends z.ZodType }
  ? { [K in keyof z.input<P>]: string | number }
  : never

type BodyOf<O extends Operation> = O extends { body: infer B extends z.ZodType } ? z.input<B> : never

type QueryOf<O extends Operation, F, E> =
  HasQuery<O> extends true
    ? (O extends { query: infer Q extends z.ZodObject } ? QueryFields<Q> : unknown) &
        ([FieldOf<O>] extends [never] ? unknown : { fields?: readonly F[] }) &
        ([ExpansionOf<O>] extends [never] ? unknown : { expand?: readonly E[] })
    : never

type HasQuery<O extends Operation> = O extends { query: z.ZodObject }
  ? true
  : [FieldOf<O>] extends [never]
    ? false
    : true

type QueryFields<Q extends z.ZodObject> = {
  [K in keyof z.input<Q>]: QueryValue<z.input<Q>[K], K extends keyof z.output<Q> ? z.output<Q>[K] : never>
}

/** What a parameter is read as will do as well as how it is written: a number, or a list without its commas. */
type QueryValue<Written, Read> =
  | (unknown extends Written ? undefined : Written)
  | (Read extends readonly (infer Item)[] ? readonly Item[] : Read)

type SchemaOf<O extends Operation> = O['answer'] extends { schema: infer S extends z.ZodType } ? S : never

type ListSchema<O extends Operation> = Extract<
  SchemaOf<O>,
  z.ZodObject<{ data: z.ZodArray; nextCursor: z.ZodType }>
>

type Resource<O extends Operation> =
  ListSchema<O> extends never
    ? z.output<SchemaOf<O>>
    : ListSchema<O> extends z.ZodObject<{ data: z.ZodArray<infer Row>; nextCursor: z.ZodType }>
      ? z.output<Row>
      : never

export type FieldOf<O extends Operation> = O['method'] extends 'get'
  ? SchemaOf<O> extends never
    ? never
    : Extract<keyof Resource<O>, string> | ExpansionOf<O>
  : never

export type ExpansionOf<O extends Operation> = O extends { expands: infer X }
  ? Extract<keyof X, string>
  : never

type Expanded<O extends Operation, E> = O extends { expands: infer X }
  ? { [K in Extract<E, keyof X>]: X[K] extends z.ZodType ? z.output<X[K]> | null : never }
  : unknown

type Shaped<O extends Operation, F, E> = [F] extends [never]
  ? Resource<O> & Expanded<O, E>
  : Pick<Resource<O> & Expanded<O, E>, Extract<F, keyof (Resource<O> & Expanded<O, E>)>>
