import ICAL from 'ical.js'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SentMail } from '../../infra/local/ses/outbox.ts'
import type { Ticket } from '../../shared/domain/ticket.ts'
import { visitsMax } from '../../shared/domain/visit.ts'
import { changeAgent } from '../../shared/use-cases/agents.ts'
import { changeTicket, closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { cancelVisit, changeVisit, listVisits, scheduleVisit } from '../../shared/use-cases/visits.ts'
import { admin } from '../support/desk.ts'
import { entriesOf, last, mail, mailsTo, openScene, rowsOf, type Scene } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
  test.clock.moveTo(new Date('2026-11-23T08:00:00Z'))
  await changeSettings(test.desk, admin, { timeZone: 'Europe/Amsterdam', deskName: 'Northern Desk' })
})
afterAll(() => test.close())

const times = { startAt: '2026-12-01T09:00:00Z', endAt: '2026-12-01T11:30:00Z' }

async function given(): Promise<Ticket> {
  const ticket = await openTicket(test.desk, admin, {
    contactId: test.anna.id,
    assigneeId: test.dana.id,
    subject: 'Printer; on "fire", again',
    descriptionText: 'x',
  })
  await test.sendMails()
  return ticket
}

/** The newest mail to somebody, read by parsers that none of our code knows. */
async function invitationTo(address: string) {
  const sent: SentMail = last(mailsTo(test, address))
  const raw = test.outbox.raw(sent.id)
  if (raw === undefined) throw new Error('No such mail')
  const parsed = await simpleParser(raw)
  const source = raw.toString('latin1')
  const file = parsed.attachments.find(({ filename }) => filename === 'invite.ics')
  if (file === undefined) throw new Error('No invitation in this mail')
  const calendar = new ICAL.Component(ICAL.parse(file.content.toString()))
  const [component] = calendar.getAllSubcomponents('vevent')
  if (component === undefined) throw new Error('No event in this calendar')
  return { sent, source, calendar, component, event: new ICAL.Event(component) }
}

const mailtos = (component: ICAL.Component, name: string) =>
  component.getAllProperties(name).map(property => String(property.getFirstValue()).toLowerCase())

