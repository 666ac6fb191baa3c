import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Desk } from '../../shared/runtime/desk.ts'
import type { Table } from '../../shared/runtime/table.ts'
import { createAsset, deleteAsset, readAsset } from '../../shared/use-cases/assets.ts'
import { createClient, deleteClient, readClient } from '../../shared/use-cases/clients.ts'
import { createContact, deleteContact, readContact } from '../../shared/use-cases/contacts.ts'
import { admin } from '../support/desk.ts'
import { openScene, type Scene } from './given.ts'

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

/** The desk to somebody who is interrupted right before a commit. */
function interrupted(desk: Desk, before: () => Promise<unknown>): Desk {
  const { table } = desk
  const slow: Table = {
    get: (...args) => table.get(...args),
    getMany: (...args) => table.getMany(...args),
    query: (...args) => table.query(...args),
    increment: (...args) => table.increment(...args),
    commit: async writes => {
      await before()
      await table.commit(writes)
    },
  }
  return { ...desk, table: slow }
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
      const table: Table = {
        ...interrupted(test.desk, async () => {}).table,
        query: async () => ({ items: [] }),
      }
      await expect(deleteClient({ ...test.desk, table }, admin, client.id)).rejects.toMatchObject({
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
