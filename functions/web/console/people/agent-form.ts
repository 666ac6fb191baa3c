import * as z from 'zod'
import { agentRoles } from '../../../../shared/domain/actor.ts'
import type { DeskError } from '../../../../shared/domain/errors.ts'
import type { Agent } from '../../../../shared/domain/people.ts'
import { type RawForm, refusedForm, text, wholeNumber } from '../../form.ts'
import type { Strings } from '../../strings.ts'
import type { FormState } from '../../ui/form-state.ts'
import { gatherClients, reachField } from './client-choice.ts'

/** The form of an agent, new or at hand; `reach` is the clients that they may see, null for every one. */
export const agentForm = (strings: Strings) =>
  z.preprocess(
    gatherClients,
    z.strictObject({
      version: wholeNumber(strings, 0, 999_999_999).optional(),
      name: text(strings, 100).refine(name => !/[\p{Cc}\p{Cf}]/u.test(name), strings.agents.nameWrong),
      email: z.string().trim().toLowerCase().max(254).pipe(z.email(strings.signIn.emailInvalid)),
      role: z.enum(agentRoles, strings.form.notAllowed),
      reach: reachField(strings),
    }),
  )

/** An agent as the form shows them. */
export function agentValues({ name, email, role, clientIds }: Agent): Record<string, string> {
  const chosen = (clientIds ?? []).map(id => [`client-${id}`, 'on'])
  return {
    ...{ name, email, role, reach: clientIds === undefined ? 'all' : 'some' },
    ...Object.fromEntries(chosen),
  }
}

/** What the desk refused of the form, in the words of its page. */
export function agentRefused(strings: Strings, values: RawForm, error: DeskError): FormState {
  const words = strings.agents
  switch (error.code) {
    case 'email.taken':
      return { values, errors: { email: words.emailTaken } }
    case 'agent.last-admin':
      return { values, errors: {}, message: words.lastAdmin }
    case 'version.stale':
    case 'write.conflict':
      return { values, errors: {}, message: words.stale }
    case 'request.invalid':
      return { values, errors: { reach: words.unknownClient } }
    default:
      return refusedForm(strings, values, error)
  }
}
