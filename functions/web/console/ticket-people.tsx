import type { Child } from 'hono/jsx'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { SelectField, TextField } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { EditLink, Facts, PanelPart, RemoveButton, Unfold } from './panel-parts.tsx'
import { ChangeForm, stateOf } from './ticket-form.tsx'
import type { PanelProps } from './ticket-panel.tsx'

/** Whose ticket it is, whom replies go to, who watches. */
export function People(props: PanelProps & { changeable: boolean }) {
  const strings = useStrings()
  const words = strings.ticketWork.people
  const { ticket, around, changeable } = props
  const { clientId, clientName } = ticket
  const isEdited = changeable && around.edited?.part === 'contact'
  return (
    <PanelPart
      name="contact"
      title={words.title}
      aside={
        changeable &&
        !isEdited &&
        clientId !== undefined && (
          <EditLink number={ticket.number} part="contact" label={words.change} text={words.changeShort} />
        )
      }
    >
      <Facts
        rows={[
          [
            strings.ticket.client,
            clientId === undefined ? (
              <span class="faint">{strings.tickets.noClient}</span>
            ) : (
              <a href={routes.client.href({ clientId })}>{clientName ?? clientId}</a>
            ),
          ],
          ...(isEdited ? [] : [[strings.ticket.contact, <ContactFacts {...props} />] as const]),
        ]}
      />
      {isEdited && <ContactForm {...props} />}
      <Watchers {...props} />
      {changeable && <Offers {...props} />}
    </PanelPart>
  )
}

function ContactFacts({ ticket, around, stopped }: PanelProps): Child {
  const strings = useStrings()
  const { contactId, contactName, contactEmail, clientId } = ticket
  const { contact } = around
  if (contactName === undefined && contactEmail === undefined) {
    return <span class="faint">{strings.ticketWork.people.noContact}</span>
  }
  const isStopped = contactEmail !== undefined && stopped?.has(contactEmail) === true
  const trouble =
    contact?.undeliverableAt !== undefined
      ? strings.clients.undeliverable
      : contact?.complainedAt !== undefined
        ? strings.clients.complained
        : isStopped || contact?.suppressedAt !== undefined
          ? strings.clients.suppressed
          : undefined
  return (
    <span class="stack">
      {contactName !== undefined && <bdi>{contactName}</bdi>}
      {contactEmail !== undefined && (
        <a class="address" href={`mailto:${encodeURIComponent(contactEmail)}`}>
          <bdi>{contactEmail}</bdi>
        </a>
      )}
      {contact !== undefined && contact.roles.length > 0 && (
        <span class="faint">{contact.roles.map(role => strings.clients.contactRole[role]).join(', ')}</span>
      )}
      {trouble !== undefined && (
        <span class="trouble">
          <Icon name="warning" />
          {trouble}
        </span>
      )}
      {contactId !== undefined && clientId !== undefined && (
        <a href={routes.client.href({ clientId }, { contact: contactId })}>
          {strings.ticketWork.people.allOfContact}
        </a>
      )}
    </span>
  )
}

function ContactForm(props: PanelProps) {
  const strings = useStrings()
  const words = strings.ticketWork.people
  const { ticket, around, typed } = props
  return (
    <ChangeForm {...props} name="contact" class="part-form">
      <SelectField
        form={stateOf(typed, 'contact', { contactId: ticket.contactId ?? '' })}
        scope="panel"
        name="contactId"
        label={strings.ticket.contact}
        options={[{ value: '', label: words.noContact }, ...(around.edited?.options ?? [])]}
      />
      <FormFoot number={ticket.number} submit={words.saveContact} cancel={words.cancel} part="contact" />
    </ChangeForm>
  )
}

/** Saves a part of the panel, or leaves it as it was. */
export function FormFoot(props: { number: number; submit: string; cancel: string; part: string }) {
  return (
    <p class="part-foot">
      <button type="submit" class="button button-primary">
        {props.submit}
      </button>
      <a
        class="button button-quiet"
        data-part={`panel-${props.part}`}
        href={`${routes.ticket.href({ number: props.number })}#panel-${props.part}`}
      >
        {props.cancel}
      </a>
    </p>
  )
}

function Watchers(props: PanelProps & { changeable: boolean }) {
  const strings = useStrings()
  const words = strings.ticketWork.people
  const { ticket, changeable, typed, stopped } = props
  const form = stateOf(typed, 'watcher')
  return (
    <div id="panel-watcher">
      <h3 class="panel-title">{strings.ticket.watchers}</h3>
      {ticket.watchers.length === 0 && <p class="faint">{strings.ticket.none}</p>}
      <ul class="items">
        {ticket.watchers.map(({ name, email }) => (
          <li>
            <span class="stack">
              {name !== '' && <bdi>{name}</bdi>}
              <bdi class="address">{email}</bdi>
              {stopped?.has(email) === true && (
                <span class="trouble">
                  <Icon name="warning" />
                  {strings.clients.suppressed}
                </span>
              )}
            </span>
            {changeable && (
              <ChangeForm {...props}>
                <input type="hidden" name="removeWatcher" value={email} />
                <RemoveButton label={words.remove(name || email)} />
              </ChangeForm>
            )}
          </li>
        ))}
      </ul>
      {changeable && (
        <Unfold label={words.addWatcher} open={typed?.name === 'watcher'}>
          <ChangeForm {...props} name="watcher" class="part-form">
            <TextField
              {...{ form, scope: 'watcher', name: 'watcherEmail', label: words.watcherEmail }}
              type="email"
              inputmode="email"
              maxLength={254}
              required
            />
            <TextField
              {...{ form, scope: 'watcher', name: 'watcherName', label: words.watcherName, maxLength: 100 }}
            />
            <button type="submit" class="button">
              {words.add}
            </button>
          </ChangeForm>
        </Unfold>
      )}
    </div>
  )
}

const offersMax = 10

/** Whom mails were addressed to besides, each to be made a watcher with one click. */
function Offers(props: PanelProps) {
  const words = useStrings().ticket
  const { ticket, entries } = props
  const onTicket = new Set([ticket.contactEmail, ...ticket.watchers.map(({ email }) => email)])
  const offered = new Map(
    entries.flatMap(({ copied = [] }) => copied.map(({ email, name }) => [email, name])),
  )
  const people = [...offered].filter(([email]) => !onTicket.has(email)).slice(-offersMax)
  if (people.length === 0) return null
  return (
    <>
      <h3 class="panel-title">{words.copied}</h3>
      <ul class="offers">
        {people.map(([email, name]) => (
          <li>
            <ChangeForm {...props} class="inline-form">
              <span class="stack">
                {name !== '' && <bdi>{name}</bdi>}
                <bdi class="address">{email}</bdi>
              </span>
              <input type="hidden" name="watcherEmail" value={email} />
              <input type="hidden" name="watcherName" value={name} />
              <button type="submit" class="button" aria-label={words.addWatcherNamed(email)}>
                {words.addWatcher}
              </button>
            </ChangeForm>
          </li>
        ))}
      </ul>
    </>
  )
}
