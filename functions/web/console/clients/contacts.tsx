import * as z from 'zod'
import { DeskError } from '../../../../shared/domain/errors.ts'
import type { Client, Contact } from '../../../../shared/domain/people.ts'
import {
  changeContact,
  createContact,
  listContacts,
  readContact,
} from '../../../../shared/use-cases/contacts.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../../door.ts'
import { attempt, parseForm, type RawForm } from '../../form.ts'
import { formVersion } from '../../form-parts.ts'
import { type Refusal, refusal } from '../../refusal.ts'
import { routes } from '../../routes.ts'
import { freshForm } from '../../ui/form-state.ts'
import { overtakenForm } from '../overtaken.ts'
import { readList } from '../read-list.ts'
import { readListRequest } from '../ticket-filter.ts'
import { archiveForm, contactForm, newContactForm, valuesOfContact } from './client-forms.ts'
import { clientOf } from './clients.tsx'
import { ContactPage, ContactsPage, EditContactPage, NewContactPage } from './contact-pages.tsx'

const contactsOnPage = 50

type Shown = Refusal | { state: Refusal['state']; status: 200 }

/** Hangs up a client's contacts: their list, their pages, their forms, and what lets mail to one go out again. */
export function hangContacts(door: ConsoleDoor): void {
  door.get(routes.contacts, 'clients:read', async visit => {
    const { desk, c, agent, view } = visit
    const { cursor, archived } = c.req.query()
    const client = await clientOf(visit)
    const asked = { archived: archived === 'true' }
    const page = await listContacts(desk, agent, client.id, {
      limit: contactsOnPage,
      ...asked,
      ...(cursor ? { cursor } : {}),
    })
    return answerPage(
      c,
      <ContactsPage view={view} client={client} {...page} {...asked} isFurther={cursor !== undefined} />,
    )
  })

  door.get(routes.newContact, 'clients:write', async visit =>
    showNew(visit, await clientOf(visit), { state: freshForm(), status: 200 }),
  )

  door.post(routes.contacts, 'clients:write', async (visit, form) => {
    const { desk, agent, strings, c } = visit
    const client = await clientOf(visit)
    const parsed = parseForm(newContactForm(strings), form)
    if (!parsed.ok) return showNew(visit, client, { state: parsed.state, status: 400 })
    const done = await attempt(createContact(desk, agent, client.id, parsed.data))
    if (done instanceof DeskError) return showNew(visit, client, refusal(strings, form, done))
    return c.redirect(routes.contact.href({ clientId: client.id, contactId: done.id }, { saved: 1 }), 303)
  })

  door.get(routes.contact, 'clients:read', async visit => {
    const { client, contact } = await contactOf(visit)
    const asked = readListRequest({ view: 'all', ...visit.c.req.query() })
    const request = { ...asked, clientId: client.id, contactId: contact.id }
    const list = await readList(visit, request)
    const { clientId: _client, contactId: _own, ...shown } = request
    return answerPage(
      visit.c,
      <ContactPage
        view={visit.view}
        client={client}
        contact={contact}
        list={{ ...list, counts: {}, request: shown }}
        saved={visit.c.req.query('saved') === '1'}
      />,
    )
  })

  door.get(routes.editContact, 'clients:write', async visit => {
    const { client, contact } = await contactOf(visit)
    return showEdit(visit, client, contact, { state: freshForm(valuesOfContact(contact)), status: 200 })
  })

  door.post(routes.editContact, 'clients:write', async (visit, form) => {
    const { desk, agent, strings } = visit
    const { client, contact } = await contactOf(visit)
    const parsed = parseForm(contactForm(strings), form)
    if (!parsed.ok) return showEdit(visit, client, contact, { state: parsed.state, status: 400 })
    const { version, changes } = parsed.data
    const done = await attempt(changeContact(desk, agent, contact.id, changes, version))
    if (!(done instanceof DeskError)) return toContact(visit, contact)
    if (done.kind !== 'conflict') return showEdit(visit, client, contact, refusal(strings, form, done))
    return await showOvertaken(visit, form)
  })

  door.post(routes.archiveContact, 'clients:write', async (visit, form) => {
    const { contact } = await contactOf(visit)
    const parsed = parseForm(archiveForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { version, archived } = parsed.data
    const changes = { archived: archived === 'true' }
    const done = await attempt(changeContact(visit.desk, visit.agent, contact.id, changes, version))
    return done instanceof DeskError ? await showOvertaken(visit) : toContact(visit, contact)
  })

  door.post(routes.contactMail, 'clients:write', async (visit, form) => {
    const { desk, agent, c, strings } = visit
    const parsed = parseForm(z.strictObject({ version: formVersion(strings) }), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const contactId = c.req.param('contactId') ?? ''
    const { version } = parsed.data
    return toContact(visit, await changeContact(desk, agent, contactId, { suppressed: false }, version))
  })
}

/** The contact of an address, if it is this client's. */
async function contactOf(visit: Visit): Promise<{ client: Client; contact: Contact }> {
  const contactId = visit.c.req.param('contactId') ?? ''
  const [client, contact] = await Promise.all([
    clientOf(visit),
    readContact(visit.desk, visit.agent, contactId),
  ])
  if (contact.clientId !== client.id) throw new DeskError('resource.missing')
  return { client, contact }
}

function toContact({ c }: Visit, { clientId, id }: Contact) {
  return c.redirect(routes.contact.href({ clientId, contactId: id }, { saved: 1 }), 303)
}

function showNew({ c, view }: Visit, client: Client, { state, status }: Shown) {
  return answerPage(c, <NewContactPage view={view} client={client} form={state} />, status)
}

function showEdit({ c, view }: Visit, client: Client, contact: Contact, { state, status }: Shown) {
  return answerPage(c, <EditContactPage view={view} client={client} contact={contact} form={state} />, status)
}

/** What was typed on top of what somebody else left; what was pressed alone can be pressed again. */
async function showOvertaken(visit: Visit, form?: RawForm) {
  const { client, contact } = await contactOf(visit)
  const { id, version } = contact
  const typed = form ?? valuesOfContact(contact)
  const state = await overtakenForm(visit, typed, { resource: `contacts/${id}`, version })
  return showEdit(visit, client, contact, { state, status: 409 })
}
