import { mayDo } from '../../../../shared/domain/actor.ts'
import { type Client, type Contact, contactRoles } from '../../../../shared/domain/people.ts'
import { routes } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { CheckField, PostForm, TextField } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { Avatar } from '../../ui/marks.tsx'
import type { View } from '../../ui/view.ts'
import { When } from '../../ui/when.tsx'
import { TicketList, type TicketListProps } from '../ticket-list.tsx'
import { BelongingsList } from './belongings-list.tsx'
import { roleBox } from './client-forms.ts'
import { Archive, ClientFrame, RecordForm } from './client-frame.tsx'

interface ListProps {
  view: View
  client: Client
  contacts: readonly Contact[]
  archived: boolean
  isFurther: boolean
  nextCursor: string | null
}

/** A client's contacts: those in use, or those that are archived. */
export function ContactsPage({ view, client, contacts, ...list }: ListProps) {
  const strings = useStrings()
  const words = strings.clientPages
  const here = { clientId: client.id }
  return (
    <ClientFrame view={view} client={client} tab="contacts">
      <BelongingsList
        {...list}
        title={words.contacts}
        href={query => routes.contacts.href(here, query)}
        count={contacts.length}
        empty={list.archived ? words.noArchivedContacts : words.noContacts}
        more={words.moreContacts}
        {...(mayDo(view.agent, 'clients:write')
          ? { add: { href: routes.newContact.href(here), words: words.addContact } }
          : {})}
      >
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.email}</th>
              <th scope="col">{words.role}</th>
            </tr>
          </thead>
          <tbody>
            {contacts.map(contact => (
              <tr class="row" data-row="">
                <td class="row-ticket">
                  <span class="row-person">
                    <Avatar name={contact.name} side="client" />
                    <a class="row-link" href={routes.contact.href({ ...here, contactId: contact.id })}>
                      <bdi>{contact.name}</bdi>
                    </a>
                  </span>
                </td>
                <td>
                  <bdi class="address">{contact.email}</bdi>
                  <MailMarks contact={contact} />
                </td>
                <td>{contact.roles.map(role => strings.clients.contactRole[role]).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </BelongingsList>
    </ClientFrame>
  )
}

interface PageProps {
  view: View
  client: Client
  contact: Contact
  list: Omit<TicketListProps, 'view' | 'href' | 'clients'>
  saved: boolean
}

/** One contact: how to reach them, what they may see, and their tickets. */
export function ContactPage({ view, client, contact, list, saved }: PageProps) {
  const strings = useStrings()
  const words = strings.clientPages
  const here = { clientId: client.id, contactId: contact.id }
  return (
    <ClientFrame view={view} client={client} tab="contacts" title={contact.name} saved={saved}>
      <div class="client-columns">
        <section aria-labelledby="own-tickets">
          <h2 id="own-tickets" class="unseen">
            {words.hisTickets}
          </h2>
          <TicketList
            {...list}
            view={view}
            of={here}
            href={query => routes.contact.href(here, { ...query, client: undefined, contact: undefined })}
          />
        </section>
        <aside class="panel" aria-labelledby="contact-name">
          <section class="panel-part">
            <div class="panel-head panel-who">
              <Avatar name={contact.name} side="client" />
              <h1 id="contact-name">
                <bdi>{contact.name}</bdi>
              </h1>
              {contact.archivedAt !== undefined && <span class="pill">{words.isArchived}</span>}
            </div>
            <dl class="facts">
              <div>
                <dt>{words.email}</dt>
                <dd>
                  <bdi class="address">{contact.email}</bdi>
                </dd>
              </div>
              <div>
                <dt>{words.role}</dt>
                <dd>
                  {contact.roles.length === 0
                    ? words.noRoles
                    : contact.roles.map(role => strings.clients.contactRole[role]).join(', ')}
                </dd>
              </div>
              <div>
                <dt>{words.since}</dt>
                <dd>
                  <When at={contact.createdAt} view={view} />
                </dd>
              </div>
            </dl>
            <MailTrouble view={view} contact={contact} />
            {mayDo(view.agent, 'clients:write') && (
              <p>
                <a class="button" href={routes.editContact.href(here)}>
                  {words.editContact}
                </a>
              </p>
            )}
          </section>
        </aside>
      </div>
    </ClientFrame>
  )
}

/** The form of a new contact. */
export function NewContactPage(props: { view: View; client: Client; form: FormState }) {
  const words = useStrings().clientPages
  const { view, client, form } = props
  return (
    <ClientFrame view={view} client={client} tab="contacts" title={words.addContact}>
      <div class="client-edit">
        <h1>{words.addContact}</h1>
        <ContactForm view={view} action={routes.contacts.href({ clientId: client.id })} form={form} isNew />
      </div>
    </ClientFrame>
  )
}

interface EditProps {
  view: View
  client: Client
  contact: Contact
  form: FormState
}

/** The form of a contact that is there, and the way to take them out of use. */
export function EditContactPage({ view, client, contact, form }: EditProps) {
  const words = useStrings().clientPages
  const here = { clientId: client.id, contactId: contact.id }
  return (
    <ClientFrame view={view} client={client} tab="contacts" title={words.editContact}>
      <div class="client-edit">
        <p class="back">
          <a href={routes.contact.href(here)}>
            <bdi>{contact.name}</bdi>
          </a>
        </p>
        <h1>{words.editContact}</h1>
        <ContactForm view={view} action={routes.editContact.href(here)} form={form} isNew={false} />
        <Archive view={view} action={routes.archiveContact.href(here)} what="contact" record={contact} />
      </div>
    </ClientFrame>
  )
}

function ContactForm(props: { view: View; action: string; form: FormState; isNew: boolean }) {
  const strings = useStrings()
  const words = strings.clientPages
  const { form } = props
  return (
    <RecordForm {...props} labels={{ name: words.name, email: words.email }}>
      <TextField form={form} name="name" label={words.name} maxLength={100} required />
      <TextField
        form={form}
        name="email"
        label={words.email}
        type="email"
        inputmode="email"
        maxLength={254}
        required
      />
      <fieldset class="boxes">
        <legend>{words.role}</legend>
        {contactRoles.map(role => (
          <CheckField
            form={form}
            name={roleBox(role)}
            label={strings.clients.contactRole[role]}
            hint={words.roleHint[role]}
          />
        ))}
      </fieldset>
    </RecordForm>
  )
}

/** Why mail does not reach a contact. */
function MailMarks({ contact }: { contact: Contact }) {
  const words = useStrings().clients
  const { undeliverableAt, complainedAt, suppressedAt } = contact
  const marks = [
    ...(undeliverableAt === undefined ? [] : [words.undeliverable]),
    ...(complainedAt === undefined ? [] : [words.complained]),
    ...(suppressedAt === undefined ? [] : [words.suppressed]),
  ]
  if (marks.length === 0) return null
  return (
    <span class="unverified">
      <Icon name="warning" />
      {marks.join('. ')}
    </span>
  )
}

/** Why mail does not reach a contact, and the way to try it again. */
function MailTrouble({ view, contact }: { view: View; contact: Contact }) {
  const strings = useStrings()
  const { undeliverableAt, complainedAt, suppressedAt } = contact
  if (undeliverableAt === undefined && complainedAt === undefined && suppressedAt === undefined) return null
  return (
    <>
      <MailMarks contact={contact} />
      {mayDo(view.agent, 'clients:write') && (
        <PostForm action={routes.contactMail.href({ contactId: contact.id })} token={view.formToken}>
          <input type="hidden" name="version" value={String(contact.version)} />
          <button type="submit" class="button">
            {strings.outgoing.again(contact.name)}
          </button>
        </PostForm>
      )}
    </>
  )
}
