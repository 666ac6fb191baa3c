import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { listAssets } from '../../../shared/use-cases/assets.ts'
import { listClients, readClient } from '../../../shared/use-cases/clients.ts'
import { changeContact, listContacts } from '../../../shared/use-cases/contacts.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor } from '../door.ts'
import { parseForm, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { ClientPage, ClientsPage } from './clients-pages.tsx'
import { readList } from './read-list.ts'
import { readListRequest } from './ticket-filter.ts'

const shownMax = 100

const mailForm = (strings: Strings) => z.strictObject({ version: wholeNumber(strings, 0, 999_999_999) })

/** Hangs up the list of clients, each client's page, and what lets mail to a contact go out again. */
export function hangClients(door: ConsoleDoor): void {
  door.post(routes.contactMail, 'clients:write', async ({ desk, c, agent, strings }, form) => {
    const parsed = parseForm(mailForm(strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const contactId = c.req.param('contactId') ?? ''
    const { clientId } = await changeContact(
      desk,
      agent,
      contactId,
      { suppressed: false },
      parsed.data.version,
    )
    return c.redirect(routes.client.href({ clientId }), 303)
  })

  door.get(routes.clients, 'clients:read', async ({ desk, c, agent, view }) => {
    const cursor = c.req.query('cursor')
    const { clients, nextCursor } = await listClients(desk, agent, {
      limit: shownMax,
      ...(cursor ? { cursor } : {}),
    })
    return answerPage(c, <ClientsPage view={view} clients={clients} nextCursor={nextCursor} />)
  })

  door.get(routes.client, 'clients:read', async visit => {
    const { desk, c, agent, view } = visit
    const clientId = c.req.param('clientId') ?? ''
    const request = { ...readListRequest(new URL(c.req.url).searchParams), clientId }
    const client = await readClient(desk, agent, clientId)
    const [list, { contacts, nextCursor: moreContacts }, { assets, nextCursor: moreAssets }] =
      await Promise.all([
        readList(visit, request),
        listContacts(desk, agent, clientId, { limit: shownMax }),
        listAssets(desk, agent, clientId, { limit: shownMax }),
      ])
    const { clientId: _own, ...shown } = request
    return answerPage(
      c,
      <ClientPage
        view={view}
        client={client}
        contacts={contacts}
        assets={assets}
        more={{ contacts: moreContacts !== null, assets: moreAssets !== null }}
        list={{
          ...list,
          request: shown,
        }}
      />,
    )
  })
}
