import * as z from 'zod'
import { permissions } from '../../../../shared/domain/actor.ts'
import { text } from '../../form.ts'
import type { Strings } from '../../strings.ts'
import { gatherClients, reachField } from './client-choice.ts'

/** The checkbox of a permission; `*` is all of them. */
export function scopeField(scope: (typeof permissions)[number] | '*'): string {
  return `scope-${scope === '*' ? 'all' : scope.replace(':', '-')}`
}

const scopes = [...permissions, '*'] as const

/** The form of a new key, read at an instant: what expires must lie ahead of it. */
export const apiKeyForm = (strings: Strings, now: string) =>
  z.preprocess(
    form => gatherScopes(gatherClients(form)),
    z.strictObject({
      name: text(strings, 100).refine(name => !/[\p{Cc}\p{Cf}]/u.test(name), strings.agents.nameWrong),
      scopes: z.array(z.enum(scopes)).min(1, strings.apiKeys.scopesChoose),
      reach: reachField(strings),
      expires: z
        .string()
        .trim()
        .refine(day => day === '' || isAhead(day, now), strings.apiKeys.expiresWrong)
        .transform(day => (day === '' ? undefined : endOf(day))),
      itflow: z
        .literal('on')
        .optional()
        .transform(checked => checked === 'on'),
    }),
  )

/** The checkboxes as the list of what was ticked; everything is all that there is to say. */
function gatherScopes(form: Record<string, unknown>): Record<string, unknown> {
  const ticked = scopes.filter(scope => form[scopeField(scope)] === 'on')
  const names = scopes.map(scopeField)
  const rest = Object.entries(form).filter(([name]) => !names.includes(name))
  return { ...Object.fromEntries(rest), scopes: ticked.includes('*') ? ['*'] : ticked }
}

function endOf(day: string): string {
  return `${day}T23:59:59.999Z`
}

function isAhead(day: string, now: string): boolean {
  return z.iso.date().safeParse(day).success && endOf(day) > now
}
