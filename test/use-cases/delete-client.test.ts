import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../shared/domain/people.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { createAsset, deleteAsset, readAsset } from '../../shared/use-cases/assets.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { changeClient, createClient, deleteClient, readClient } from '../../shared/use-cases/clients.ts'
import { createContact, deleteContact, readContact } from '../../shared/use-cases/contacts.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { releaseFromQuarantine } from '../../shared/use-cases/release-mail.ts'
import { admin } from '../support/desk.ts'
import { interrupted } from './brittle.ts'
import { mail, numberOf, openScene, type Scene, store, takeIn } from './given.ts'

let test: Scene
let count = 0
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

const aClient = () => createClient(test.desk, admin, { name: `Client ${++count}` })
const makers = {
  contact: {
    make: (desk: Desk, clientId: string) =>
      createContact(desk, admin, clientId, { name: 'A', email: `a${++count}@late.example` }),
    read: readContact,
  },
  asset: {
    make: (desk: Desk, clientId: string) => createAsset(desk, admin, clientId, { name: 'A', type: 'x' }),
    read: readAsset,
  },
}

/** A desk whose lists show nothing yet of what is there. */
function withListsBehind(desk: Desk): Desk {
  const { table } = interrupted(desk, async () => {})
  return { ...desk, table: { ...table, query: async () => ({ items: [] }) } }
}

describe.each(Object.entries(makers))(
  'a client and a %s made at the same moment',
  (_name, { make, read }) => {
    it('both stay where it is made between the look and the deletion', async () => {
      const client = await aClient()
      let id = ''
      const desk = interrupted(test.desk, async () => {
        id = (await make(test.desk, client.id)).id
      })
      await expect(deleteClient(desk, admin, client.id)).rejects.toMatchObject({ code: 'version.stale' })
      expect(await readClient(test.desk, admin, client.id)).toEqual(client)
      expect(await read(test.desk, admin, id)).toMatchObject({ id, clientId: client.id })
    })

    it('are both gone where the deletion commits first', async () => {
      const client = await aClient()
      const desk = interrupted(test.desk, () => deleteClient(test.desk, admin, client.id))
      await expect(make(desk, client.id)).rejects.toMatchObject({ code: 'resource.missing' })
      const page = { limit: 10 }
      const { items } = await test.desk.table.query({
        index: 'directory',
        partition: { name: 'directory', value: `${_name}s#${client.id}` },
        ...page,
      })
      expect(items).toEqual([])
    })

    it('both stay though the lists do not show it yet', async () => {
      const client = await aClient()
      await make(test.desk, client.id)
      await expect(deleteClient(withListsBehind(test.desk), admin, client.id)).rejects.toMatchObject({
        code: 'client.in-use',
      })
    })

    it('never leave one without the other, whoever is first', async () => {
      for (let round = 0; round < 10; round += 1) {
        const client = await aClient()
        const [made] = await Promise.allSettled([
          make(test.desk, client.id),
          deleteClient(test.desk, admin, client.id),
        ])
        const isThere = await readClient(test.desk, admin, client.id).then(
          () => true,
          () => false,
        )
        expect(isThere).toBe(made.status === 'fulfilled')
      }
    })
  },
)

it('a client whose contacts and assets were all deleted can be deleted', async () => {
  const client = await aClient()
  const contact = await makers.contact.make(test.desk, client.id)
  const asset = await makers.asset.make(test.desk, client.id)
  await deleteContact(test.desk, admin, contact.id)
  await deleteAsset(test.desk, admin, asset.id)
  await deleteClient(test.desk, admin, client.id)
  await expect(readClient(test.desk, admin, client.id)).rejects.toMatchObject({ code: 'resource.missing' })
})

it('many contacts of one client can be made at once', async () => {
  const client = await aClient()
  const made = await Promise.allSettled([1, 2, 3].map(() => makers.contact.make(test.desk, client.id)))
  expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
  expect(await readClient(test.desk, admin, client.id)).toEqual(client)
})

