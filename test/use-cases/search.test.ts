import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import type { Item, Key } from '../../shared/runtime/table.ts'
import { keys } from '../../shared/store/keys.ts'
import { createAsset } from '../../shared/use-cases/assets.ts'
import { changeTicket, closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { changeClient } from '../../shared/use-cases/clients.ts'
import { indexNames } from '../../shared/use-cases/index-names.ts'
import { indexTicketWords } from '../../shared/use-cases/index-ticket-words.ts'
import { keepLists } from '../../shared/use-cases/keep-lists.ts'
import { listTickets } from '../../shared/use-cases/list-tickets.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { readTimeline } from '../../shared/use-cases/read-ticket.ts'
import { redactEntry } from '../../shared/use-cases/redact-entry.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { type SearchHit, searchDesk } from '../../shared/use-cases/search-desk.ts'
import { admin } from '../support/desk.ts'
import { indexTicket } from '../support/word-index.ts'
import { openScene, type Scene } from './given.ts'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.close())

const page = { limit: 50 }

async function open(subject: string, more: { text?: string; contactId?: string } = {}): Promise<number> {
  const { number } = await openTicket(scene.desk, admin, {
    contactId: more.contactId ?? scene.anna.id,
    subject,
    descriptionText: more.text ?? 'Please help.',
  })
  await indexTicket(scene, number)
  return number
}

async function found(q: string, actor: Actor = admin): Promise<number[]> {
  return (await listTickets(scene.desk, actor, { q }, page)).tickets.map(({ number }) => number)
}

async function itemAt(key: Key): Promise<Item> {
  const item = await scene.desk.table.get(key)
  if (item === undefined) throw new Error('Nothing there')
  return item
}

/** Does something and tells the index of what it changed at a key. */
async function telling(key: Key, act: () => Promise<unknown>): Promise<{ before: Item; after: Item }> {
  const before = await itemAt(key)
  await act()
  const change = { before, after: await itemAt(key) }
  await indexTicketWords(scene.desk, change)
  return change
}

async function descriptionKey(number: number): Promise<Key> {
  const { entries } = await readTimeline(scene.desk, admin, number, { limit: 1 })
  return keys.entry(number, entries[0]?.id ?? '')
}

/** Replaces the words of the description, as an edit does. */
async function edit(number: number, text: string): Promise<{ before: Item; after: Item }> {
  const key = await descriptionKey(number)
  return await telling(key, async () => scene.desk.table.commit([{ update: key, set: { text } }]))
}

async function redact(number: number): Promise<void> {
  const key = await descriptionKey(number)
  const entryId = key.sk.slice('E#'.length)
  await telling(key, () => redactEntry(scene.desk, admin, { number, entryId }))
}

describe('tickets by their words', () => {
  it('are found by subject, client, contact and description, letter case and accents aside', async () => {
    const number = await open('Drücker im Büro', { text: 'Er zieht das Papier schräg ein.' })
    for (const q of ['drucker', 'BÜRO', 'buro', 'northwind', 'anna', 'schräg', 'papier einzug'.slice(0, 6)]) {
      expect([q, await found(q)]).toEqual([q, [number]])
    }
    expect(await found('toner')).toEqual([])
  })

  it('are found by the beginning of a word, not by its middle', async () => {
    const [printer, printing] = [await open('Printer jam'), await open('Printing is slow')]
    expect(await found('prin')).toEqual([printing, printer])
    expect(await found('rinter')).toEqual([])
  })

  it('hold all of the words', async () => {
    const both = await open('Printer and scanner')
    await open('Printer')
    await open('Scanner')
    expect(await found('scan prin')).toEqual([both])
    expect(await found('scanner server')).toEqual([])
  })

  it('are found by any two neighbouring characters of a script without blanks', async () => {
    const number = await open('打印机无法连接')
    expect(await found('打印机')).toEqual([number])
    expect(await found('连接')).toEqual([number])
    expect(await found('机打')).toEqual([])
  })

  it('are found by the first thirty words of a description', async () => {
    const text = Array.from({ length: 40 }, (_, index) => `word${index}x`).join(' ')
    const number = await open('Long', { text })
    expect(await found('word29x')).toEqual([number])
    expect(await found('word30x')).toEqual([])
  })

  it('come first where this is their reference, however it was pasted', async () => {
    const first = await open('Printer')
    const second = await open(`As in TCK-${first}`, { text: `${first}` })
    for (const q of [`TCK-${first}`, `[tck-${first}]`, `“TCK-${first}”`, `#${first}`, `${first}`]) {
      expect([q, await found(q)]).toEqual([q, [first, second]])
    }
    expect(await found(`OTHER-${first}`)).toEqual([])
    expect(await found('...')).toEqual([])
  })

  it('show an agent or key for some clients those alone', async () => {
    const theirs = await open('Printer', { contactId: scene.carl.id })
    await open('Printer')
    const key: Actor = { kind: 'key', id: 'k', name: 'k', scopes: ['*'], clientIds: [scene.acme.id] }
    expect(await found('printer', key)).toEqual([theirs])
    expect(await found('northwind', key)).toEqual([])
    const hits = await searchDesk(scene.desk, key, 'printer', page)
    expect(hits.hits.map(idOf)).toEqual([`ticket ${theirs}`])
  })

  it('page without losing or repeating one while new ones come in', async () => {
    const numbers: number[] = []
    for (let index = 0; index < 9; index += 1) numbers.unshift(await open(`Printer ${index}`))
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const next = await listTickets(
        scene.desk,
        admin,
        { q: 'printer' },
        {
          limit: 2,
          ...(cursor === undefined ? {} : { cursor }),
        },
      )
      seen.push(...next.tickets.map(({ number }) => number))
      cursor = next.nextCursor ?? undefined
      await open('Printer again')
    } while (cursor !== undefined)
    expect(seen).toEqual(numbers)
  })

  it('ask for more of a word that begins too many', async () => {
    const words = Array.from(
      { length: 60 },
      (_, index) => `ab${String.fromCharCode(97 + (index % 26))}${index}`,
    )
    await open(words.slice(0, 30).join(' '), { text: words.slice(30).join(' ') })
    await expect(found('ab')).rejects.toMatchObject({ code: 'list.too-broad' })
    const exact = await open('ab')
    expect(await found('ab')).toEqual([exact])
  })
})

