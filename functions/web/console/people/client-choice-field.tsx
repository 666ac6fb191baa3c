import { useStrings } from '../../strings.ts'
import { fieldId, type Option } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { Icon } from '../../ui/icon.tsx'

/** Every client, or the ones that are ticked. */
export function ClientChoice({ form, clients }: { form: FormState; clients: readonly Option[] }) {
  const words = useStrings().agents
  const error = form.errors.reach
  const chosen = form.values.reach ?? 'all'
  const reach = (value: 'all' | 'some', label: string) => (
    <label class="choose">
      <input
        type="radio"
        name="reach"
        id={value === 'all' ? fieldId('reach') : undefined}
        value={value}
        checked={chosen === value}
      />
      <span>{label}</span>
    </label>
  )
  return (
    <fieldset class="chooser" aria-describedby={error === undefined ? undefined : 'field-reach-error'}>
      <legend>{words.reach}</legend>
      {error !== undefined && (
        <p class="field-error" id="field-reach-error">
          <Icon name="warning" />
          {error}
        </p>
      )}
      {reach('all', words.everyClient)}
      {reach('some', words.someClients)}
      {clients.length === 0 ? (
        <p class="faint">{words.noClients}</p>
      ) : (
        <fieldset class="choices" aria-label={words.clients}>
          {clients.map(({ value, label }) => (
            <label class="choose">
              <input
                type="checkbox"
                name={`client-${value}`}
                value="on"
                checked={form.values[`client-${value}`] === 'on'}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
      )}
    </fieldset>
  )
}
