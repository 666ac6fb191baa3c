import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { createDocketClient, type DocketClient, DocketProblem } from '../../shared/contract/client.ts'
import type { Status } from '../../shared/domain/ticket.ts'
import { type Api, makeSite, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
let client: DocketClient
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  client = clientWith(api.secret)
})
afterAll(() => api.close())

describe('the typed client', () => {
  it('opens, reads, changes and answers a ticket', async () => {
    const ticket = await open('Printer')
    expect(ticket).toMatchObject({ subject: 'Printer', clientId: site.clientId, status: 'open' })
    const changed = await client.changeTicket({
      params: { number: ticket.number },
      body: { priority: 'urgent' },
      ifMatch: ticket.version,
    })
    expect(changed.version).toBe(ticket.version + 1)
    const entry = await client.replyToTicket({
      params: { number: ticket.number },
      body: { visibility: 'public', bodyText: 'On its way.' },
    })
    expect(entry.text).toBe('On its way.')
    expectTypeOf(ticket.status).toEqualTypeOf<Status>()
    expectTypeOf(ticket.clientId).toEqualTypeOf<string | null>()
    expectTypeOf(entry.attachments).items.toHaveProperty('contentType')
  })

  it('rejects with the problem, typed', async () => {
    const ticket = await open('Stale')
    const { number } = ticket
    await client.changeTicket({ params: { number }, body: { priority: 'low' } })
    const stale = await problemOf(
      client.changeTicket({
        params: { number },
        body: { priority: 'high' },
        ifMatch: ticket.version,
      }),
    )
    expect(stale).toMatchObject({ code: 'version.stale', status: 412 })
    expect(stale.requestId).toMatch(/^[\w-]{36}$/)
    const invalid = await problemOf(client.changeTicket({ params: { number }, body: { subject: '' } }))
    expect(invalid.code).toBe('request.invalid')
    expect(invalid.errors.map(({ pointer }) => pointer)).toEqual(['/subject'])
    const nobody = clientWith('docket_nobody')
    expect(await problemOf(nobody.readSettings())).toMatchObject({ code: 'auth.invalid', status: 401 })
  })

  it('tells an answer that is not the desk’s from one that is', async () => {
    const lost = createDocketClient({
      baseUrl: 'http://desk',
      key: 'x',
      fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    })
    expect(await problemOf(lost.readSettings())).toMatchObject({ code: 'unknown', status: 502 })
  })

  it('does a POST once for each Idempotency-Key', async () => {
    const ask = () =>
      client.openTicket({
        body: { clientId: site.clientId, subject: 'Once', descriptionText: 'x' },
        idempotencyKey: 'client-once',
      })
    const first = await ask()
    expect(await ask()).toEqual(first)
  })

  it('answers nothing where there is nothing', async () => {
    const made = await client.createAsset({
      params: { id: site.clientId },
      body: { name: 'AP', type: 'radio' },
    })
    const gone = await client.deleteAsset({ params: { id: made.id }, ifMatch: made.version })
    expect(gone).toBeUndefined()
    expectTypeOf(gone).toEqualTypeOf<undefined>()
  })

  it('goes through a list row by row, or page by page', async () => {
    const numbers = [await open('One'), await open('Two'), await open('Three')].map(({ number }) => number)
    const seen: number[] = []
    const query = { clientId: site.clientId, status: ['open', 'working'], limit: 2 } as const
    for await (const { number } of client.listTickets.rows({ query })) seen.push(number)
    expect(seen).toEqual(expect.arrayContaining(numbers))
    expect(new Set(seen).size).toBe(seen.length)
    let rows = 0
    for await (const page of client.listTickets.pages({ query })) {
      expect(page.data.length).toBeLessThanOrEqual(2)
      expectTypeOf(page.nextCursor).toEqualTypeOf<string | null>()
      rows += page.data.length
    }
    expect(rows).toBe(seen.length)
  })

  it('types what is asked for by fields and expand, and nothing else', async () => {
    const { number } = await open('Expanded')
    const ticket = await client.readTicket({ params: { number }, query: { expand: ['client', 'assignee'] } })
    expect(ticket.client?.id).toBe(site.clientId)
    expect(ticket.assignee).toBeNull()
    expectTypeOf(ticket).not.toHaveProperty('contact')
    const page = await client.listTickets({ query: { fields: ['number', 'client'], expand: ['client'] } })
    const [row] = page.data
    expect(Object.keys(row ?? {}).sort()).toEqual(['client', 'number'])
    expectTypeOf<NonNullable<typeof row>>().toHaveProperty('client')
    expectTypeOf<NonNullable<typeof row>>().not.toHaveProperty('subject')
  })

  it('takes no input that the contract does not know', () => {
    type Opening = Parameters<DocketClient['openTicket']>[0]
    expectTypeOf<{ body: { clientId: string; subject: string } }>().toExtend<Opening>()
    expectTypeOf<{ body: { clientId: string; subject: number } }>().not.toExtend<Opening>()
    expectTypeOf<Parameters<DocketClient['readTicket']>[0]>().not.toHaveProperty('body')
    expectTypeOf<Parameters<DocketClient['readTicket']>[0]>().not.toHaveProperty('ifMatch')
    expectTypeOf<Parameters<DocketClient['changeTicket']>[0]>().not.toHaveProperty('idempotencyKey')
    expectTypeOf<DocketClient>().not.toHaveProperty('dropTable')
    expectTypeOf<DocketClient['readTicket']>().not.toHaveProperty('rows')
  })

  it('hands a file over as it comes', async () => {
    const { mailKey } = await api.deliver(
      `From: ${site.contactEmail}\r\nTo: support@desk.example\r\nSubject: Raw\r\nMessage-ID: <raw@x.example>\r\n\r\nHello\r\n`,
    )
    const answer = await client.readMail({ params: { key: mailKey } })
    expectTypeOf(answer).toEqualTypeOf<Response>()
    expect(await answer.text()).toContain('Subject: Raw')
  })
})

function clientWith(key: string): DocketClient {
  return createDocketClient({
    baseUrl: 'http://desk',
    key,
    fetch: async (url, init) => await api.app.request(String(url), init),
  })
}

function open(subject: string) {
  return client.openTicket({ body: { clientId: site.clientId, subject, descriptionText: 'x' } })
}

async function problemOf(call: Promise<unknown>): Promise<DocketProblem> {
  const problem = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(problem instanceof DocketProblem)) throw new Error('There was no problem')
  return problem
}
