import { DeskError } from '../../../../shared/domain/errors.ts'
import type { Client } from '../../../../shared/domain/people.ts'
import { changeClient, createClient, listClients, readClient } from '../../../../shared/use-cases/clients.ts'
import { readSettings } from '../../../../shared/use-cases/settings.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../../door.ts'
import { attempt, parseForm, type RawForm } from '../../form.ts'
import { type Refusal, refusal } from '../../refusal.ts'
import { routes } from '../../routes.ts'
import { freshForm } from '../../ui/form-state.ts'
import { overtakenForm } from '../overtaken.ts'
import { readList } from '../read-list.ts'
import { readListRequest } from '../ticket-filter.ts'
import { archiveForm, clientForm, newClientForm, valuesOfClient } from './client-forms.ts'
import { ClientPage, EditClientPage, NewClientPage } from './client-pages.tsx'
import { ClientsPage } from './clients-page.tsx'

const clientsOnPage = 100
const searchCharactersMax = 200

type Shown = Refusal | { state: Refusal['state']; status: 200 }

/** Hangs up the list of clients, each client's page, and the forms of a client. */
export function hangClients(door: ConsoleDoor): void {
  door.get(routes.clients, 'clients:read', async ({ desk, c, agent, view }) => {
    const { cursor, archived } = c.req.query()
    const typed = (c.req.query('q') ?? '').trim().slice(0, searchCharactersMax)
    const asked = { ...(typed === '' ? {} : { q: typed }), archived: archived === 'true' }
    const found = await attempt(
      listClients(desk, agent, { limit: clientsOnPage, ...asked, ...(cursor ? { cursor } : {}) }),
    )
    const tooBroad = found instanceof DeskError && found.code === 'list.too-broad'
    if (found instanceof DeskError && !tooBroad) throw found
    const page = found instanceof DeskError ? { clients: [], nextCursor: null } : found
    return answerPage(
      c,
      <ClientsPage
        view={view}
        {...page}
        asked={{ ...asked, isFurther: cursor !== undefined }}
        tooBroad={tooBroad}
      />,
      tooBroad ? 400 : 200,
    )
  })

  door.get(routes.newClient, 'clients:write', async visit => {
    if (visit.agent.clientIds !== undefined) throw new DeskError('resource.missing')
    return await showNew(visit, { state: freshForm(), status: 200 })
  })

  door.post(routes.clients, 'clients:write', async (visit, form) => {
    const { desk, agent, strings, c } = visit
    const parsed = parseForm(newClientForm(strings, await currencyFor(visit)), form)
    if (!parsed.ok) return await showNew(visit, { state: parsed.state, status: 400 })
    const done = await attempt(createClient(desk, agent, parsed.data))
    if (done instanceof DeskError) return await showNew(visit, refusal(strings, form, done))
    return c.redirect(routes.client.href({ clientId: done.id }, { saved: 1 }), 303)
  })

  door.get(routes.client, 'clients:read', async visit => {
    const { desk, c, agent, view } = visit
    const clientId = clientIdOf(visit)
    const request = { ...readListRequest(new URL(c.req.url).searchParams), clientId }
    const client = await readClient(desk, agent, clientId)
    const list = await readList(visit, request)
    const { clientId: _own, ...shown } = request
    return answerPage(
      c,
      <ClientPage
        view={view}
        client={client}
        list={{ ...list, request: shown }}
        saved={c.req.query('saved') === '1'}
      />,
    )
  })

  door.get(routes.editClient, 'clients:write', async visit => {
    const client = await readClient(visit.desk, visit.agent, clientIdOf(visit))
    return await showEdit(visit, client, { state: freshForm(valuesOfClient(client)), status: 200 })
  })

  door.post(routes.editClient, 'clients:write', async (visit, form) => {
    const { desk, agent, strings } = visit
    const client = await readClient(desk, agent, clientIdOf(visit))
    const parsed = parseForm(clientForm(strings, await currencyFor(visit, client)), form)
    if (!parsed.ok) return await showEdit(visit, client, { state: parsed.state, status: 400 })
    const { version, changes } = parsed.data
    const done = await attempt(changeClient(desk, agent, client.id, changes, version))
    if (!(done instanceof DeskError)) return toClient(visit)
    if (done.kind !== 'conflict') return await showEdit(visit, client, refusal(strings, form, done))
    return await showOvertaken(visit, form)
  })

  door.post(routes.archiveClient, 'clients:write', async (visit, form) => {
    const parsed = parseForm(archiveForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { version, archived } = parsed.data
    const changes = { archived: archived === 'true' }
    const done = await attempt(changeClient(visit.desk, visit.agent, clientIdOf(visit), changes, version))
    return done instanceof DeskError ? await showOvertaken(visit) : toClient(visit)
  })
}

/** The client of an address, as the agent may know it. */
export function clientOf(visit: Visit): Promise<Client> {
  return readClient(visit.desk, visit.agent, clientIdOf(visit))
}

function clientIdOf({ c }: Visit): string {
  return c.req.param('clientId') ?? ''
}

function toClient(visit: Visit) {
  return visit.c.redirect(routes.client.href({ clientId: clientIdOf(visit) }, { saved: 1 }), 303)
}

async function showNew(visit: Visit, { state, status }: Shown) {
  const currency = await currencyFor(visit)
  return answerPage(visit.c, <NewClientPage view={visit.view} form={state} currency={currency} />, status)
}

async function showEdit(visit: Visit, client: Client, { state, status }: Shown) {
  const currency = await currencyFor(visit, client)
  return answerPage(
    visit.c,
    <EditClientPage view={visit.view} client={client} form={state} currency={currency} />,
    status,
  )
}

/** What was typed on top of what somebody else left; what was pressed alone can be pressed again. */
async function showOvertaken(visit: Visit, form?: RawForm) {
  const client = await clientOf(visit)
  const { id, version } = client
  const typed = form ?? valuesOfClient(client)
  const state = await overtakenForm(visit, typed, { resource: `clients/${id}`, version })
  return await showEdit(visit, client, { state, status: 409 })
}

/** The currency that a client's rate is in, or would be. */
async function currencyFor({ desk, agent }: Visit, client?: Client): Promise<string> {
  return client?.hourlyRate?.currency ?? (await readSettings(desk, agent)).currency
}
