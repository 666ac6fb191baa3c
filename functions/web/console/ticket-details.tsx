import type { CustomField } from '../../../shared/domain/catalogue.ts'
import { useStrings } from '../strings.ts'
import { Options, SelectField, TextField } from '../ui/fields.tsx'
import { When } from '../ui/when.tsx'
import { localTimeOf } from './local-times.ts'
import { EditLink, type FactRow, Facts, PanelPart, RemoveButton, Unfold } from './panel-parts.tsx'
import { ChangeForm, customFieldPrefix, stateOf } from './ticket-form.tsx'
import type { PanelProps } from './ticket-panel.tsx'
import { FormFoot } from './ticket-people.tsx'

type Props = PanelProps & { changeable: boolean }

/** Category, due time, the desk's own fields; tags and assets, each with its own small form. */
export function Details(props: Props) {
  const strings = useStrings()
  const words = strings.ticketWork.details
  const { ticket, around, changeable } = props
  const isEdited = changeable && around.edited?.part === 'details'
  return (
    <PanelPart
      name="details"
      title={words.title}
      aside={
        changeable &&
        !isEdited && (
          <EditLink number={ticket.number} part="details" label={words.edit} text={words.editShort} />
        )
      }
    >
      {isEdited ? <DetailsForm {...props} /> : <Facts rows={factsOf(props)} />}
      <Tags {...props} />
    </PanelPart>
  )
}

function factsOf({ view, ticket, around }: Props): FactRow[] {
  const strings = useStrings()
  const words = strings.ticketWork.details
  const isOverdue = ticket.due !== undefined && ticket.due < view.now && ticket.status !== 'closed'
  const values = Object.entries(ticket.customFields ?? {})
  return [
    ...(ticket.due === undefined
      ? []
      : [
          [
            words.due,
            <span class={isOverdue ? 'trouble' : undefined}>
              <When at={ticket.due} view={view} />
              {isOverdue && ` (${words.overdue})`}
            </span>,
          ] as const,
        ]),
    [words.category, ticket.categoryName ?? <span class="faint">{words.noCategory}</span>],
    ...(ticket.externalReference === undefined
      ? []
      : [[words.externalReference, <bdi>{ticket.externalReference}</bdi>] as const]),
    [words.billable, ticket.billable ? strings.ticket.yes : strings.ticket.no],
    [strings.ticket.worked, strings.ticket.minutes(ticket.minutesWorked)],
    ...values.map(([id, value]): FactRow => {
      const field = around.fields.find(each => each.id === id)
      const shown =
        typeof value === 'boolean' ? (value ? strings.ticket.yes : strings.ticket.no) : String(value)
      return [field?.name ?? id, <bdi>{shown}</bdi>]
    }),
  ]
}

function DetailsForm(props: Props) {
  const strings = useStrings()
  const words = strings.ticketWork.details
  const { view, ticket, around, typed } = props
  const form = stateOf(typed, 'details', {
    categoryId: ticket.categoryId ?? '',
    due: ticket.due === undefined ? '' : localTimeOf(ticket.due, view.timeZone),
    externalReference: ticket.externalReference ?? '',
    billable: String(ticket.billable),
    ...Object.fromEntries(
      Object.entries(ticket.customFields ?? {}).map(([id, value]) => [customFieldPrefix + id, String(value)]),
    ),
  })
  const common = { form, scope: 'panel' }
  return (
    <ChangeForm {...props} name="details" class="part-form">
      <TextField
        {...{ ...common, name: 'due', label: words.due, hint: words.dueHint(view.timeZone) }}
        type="datetime-local"
      />
      <SelectField
        {...{ ...common, name: 'categoryId', label: words.category }}
        options={[{ value: '', label: words.noCategory }, ...(around.edited?.options ?? [])]}
      />
      <TextField
        {...{ ...common, name: 'externalReference', label: words.externalReference, maxLength: 200 }}
      />
      <SelectField
        {...{ ...common, name: 'billable', label: words.billable }}
        options={[
          { value: 'true', label: strings.ticket.yes },
          { value: 'false', label: strings.ticket.no },
        ]}
      />
      {around.fields.map(field => (
        <CustomFieldInput {...common} field={field} />
      ))}
      <FormFoot number={ticket.number} submit={words.save} cancel={words.cancel} part="details" />
    </ChangeForm>
  )
}