/** Every way in which a client gets a ticket. */
const doors: Record<string, (desk: Desk, client: Client) => Promise<number>> = {
  'opened for it': async (desk, { id }) => (await openTicket(desk, admin, { clientId: id, ...words })).number,
  'moved to it': async (desk, { id }) => {
    const { number } = await openTicket(test.desk, admin, { clientId: test.acme.id, ...words })
    return (await changeTicket(desk, admin, { number, changes: { clientId: id } })).number
  },
  'that a mail opens': async (desk, { domains }) => {
    const receipt = await store(test, mail({ from: `new@${domains[0]}` }))
    return numberOf(await takeIn({ ...test, desk }, receipt))
  },
  'out of quarantine': async (desk, { id }) => {
    const { mailKey } = await test.deliver(mail({ from: `stranger${++count}@nowhere.example` }))
    return (await releaseFromQuarantine(desk, admin, mailKey, { as: 'ticket', clientId: id })).number
  },
}
const words = { subject: 'Printer', descriptionText: 'It is on fire.' }
const hours = (count: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + count * 3_600_000))
const isThere = (client: Client) =>
  readClient(test.desk, admin, client.id).then(
    () => true,
    () => false,
  )
const aSite = () =>
  createClient(test.desk, admin, { name: `Client ${++count}`, domains: [`site${count}.example`] })

describe.each(Object.entries(doors))('a client and a ticket %s at the same moment', (_name, make) => {
  it('both stay where it is made between the look and the deletion', async () => {
    const client = await aSite()
    const numbers: number[] = []
    const desk = interrupted(test.desk, async () => {
      numbers.push(await make(test.desk, client))
    })
    await expect(deleteClient(desk, admin, client.id)).rejects.toMatchObject({ code: 'version.stale' })
    expect((await readTicket(test.desk, admin, numbers[0] ?? 0)).clientId).toBe(client.id)
    expect(await isThere(client)).toBe(true)
  })

  it('both stay though no list shows it yet', async () => {
    const client = await aSite()
    await make(test.desk, client)
    await expect(deleteClient(withListsBehind(test.desk), admin, client.id)).rejects.toMatchObject({
      code: 'client.in-use',
    })
  })

  it.each([1, 2])('never leave one without the other: a deletion before write %i', async nth => {
    const client = await aSite()
    let writes = 0
    const desk = interrupted(test.desk, async () => {
      writes += 1
      if (writes === nth) await deleteClient(test.desk, admin, client.id).catch(() => {})
    })
    const outcome = await make(desk, client).then(
      async number => (await readTicket(test.desk, admin, number)).clientId,
      () => undefined,
    )
    expect(await isThere(client)).toBe(outcome === client.id)
    expect(writes).toBeGreaterThanOrEqual(nth === 1 ? 1 : 2)
  })
})

it('a client that was changed while a ticket is made for it stays as well', async () => {
  const client = await aSite()
  await makers.contact.make(test.desk, client.id)
  const desk = interrupted(test.desk, async () => {
    await changeClient(test.desk, admin, client.id, { name: 'Renamed' })
    await expect(deleteClient(withListsBehind(test.desk), admin, client.id)).rejects.toMatchObject({
      code: 'client.in-use',
    })
  })
  await openTicket(desk, admin, { clientId: client.id, ...words })
  expect(await readClient(test.desk, admin, client.id)).toMatchObject({ name: 'Renamed' })
})

it('a client with tickets is never deleted, and one whose tickets all went to another a week later', async () => {
  const client = await aSite()
  const { number } = await openTicket(test.desk, admin, { clientId: client.id, ...words })
  hours(24 * 30)
  const refused = deleteClient(test.desk, admin, client.id)
  await expect(refused).rejects.toMatchObject({ code: 'client.in-use' })
  const again = await openTicket(test.desk, admin, { clientId: client.id, ...words })
  for (const each of [number, again.number]) {
    await changeTicket(test.desk, admin, { number: each, changes: { clientId: test.acme.id } })
  }
  await expect(deleteClient(test.desk, admin, client.id)).rejects.toMatchObject({
    code: 'client.in-use',
    message: expect.stringContaining('look again after'),
  })
  hours(24 * 7 + 1)
  await deleteClient(test.desk, admin, client.id)
  expect(await isThere(client)).toBe(false)
})

it('a ticket for a client that had one lately costs no write more', async () => {
  const client = await aSite()
  const written = async () => {
    test.usage.reset()
    await openTicket(test.desk, admin, { clientId: client.id, ...words })
    return test.usage.report().dynamodb.wru
  }
  const [first, second] = [await written(), await written()]
  expect(first - second).toBe(2)
  hours(24)
  expect(await written()).toBe(second)
})