describe('the index of words', () => {
  it('follows a changed subject, and forgets the old one', async () => {
    const number = await open('Printer')
    await telling(keys.ticket(number), () =>
      changeTicket(scene.desk, admin, { number, changes: { subject: 'Scanner' } }),
    )
    expect(await found('scanner')).toEqual([number])
    expect(await found('printer')).toEqual([])
  })

  it('holds nothing of what was redacted, not even that the word is known', async () => {
    const number = await open('Password', { text: 'It is hunter2, hunter2!' })
    await open('Password', { text: 'It is another one.' })
    expect(await found('hunter2')).toEqual([number])
    await redact(number)
    expect(await found('hunter2')).toEqual([])
    expect(await found('hunt')).toEqual([])
    expect(await scene.desk.table.get(keys.knownWord('hunter2'))).toBeUndefined()
    expect(await scene.desk.table.get(keys.knownWord('is'))).toBeDefined()
    expect(await found('password')).toHaveLength(2)
  })

  it('keeps a word that stands in the subject too', async () => {
    const number = await open('Printer', { text: 'The printer burns.' })
    await edit(number, 'It burns.')
    expect(await found('printer')).toEqual([number])
  })

  it('is the same however often and in whatever order it is told', async () => {
    const number = await open('Printer', { text: 'secret1 stays' })
    const created = { after: await itemAt(keys.ticket(number)) }
    const renamed = await telling(keys.ticket(number), () =>
      changeTicket(scene.desk, admin, { number, changes: { subject: 'Scanner' } }),
    )
    const edited = await edit(number, 'stays')
    for (const change of [edited, created, renamed, created, edited, renamed]) {
      await indexTicketWords(scene.desk, change)
    }
    expect(await found('scanner stays')).toEqual([number])
    expect(await found('printer')).toEqual([])
    expect(await found('secret1')).toEqual([])
  })

  it('passes over what brings no words: replies, touched headers, other items', async () => {
    const number = await open('Printer')
    const description = await itemAt(await descriptionKey(number))
    const [client, header] = [await itemAt(keys.client(scene.acme.id)), await itemAt(keys.ticket(number))]
    scene.usage.reset()
    await indexTicketWords(scene.desk, { after: description })
    await indexTicketWords(scene.desk, { after: client })
    await indexTicketWords(scene.desk, {})
    await indexTicketWords(scene.desk, { before: header, after: { ...header, version: 9 } })
    expect(scene.usage.report().dynamodb.calls).toBe(0)
  })

  it('passes over a later entry that is changed', async () => {
    const number = await open('Printer', { text: 'burns' })
    const { entry } = await replyToTicket(scene.desk, admin, {
      number,
      visibility: 'public',
      bodyText: 'It burns and smokes.',
    })
    const key = keys.entry(number, entry.id)
    await telling(key, () => scene.desk.table.commit([{ update: key, set: { text: '' } }]))
    expect(await found('burns')).toEqual([number])
    expect(await found('smokes')).toEqual([])
  })
})

