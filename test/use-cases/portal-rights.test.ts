import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DeskError } from '../../shared/domain/errors.ts'
import type { PortalActor } from '../../shared/domain/portal.ts'
import { keys } from '../../shared/store/keys.ts'
import { changeTicket, closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { openGuestLink } from '../../shared/use-cases/guest-links.ts'
import { mergeTickets } from '../../shared/use-cases/merge-tickets.ts'
import { moveInPortal, replyInPortal } from '../../shared/use-cases/portal-replies.ts'
import { readPortalVisitor } from '../../shared/use-cases/portal-sign-in.ts'
import { portalFileLink, readPortalTicket } from '../../shared/use-cases/portal-tickets.ts'
import { rateInPortal } from '../../shared/use-cases/rate-ticket.ts'
import { readTicket, readTimeline } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin } from '../support/desk.ts'
import {
  archive,
  guestTokenOf,
  openPortalScene,
  type PortalScene,
  sessionOf,
  ticketOfAnna,
} from './portal-given.ts'
import { uploaded } from './uploaded.ts'

/**
 * Written by hand, and never derived from the rules: whether a ticket of Anna's is theirs at all. Whoever has a `no`
 * meets `resource.missing` on every call, whatever state the ticket is in.
 */
const people = `
  requester                  | yes
  same client, no role       | no
  same client, technical     | yes
  same client, primary       | yes
  same client, billing       | no
  other client, technical    | no
  archived, technical        | no
  archived client, requester | no
  portal off, requester      | no
  signed out                 | no
  guest, requester           | as guest
  guest, watcher             | as guest
  guest of another ticket    | no
  guest, expired             | no
  guest, taken off           | no
  guest, ticket moved        | no
  guest, archived            | no
  guest, forged              | no
  guest, portal off          | no
`
/** What comes of each call on a ticket of theirs, by its state; `-` as for what is not there. */
const calls = `
  call    | open                | hold                | resolved | closed              | merged        | absent
  read    | ok                  | ok                  | ok       | ok                  | ok            | -
  file    | ok                  | ok                  | ok       | ok                  | ok            | -
  note    | -                   | -                   | -        | -                   | -             | -
  reply   | ok                  | ok                  | ok       | ticket.closed       | ticket.closed | -
  resolve | ok                  | ok                  | ok       | ticket.closed       | ticket.closed | -
  reopen  | ticket.not-resolved | ticket.not-resolved | ok       | ticket.closed       | ticket.closed | -
  close   | ticket.not-resolved | ticket.not-resolved | ok       | ticket.closed       | ticket.closed | -
  rate    | ticket.not-resolved | ticket.not-resolved | ok       | ok                  | ticket.merged | -
`
/** What a link may do less than a contact. */
const notByLink = ['resolve', 'close']

let scene: PortalScene
const actors = new Map<string, PortalActor | undefined>()
const sessions = new Map<string, string>()
beforeAll(async () => {
  scene = await openPortalScene()
})
afterAll(() => scene.close())

interface Place {
  number: number
  fileId: string
  noteFileId: string
}

const readOnly = ['read', 'file', 'note']

async function ticketIn(state: string, withFiles = true): Promise<Place> {
  const number = await ticketOfAnna(scene)
  const files = withFiles ? await filesOn(number) : { fileId: 'att_none', noteFileId: 'att_none' }
  return await moved({ number, ...files }, state)
}

async function filesOn(number: number) {
  const { desk } = scene
  const [fileId, noteFileId] = [await uploaded(scene), await uploaded(scene)]
  const words = { number, bodyText: 'See the file.' }
  await replyToTicket(desk, admin, { ...words, visibility: 'public', attachmentIds: [fileId] })
  await replyToTicket(desk, admin, { ...words, visibility: 'internal', attachmentIds: [noteFileId] })
  return { fileId, noteFileId }
}

async function moved(place: Place, state: string): Promise<Place> {
  const { desk } = scene
  const { number } = place
  switch (state) {
    case 'hold':
      await changeTicket(desk, admin, { number, changes: { status: 'hold' } })
      return place
    case 'resolved':
      await resolveTicket(desk, admin, number)
      return place
    case 'closed':
      await resolveTicket(desk, admin, number)
      await closeTicket(desk, admin, number)
      return place
    case 'merged':
      await mergeTickets(desk, admin, { number, into: await ticketOfAnna(scene, 'Another') })
      return place
    case 'absent':
      return { ...place, number: 900_000 }
    default:
      return place
  }
}

