import * as z from 'zod'
import { permissions } from '../domain/actor.ts'
import { isCurrency } from '../domain/zones-and-currencies.ts'

/** Fields that several resources share. */

export const instant = z.iso.datetime().meta({ description: 'ISO 8601, UTC' })
export const id = z.string().min(1).max(60)
export const version = z.int().min(0).meta({ description: 'Goes up with every change; also the ETag' })
/** In lower case: it is how a sender is recognised. */
export const email = z.email().max(254).toLowerCase()
export const lineOrNothing = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(text => !/[\p{Cc}\u2028\u2029]/u.test(text), 'must be one line without control characters')
export const line = (max: number) => lineOrNothing(max).min(1)
export const text = z.string().max(100_000)
export const money = z.strictObject({
  amount: z.int().min(0).max(1_000_000_000).meta({ description: 'Minor units' }),
  currency: z.string().refine(isCurrency, 'must be the ISO 4217 code of a currency, such as EUR'),
})
export const scopes = z
  .array(z.enum([...permissions, '*']))
  .min(1)
  .max(permissions.length + 1)

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(4_000).optional(),
}

/** A page of a list. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() })
}

export const idParams = z.strictObject({ id })
export const numberParams = z.strictObject({
  number: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a ticket number')
    .transform(Number),
})
