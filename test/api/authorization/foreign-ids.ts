import { type Api, made, opened, type Site } from '../door.ts'
import type { Params } from '../operation-rows.ts'
import { uploaded } from '../uploaded.ts'
import { rowOf } from './prepared-call.ts'

/** An id as the field takes it: a ticket's is a number. */
export type Id = string | number

/** Another client's ids, and one of nothing, by what they are the ids of. */
export interface ForeignIds {
  absent: Id
  /** None of what belongs to the whole desk. */
  others: readonly Id[]
  /** What no key for one client may know either: the desk's own, what is for several, and what is over with. */
  hidden: readonly Id[]
}

/** What another client has, made by a key that may do everything, and files uploaded by that client's own key. */
export async function makeForeignIds(
  api: Api,
  { site, ownSite, clientKey }: { site: Site; ownSite: Site; clientKey: string },
): Promise<Record<string, ForeignIds>> {
  const at = async (operation: string): Promise<Params> => (await rowOf(operation).at?.(api, site)) ?? {}
  const entry = await at('readEntry')
  const task = await at('readTask')
  const visit = await at('readVisit')
  const delivery = await at('readDelivery')
  const session = await at('endAgentSession')
  const mail = await at('readMail')
  const mailed = await at('readAttachment')
  const quarantined = String((await at('deleteFromQuarantine')).id)
  const agent = { name: 'Sol', email: `sol${api.next()}@desk.example`, role: 'technician' }
  const agentId = await made(api, '/agents', { ...agent, clientIds: [site.clientId] })
  // More than a page of these in any list.
  const about = { contactId: site.contactId, assetIds: [site.assetId], assigneeId: agentId }
  for (let count = 0; count < 3; count += 1) await opened(api, site, about)
  return {
    client: ids('clt_00000000000000000000', site.clientId),
    contact: ids('con_00000000000000000000', site.contactId),
    asset: ids('ast_00000000000000000000', site.assetId),
    agent: ids('agt_00000000000000000000', agentId),
    session: ids('ses_0000000000000000000000000000000000000000', String(session.sessionId)),
    ticket: { ...ids(999_999_999, await opened(api, site)), hidden: await hiddenTickets(api, site) },
    entry: ids('01JDFAKE00000000000000FAKE', String(entry.entryId)),
    task: ids('tsk_00000000000000000000', String(task.taskId)),
    visit: ids('vis_00000000000000000000', String(visit.visitId)),
    attachment: ids(
      'att_999999999_01JDFAKE00000000000000FAKE_0',
      String(mailed.id),
      await uploaded(api, {}, { key: clientKey }),
      await takenUpload(api, site),
    ),
    upload: ids('att_00000000000000000000', await uploaded(api, {}, { key: clientKey })),
    mail: { ...ids('0'.repeat(40), String(mail.key)), hidden: [quarantined] },
    webhook: {
      ...ids('whk_00000000000000000000', String(delivery.id)),
      hidden: [await webhookFor(api), await webhookFor(api, site, ownSite)],
    },
    delivery: ids('evt_00000000000000000000', String(delivery.deliveryId)),
    view: ids('vew_00000000000000000000', await viewOf(api, site)),
    'blocked sender': ids('blk_00000000000000000000'),
    'suppressed address': ids('sup_000000000000000000000000'),
    'API key': ids('key_00000000000000000000'),
    'custom status': ids('sta_00000000000000000000'),
    category: ids('cat_00000000000000000000'),
    tag: ids('no such tag'),
    'custom field': ids('fld_00000000000000000000'),
    template: ids('tpl_00000000000000000000'),
    'canned reply': ids('can_00000000000000000000'),
    'mail template': ids('sign-in-code'),
  }
}

function ids(absent: Id, ...others: Id[]): ForeignIds {
  return { absent, others, hidden: [] }
}

async function takenUpload(api: Api, site: Site): Promise<string> {
  const id = await uploaded(api)
  await opened(api, site, { attachmentIds: [id] })
  return id
}

/** Another client's closed and merged tickets, and one of no client. */
async function hiddenTickets(api: Api, site: Site): Promise<number[]> {
  const closed = await opened(api, site)
  for (const step of ['resolve', 'close']) await api.post(`/tickets/${closed}/${step}`)
  const merged = await opened(api, site)
  await api.post(`/tickets/${merged}/merge`, { into: await opened(api, site) })
  const { id } = (await rowOf('releaseFromQuarantine').at?.(api, site)) ?? {}
  const { body } = await api.post(`/quarantine/${id}/release`, { as: 'ticket' })
  return [closed, merged, body.number]
}

/** For every client where none is named. */
async function webhookFor(api: Api, ...sites: Site[]): Promise<string> {
  const clientIds = sites.map(({ clientId }) => clientId)
  const webhook = { name: 'Chat', url: 'http://127.0.0.1:9/hook', events: ['*'] }
  return await made(api, '/webhooks', clientIds.length === 0 ? webhook : { ...webhook, clientIds })
}

async function viewOf(api: Api, { clientId }: Site): Promise<string> {
  return await made(api, '/views', { name: 'Theirs', shared: true, filter: { clientId } })
}