/** Each comes as they would: by a session, or by a link. */
async function actorFor(who: string, place: Place): Promise<PortalActor | undefined> {
  const { desk, northwind, acme, anna, ben, tess, prim, bill, terry } = scene
  const bySession = async (contact: typeof anna) => {
    if (!actors.has(who)) {
      actors.set(who, (await readPortalVisitor(desk, await sessionFor(contact)))?.contact)
    }
    return actors.get(who)
  }
  const byLink = async (given: { number?: number; recipient?: string; clientId?: string; days?: number }) => {
    const { number } = place.number === 900_000 ? await elsewhere() : place
    const token = await guestTokenOf(scene, { number, recipient: anna.email, ...given })
    return (await openGuestLink(desk, token)).guest
  }
  switch (who) {
    case 'requester':
      return await bySession(anna)
    case 'same client, no role':
      return await bySession(ben)
    case 'same client, technical':
      return await bySession(tess)
    case 'same client, primary':
      return await bySession(prim)
    case 'same client, billing':
      return await bySession(bill)
    case 'other client, technical':
      return await bySession(terry)
    case 'archived, technical':
      return await withdrawn(tess, () => archive(scene, tess))
    case 'archived client, requester':
      return await withdrawn(anna, () => setArchived(northwind.id))
    case 'portal off, requester':
      return await withdrawn(anna, () => setPortal(false))
    case 'signed out':
      return (await readPortalVisitor(desk, `${anna.id}.${northwind.id}.no-such-session`))?.contact
    case 'guest, requester':
      return await byLink({})
    case 'guest, watcher':
      return await byLink({ recipient: 'vera@partner.example' })
    case 'guest of another ticket':
      return await byLink({ number: (await elsewhere()).number })
    case 'guest, expired':
      return await byLink({ days: 0 })
    case 'guest, taken off':
      return await byLink({ recipient: ben.email })
    case 'guest, ticket moved':
      return await byLink({ clientId: acme.id })
    case 'guest, forged':
      return (await openGuestLink(desk, `${place.number}.zzzzzz.${'A'.repeat(43)}`)).guest
    case 'guest, archived':
      return await restoredAfter(
        anna,
        () => archive(scene, anna),
        () => byLink({}),
      )
    case 'guest, portal off':
      return await restoredAfter(
        anna,
        () => setPortal(false),
        () => byLink({}),
      )
    default:
      throw new Error(`Nobody is called ${who}`)
  }
}

const unchanged = new Map<string, Promise<Place>>()
/** One ticket of each state, for every call that is to change nothing. */
function unchangedIn(state: string): Promise<Place> {
  const place = unchanged.get(state) ?? ticketIn(state)
  unchanged.set(state, place)
  return place
}

let other: Promise<Place> | undefined
function elsewhere(): Promise<Place> {
  other ??= ticketIn('open')
  return other
}

async function setPortal(portalEnabled: boolean): Promise<void> {
  await changeSettings(scene.desk, admin, { portalEnabled })
}

async function setArchived(clientId: string): Promise<void> {
  const now = scene.desk.now()
  await scene.desk.table.commit([{ update: keys.client(clientId), set: { archivedAt: now } }])
}

/** An address gets five codes an hour: one is enough. */
async function sessionFor(contact: PortalScene['anna']): Promise<string> {
  const session = sessions.get(contact.id) ?? (await sessionOf(scene, contact))
  sessions.set(contact.id, session)
  return session
}

/** Signed in before, and then looked at as things have become; all is as it was afterwards. */
async function withdrawn(contact: PortalScene['anna'], change: () => Promise<void>) {
  const session = await sessionFor(contact)
  return await restoredAfter(
    contact,
    change,
    async () => (await readPortalVisitor(scene.desk, session))?.contact,
  )
}

async function restoredAfter<T>(
  contact: PortalScene['anna'],
  change: () => Promise<void>,
  look: () => Promise<T>,
): Promise<T> {
  await change()
  try {
    return await look()
  } finally {
    await scene.desk.table.commit([
      { update: keys.contact(contact.id), set: { version: contact.version }, remove: ['archivedAt'] },
      { update: keys.client(contact.clientId), set: {}, remove: ['archivedAt'] },
    ])
    await setPortal(true)
  }
}

async function outcomeOf(call: string, who: string, place: Place): Promise<string> {
  const { number } = place
  try {
    const actor = await actorFor(who, place)
    if (actor === undefined) return '-'
    await make(call, actor, place)
    return 'ok'
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    return error.code === 'resource.missing' ? '-' : `${error.code}${number === 900_000 ? '!' : ''}`
  }
}

async function make(
  call: string,
  actor: PortalActor,
  { number, fileId, noteFileId }: Place,
): Promise<unknown> {
  const { desk } = scene
  switch (call) {
    case 'read':
      return await readPortalTicket(desk, actor, number)
    case 'file':
      return await portalFileLink(desk, actor, { number, attachmentId: fileId })
    case 'note':
      return await portalFileLink(desk, actor, { number, attachmentId: noteFileId })
    case 'reply':
      return await replyInPortal(desk, actor, { number, bodyText: 'Any news?' })
    case 'rate':
      return await rateInPortal(desk, actor, { number, rating: 2 })
    case 'resolve':
    case 'reopen':
    case 'close':
      return await moveInPortal(desk, actor, { number, step: call })
    default:
      throw new Error(`No call ${call}`)
  }
}

const cellsOf = (table: string) =>
  table
    .trim()
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()))
const [[, ...states] = [], ...callRows] = cellsOf(calls)

describe.each(cellsOf(people))('the portal for %s (%s)', (who, may) => {
  it.each(states)('on a ticket that is %s', async state => {
    const shared = await unchangedIn(state)
    for (const [call = '', ...outcomes] of callRows) {
      const byState = outcomes[states.indexOf(state)] ?? ''
      const expected = may === 'no' || (may === 'as guest' && notByLink.includes(call)) ? '-' : byState
      const changes = expected === 'ok' && !readOnly.includes(call)
      const place = changes ? await ticketIn(state, false) : shared
      expect([call, await outcomeOf(call, who, place)]).toEqual([call, expected])
    }
    if (state === 'absent') return
    const { status } = await readTicket(scene.desk, admin, shared.number)
    const { entries } = await readTimeline(scene.desk, admin, shared.number, { limit: 100 })
    expect([status, entries.filter(({ by }) => by.kind !== 'agent')]).toEqual([
      state === 'merged' ? 'closed' : state,
      [],
    ])
  })
})