function CustomFieldInput({
  field,
  ...common
}: {
  field: CustomField
  form: Parameters<typeof TextField>[0]['form']
  scope: string
}) {
  const strings = useStrings()
  const props = {
    ...common,
    name: customFieldPrefix + field.id,
    label: field.name,
    required: field.required,
  }
  const none = { value: '', label: strings.ticketWork.details.choose }
  switch (field.type) {
    case 'choice':
      return (
        <SelectField
          {...props}
          options={[none, ...(field.choices ?? []).map(value => ({ value, label: value }))]}
        />
      )
    case 'boolean':
      return (
        <SelectField
          {...props}
          options={[
            none,
            { value: 'true', label: strings.ticket.yes },
            { value: 'false', label: strings.ticket.no },
          ]}
        />
      )
    case 'date':
      return <TextField {...props} type="date" />
    case 'number':
      return <TextField {...props} inputmode="decimal" maxLength={30} />
    case 'text':
      return <TextField {...props} maxLength={500} />
  }
}

function Tags(props: Props) {
  const strings = useStrings()
  const words = strings.ticketWork.details
  const { ticket, around, changeable, typed } = props
  const proposals = around.proposedTags.filter(tag => !ticket.tags.includes(tag))
  const form = stateOf(typed, 'tag')
  if (!changeable && ticket.tags.length === 0) return null
  return (
    <div id="panel-tag">
      <h3 class="panel-title">{words.tags}</h3>
      {ticket.tags.length > 0 && (
        <ul class="tags">
          {ticket.tags.map(tag => (
            <li>
              <bdi>{tag}</bdi>
              {changeable && (
                <ChangeForm {...props}>
                  <input type="hidden" name="removeTag" value={tag} />
                  <RemoveButton label={words.removeTag(tag)} />
                </ChangeForm>
              )}
            </li>
          ))}
        </ul>
      )}
      {changeable && (
        <Unfold label={words.addTag} open={typed?.name === 'tag'}>
          <ChangeForm {...props} name="tag" class="part-form">
            <TextField
              {...{ form, scope: 'tag', name: 'addTag', label: words.tag, maxLength: 50 }}
              list="proposed-tags"
              required
            />
            <datalist id="proposed-tags">
              <Options options={proposals.map(value => ({ value, label: value }))} chosen="" />
            </datalist>
            <button type="submit" class="button">
              {words.tagSubmit}
            </button>
          </ChangeForm>
        </Unfold>
      )}
    </div>
  )
}

/** What the ticket is about, of the things of its client. */
export function Assets(props: Props) {
  const strings = useStrings()
  const words = strings.ticketWork.details
  const { ticket, assets, around, changeable, typed } = props
  const isEdited = changeable && around.edited?.part === 'assets'
  const offered = (around.edited?.assets ?? []).filter(({ id }) => !ticket.assetIds.includes(id))
  const shown = ({ name, type }: { name: string; type: string }) => (type === '' ? name : `${name} (${type})`)
  return (
    <PanelPart
      name="assets"
      title={words.assets}
      aside={
        changeable &&
        !isEdited &&
        ticket.clientId !== undefined && (
          <EditLink number={ticket.number} part="assets" label={words.addAsset} text={words.addShort} />
        )
      }
    >
      {assets.length === 0 && !isEdited && <p class="faint">{words.noneLeft}</p>}
      {assets.length > 0 && (
        <ul class="items">
          {assets.map(asset => (
            <li>
              <bdi>{shown(asset)}</bdi>
              {changeable && (
                <ChangeForm {...props}>
                  <input type="hidden" name="removeAssetId" value={asset.id} />
                  <RemoveButton label={words.removeAsset(asset.name)} />
                </ChangeForm>
              )}
            </li>
          ))}
        </ul>
      )}
      {isEdited && offered.length === 0 && <p class="faint">{words.noMoreAssets}</p>}
      {isEdited && offered.length > 0 && (
        <ChangeForm {...props} name="assets" class="part-form">
          <SelectField
            form={stateOf(typed, 'assets')}
            scope="panel"
            name="addAssetId"
            label={words.asset}
            options={offered.map(asset => ({ value: asset.id, label: shown(asset) }))}
          />
          <FormFoot number={ticket.number} submit={words.assetSubmit} cancel={words.cancel} part="assets" />
        </ChangeForm>
      )}
    </PanelPart>
  )
}