describe('the stream', () => {
  it('tells the index and the lists all they need, once or twice', async () => {
    const ticket = await openTicket(scene.desk, admin, {
      contactId: scene.anna.id,
      subject: 'Plotter',
      descriptionText: 'It plots.',
      tags: ['CAD'],
    })
    await resolveTicket(scene.desk, admin, ticket.number)
    await closeTicket(scene.desk, admin, ticket.number)
    const changes = await scene.changes()
    for (const _time of [1, 2]) await keepLists.follow(scene.desk, changes)
    expect(await found('plotter plots')).toEqual([ticket.number])
    const closed = { tag: 'cad', status: ['closed' as const] }
    const { tickets } = await listTickets(scene.desk, admin, closed, page)
    expect(tickets.map(({ number }) => number)).toEqual([ticket.number])
    const hits = await searchDesk(scene.desk, admin, 'berg', page)
    expect(hits.hits.map(idOf)).toContain(`contact ${scene.anna.id}`)
  })
})

describe('a search', () => {
  beforeEach(async () => {
    for (const key of [
      keys.client(scene.northwind.id),
      keys.client(scene.acme.id),
      keys.contact(scene.anna.id),
      keys.contact(scene.carl.id),
    ]) {
      await indexNames(scene.desk, { after: await itemAt(key) })
    }
  })

  it('finds clients, contacts and assets by their names, then tickets', async () => {
    const asset = await createAsset(scene.desk, admin, scene.northwind.id, { name: 'Berg NAS', type: 'nas' })
    await indexNames(scene.desk, { after: await itemAt(keys.asset(asset.id)) })
    const number = await open('NAS is full')
    expect(await hits('nas')).toEqual([`asset ${asset.id}`, `ticket ${number}`])
    expect(await hits('berg')).toEqual([`contact ${scene.anna.id}`, `asset ${asset.id}`, `ticket ${number}`])
    expect(await hits('acme')).toEqual([`client ${scene.acme.id}`])
    expect(await hits('voss')).toEqual([`contact ${scene.carl.id}`])
    expect(await hits(`TCK-${number}`)).toEqual([`ticket ${number}`])
    expect(await hits('nobody')).toEqual([])
  })

  it('pages through all kinds', async () => {
    const number = await open('Acme wants a quote')
    const first = await searchDesk(scene.desk, admin, 'acme', { limit: 1 })
    expect(first.hits.map(idOf)).toEqual([`client ${scene.acme.id}`])
    const rest: string[] = []
    for (let cursor = first.nextCursor; cursor !== null; ) {
      const next = await searchDesk(scene.desk, admin, 'acme', { limit: 1, cursor })
      rest.push(...next.hits.map(idOf))
      cursor = next.nextCursor
    }
    expect(rest).toEqual([`ticket ${number}`])
  })

  it('forgets the name that a client had', async () => {
    const before = await itemAt(keys.client(scene.acme.id))
    await changeClient(scene.desk, admin, scene.acme.id, { name: 'Zenith' })
    const change = { before, after: await itemAt(keys.client(scene.acme.id)) }
    await indexNames(scene.desk, change)
    await indexNames(scene.desk, { after: before })
    expect(await hits('acme')).toEqual([])
    expect(await hits('zen')).toEqual([`client ${scene.acme.id}`])
  })

  it('shows who may not read clients tickets alone, and nobody what is another client’s', async () => {
    await open('Acme wants a quote', { contactId: scene.carl.id })
    const key = (more: { clientIds?: string[] }): Actor => ({
      kind: 'key',
      id: 'k',
      name: 'k',
      scopes: more.clientIds === undefined ? ['tickets:read'] : ['*'],
      ...more,
    })
    expect((await hits('acme', key({}))).map(hit => hit.split(' ')[0])).toEqual(['ticket'])
    expect(await hits('acme', key({ clientIds: [scene.northwind.id] }))).toEqual([])
    expect(await hits('acme', key({ clientIds: [] }))).toEqual([])
  })

  async function hits(q: string, actor: Actor = admin): Promise<string[]> {
    return (await searchDesk(scene.desk, actor, q, page)).hits.map(idOf)
  }
})

function idOf(hit: SearchHit): string {
  return hit.kind === 'ticket' ? `ticket ${hit.ticket.number}` : `${hit.kind} ${hit.id}`
}