describe('a visit', () => {
  it('invites the contact and the agent, each with a calendar part that calendars read', async () => {
    const ticket = await given()
    const note = 'Bring the key;\nring, twice.'
    const visit = await scheduleVisit(test.desk, admin, ticket.number, {
      ...times,
      location: 'Kade 1, Rotterdam',
      note,
    })
    expect(visit).toMatchObject({ agentId: test.dana.id, agentName: 'Dana Frost' })
    expect(await test.sendMails()).toBe(2)
    for (const address of ['anna@northwind.example', 'dana@msp.example']) {
      const { sent, source, calendar, component, event } = await invitationTo(address)
      expect(sent.subject).toBe(`[TCK-${ticket.number}] Printer; on "fire", again`)
      expect(sent.text).toContain('Tuesday, 1 December 2026 at 10:00 to 12:30 (Europe/Amsterdam)')
      expect(sent.text).toContain('Dana Frost')
      expect(source).toMatch(/content-type: text\/calendar; charset=utf-8; method=REQUEST/i)
      expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST')
      expect(event.uid).toBe(`${visit.id}@desk.example`)
      expect(event.sequence).toBe(0)
      expect(event.summary).toBe(`[TCK-${ticket.number}] Northern Desk: Printer; on "fire", again`)
      expect(event.location).toBe('Kade 1, Rotterdam')
      expect(event.description).toBe(note)
      expect(event.startDate.toJSDate().toISOString()).toBe('2026-12-01T09:00:00.000Z')
      expect(event.endDate.toJSDate().toISOString()).toBe('2026-12-01T11:30:00.000Z')
      expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED')
      expect(mailtos(component, 'organizer')).toEqual(['mailto:support@desk.example'])
      expect(mailtos(component, 'attendee')).toEqual([`mailto:${address}`])
    }
    expect(last(await entriesOf(test, ticket.number))).toMatchObject({
      kind: 'activity',
      change: { field: 'visit', from: null, to: expect.stringContaining('2026-12-01T09:00:00.000Z') },
    })
  })

  it('that is moved keeps its name, counts its changes, and tells those who no longer come', async () => {
    const { number } = await given()
    const { id: visitId } = await scheduleVisit(test.desk, admin, number, times)
    await test.sendMails()
    await changeVisit(test.desk, admin, { number, visitId }, { endAt: '2026-12-02T08:00:00Z' })
    await test.sendMails()
    const moved = await invitationTo('anna@northwind.example')
    expect([moved.event.uid, moved.event.sequence]).toEqual([`${visitId}@desk.example`, 1])
    expect(moved.sent.text).toContain('has changed')
    expect(moved.sent.text).toContain('10:00 to Wednesday, 2 December 2026 at 09:00')
    await changeTicket(test.desk, admin, { number, changes: { contactId: test.ben.id } })
    await changeVisit(test.desk, admin, { number, visitId }, { agentId: null, note: 'Only you.' })
    await test.sendMails()
    for (const address of ['anna@northwind.example', 'dana@msp.example']) {
      const { calendar, event, component } = await invitationTo(address)
      expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL')
      expect([event.uid, event.sequence]).toEqual([`${visitId}@desk.example`, 2])
      expect(component.getFirstPropertyValue('status')).toBe('CANCELLED')
    }
    const ben = await invitationTo('ben@northwind.example')
    expect([ben.calendar.getFirstPropertyValue('method'), ben.event.sequence]).toEqual(['REQUEST', 2])
  })

  it('that is called off leaves the calendars of all it invited', async () => {
    const { number } = await given()
    const { id: visitId } = await scheduleVisit(test.desk, admin, number, times)
    await cancelVisit(test.desk, admin, { number, visitId })
    await test.sendMails()
    for (const address of ['anna@northwind.example', 'dana@msp.example']) {
      const { source, calendar, event } = await invitationTo(address)
      expect(source).toMatch(/method=CANCEL/)
      expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL')
      expect(event.sequence).toBe(1)
    }
    expect(await listVisits(test.desk, admin, number)).toEqual([])
    await expect(cancelVisit(test.desk, admin, { number, visitId })).rejects.toMatchObject({
      code: 'resource.missing',
    })
  })

  it.each([
    ['in the past', { ...times, startAt: '2026-11-23T07:59:59Z' }, ['/startAt']],
    ['that ends before it starts', { ...times, endAt: '2026-12-01T08:59:00Z' }, ['/endAt']],
    ['of no length', { ...times, endAt: times.startAt }, ['/endAt']],
    ['longer than 14 days', { ...times, endAt: '2026-12-15T09:00:01Z' }, ['/endAt']],
    ['of nobody’s', { ...times, agentId: 'agt_nobody' }, ['/agentId']],
  ])('%s is refused with a pointer, and nothing is written', async (_name, input, pointers) => {
    const { number } = await given()
    const { id: visitId } = await scheduleVisit(test.desk, admin, number, times)
    const before = await rowsOf(test, number)
    const issues = pointers.map(pointer => expect.objectContaining({ pointer }))
    const refusal = { code: 'request.invalid', issues }
    await expect(scheduleVisit(test.desk, admin, number, input)).rejects.toMatchObject(refusal)
    await expect(changeVisit(test.desk, admin, { number, visitId }, input)).rejects.toMatchObject(refusal)
    expect(await rowsOf(test, number)).toEqual(before)
  })

  it('of an agent who does not see the client is refused', async () => {
    const { number } = await given()
    const { id } = test.dana
    const limited = await changeAgent(test.desk, admin, id, { clientIds: [test.acme.id] })
    await expect(scheduleVisit(test.desk, admin, number, { ...times, agentId: id })).rejects.toMatchObject({
      code: 'request.invalid',
    })
    await changeAgent(test.desk, admin, id, { clientIds: null }, limited.version)
  })

  it('is changed from the version that was seen, not at all by the same again, and never once closed', async () => {
    const { number } = await given()
    const visit = await scheduleVisit(test.desk, admin, number, times)
    const at = { number, visitId: visit.id }
    const same = await rowsOf(test, number)
    expect(await changeVisit(test.desk, admin, at, times)).toEqual(visit)
    expect(await rowsOf(test, number)).toEqual(same)
    await changeVisit(test.desk, admin, at, { location: 'Here' })
    const stale = { ...at, ifVersion: 1 }
    const isStale = { code: 'version.stale' }
    await expect(changeVisit(test.desk, admin, stale, { note: 'x' })).rejects.toMatchObject(isStale)
    await expect(cancelVisit(test.desk, admin, stale)).rejects.toMatchObject(isStale)
    await resolveTicket(test.desk, admin, number)
    await closeTicket(test.desk, admin, number)
    const before = await rowsOf(test, number)
    const isClosed = { code: 'ticket.closed' }
    await expect(scheduleVisit(test.desk, admin, number, times)).rejects.toMatchObject(isClosed)
    await expect(changeVisit(test.desk, admin, at, { note: 'x' })).rejects.toMatchObject(isClosed)
    await expect(cancelVisit(test.desk, admin, at)).rejects.toMatchObject(isClosed)
    expect(await rowsOf(test, number)).toEqual(before)
  })

  it(`is one of at most ${visitsMax}`, async () => {
    const { number } = await given()
    for (let count = 0; count < visitsMax; count += 1) await scheduleVisit(test.desk, admin, number, times)
    await expect(scheduleVisit(test.desk, admin, number, times)).rejects.toMatchObject({
      code: 'visits.full',
    })
  })

  it('can be accepted from a calendar: the answer joins the ticket', async () => {
    const { number } = await given()
    await scheduleVisit(test.desk, admin, number, times)
    await test.sendMails()
    const { event } = await invitationTo('anna@northwind.example')
    const answer = mail({ subject: `Accepted: ${event.summary}`, body: 'Anna Berg has accepted.' })
    expect(await test.deliver(answer)).toMatchObject({ outcome: 'reply', ticketNumber: number })
  })

  it('cannot be made to say more than it should by what people are called', async () => {
    const { number } = await given()
    const evil = 'A\r\nATTENDEE:mailto:evil@evil.example\r\nX:"'
    await changeAgent(test.desk, admin, test.dana.id, { name: evil.replace(/[\r\n]+/g, '\u2028') })
    await scheduleVisit(test.desk, admin, number, { ...times, location: evil, note: evil })
    await test.sendMails()
    const { component } = await invitationTo('dana@msp.example')
    expect(mailtos(component, 'attendee')).toEqual(['mailto:dana@msp.example'])
  })
})
