import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Mailbox } from '../domain/incoming-mail.ts'
import { headerLine } from './clean-text.ts'

/** An appointment for one recipient's calendar. */
export interface Appointment {
  method: 'REQUEST' | 'CANCEL'
  /** The same for every change of one appointment, and for its cancellation. */
  uid: string
  sequence: number
  stampedAt: string
  startAt: string
  endAt: string
  summary: string
  description: string
  location?: string
  organizer: Mailbox
  attendee: Mailbox
}

/**
 * The appointment as iCalendar (RFC 5545) for mail (RFC 6047). Instants are in UTC: right in every calendar, and no
 * zone has to be described. It names the one recipient only, as agents' addresses are not for contacts.
 */
export function composeInvitation(appointment: Appointment): string {
  const { method, uid, sequence, organizer, attendee, location } = appointment
  const isCancelled = method === 'CANCEL'
  const calendar = new ICalCalendar({
    prodId: { company: 'Docket', product: 'Helpdesk', language: 'EN' },
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  })
  const event = calendar.createEvent({
    id: uid,
    sequence,
    stamp: new Date(appointment.stampedAt),
    start: new Date(appointment.startAt),
    end: new Date(appointment.endAt),
    summary: headerLine(appointment.summary),
    description: plain(appointment.description),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: nameOf(organizer), email: organizer.address },
    ...(location === undefined ? {} : { location: headerLine(location) }),
  })
  event.createAttendee({ name: nameOf(attendee), email: attendee.address, rsvp: !isCancelled })
  return calendar.toString()
}

/** A parameter of iCalendar can hold no quotation mark (RFC 5545, 3.1). */
function nameOf({ name, address }: Mailbox): string {
  return headerLine(name, 200).replaceAll('"', '') || address
}

function plain(text: string): string {
  return text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '')
}
