import { agentRoles } from '../../../../shared/domain/actor.ts'
import { useStrings } from '../../strings.ts'
import { ErrorSummary, fieldId, type Option, TextField } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { ClientChoice } from './client-choice-field.tsx'

/** Name, address, role and clients of an agent. */
export function AgentFields({ form, clients }: { form: FormState; clients: readonly Option[] }) {
  const { agents: words, role } = useStrings()
  const chosen = form.values.role ?? 'technician'
  return (
    <>
      <ErrorSummary
        form={form}
        labels={{ name: words.name, email: words.email, role: words.role, reach: words.reach }}
      />
      <TextField form={form} name="name" label={words.name} maxLength={100} required />
      <TextField
        form={form}
        name="email"
        label={words.email}
        hint={words.emailHint}
        type="email"
        inputmode="email"
        maxLength={254}
        required
      />
      <fieldset class="chooser">
        <legend>{words.role}</legend>
        {agentRoles.map((value, index) => (
          <label class="choose">
            <input
              type="radio"
              name="role"
              id={index === 0 ? fieldId('role') : undefined}
              value={value}
              checked={value === chosen}
            />
            <span>
              {role[value]}
              <span class="hint">{words.roleHint[value]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <ClientChoice form={form} clients={clients} />
    </>
  )
}
