import * as z from 'zod'
import { DeskError, invalid } from '../../../shared/domain/errors.ts'
import { linkKinds, referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import { referenceIn } from '../../../shared/domain/words.ts'
import { linkTickets, unlinkTickets } from '../../../shared/use-cases/links.ts'
import { type ConsoleDoor, ticketNumberOf } from '../door.ts'
import { attempt, parseForm, refusedForm } from '../form.ts'
import { routes } from '../routes.ts'
import { type Strings, useStrings } from '../strings.ts'
import { PostForm, SelectField, TextField } from '../ui/fields.tsx'
import { StatusPill } from '../ui/marks.tsx'
import { SeenFields } from './composer.tsx'
import { PanelPart, RemoveButton, Unfold } from './panel-parts.tsx'
import { seenFields } from './seen-fields.ts'
import { showTicket } from './ticket.tsx'
import { stateOf } from './ticket-form.tsx'
import type { PanelProps } from './ticket-panel.tsx'

/** The number in a reference as people type it. */
export function ticketReference({ ticketWork: { links } }: Strings) {
  return z
    .string()
    .trim()
    .max(40, links.wrongReference)
    .transform((typed, context) => {
      const reference = referenceIn(typed)
      if (reference !== undefined) return reference.number
      context.addIssue({ code: 'custom', message: links.wrongReference })
      return z.NEVER
    })
}

const linkForm = (strings: Strings) =>
  z.strictObject({
    ...seenFields(strings),
    reference: ticketReference(strings),
    kind: z.enum(linkKinds, strings.form.notAllowed),
  })

const unlinkForm = (strings: Strings) => z.strictObject(seenFields(strings))

/** Hangs up what links a ticket to others. */
export function hangTicketLinks(door: ConsoleDoor): void {
  door.post(routes.ticketLinks, 'tickets:write', async (visit, form) => {
    const number = ticketNumberOf(visit.c)
    const parsed = parseForm(linkForm(visit.strings), form)
    if (!parsed.ok) return showTicket(visit, { status: 400, typed: { name: 'link', state: parsed.state } })
    const { version, seen, reference, kind } = parsed.data
    const missing = () => invalid('/reference', visit.strings.ticketWork.links.missing)
    const link = { number, other: reference, kind, ifVersion: version }
    const done = await attempt(linkTickets(visit.desk, visit.agent, link).catch(orMissing(missing)))
    if (done instanceof DeskError) {
      const state =
        done.kind === 'invalid'
          ? { values: form, errors: { reference: visit.strings.ticketWork.links.missing } }
          : refusedForm(visit.strings, form, done)
      const typed = { name: 'link', state }
      return showTicket(visit, { status: done.kind === 'invalid' ? 400 : 409, refused: done, seen, typed })
    }
    return visit.c.redirect(`${routes.ticket.href({ number })}#panel-links`, 303)
  })

  door.post(routes.ticketUnlink, 'tickets:write', async (visit, form) => {
    const number = ticketNumberOf(visit.c)
    const other = Number(visit.c.req.param('other'))
    const parsed = parseForm(unlinkForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    if (!Number.isSafeInteger(other) || other < 1) throw new DeskError('resource.missing')
    const { version, seen } = parsed.data
    const done = await attempt(unlinkTickets(visit.desk, visit.agent, { number, other, ifVersion: version }))
    if (done instanceof DeskError) return showTicket(visit, { status: 409, refused: done, seen })
    return visit.c.redirect(`${routes.ticket.href({ number })}#panel-links`, 303)
  })
}

/** The page's own ticket is there: what is missing is the one that was named in the form. */
export function orMissing(missing: () => DeskError) {
  return (error: unknown): never => {
    throw error instanceof DeskError && error.code === 'resource.missing' ? missing() : error
  }
}

type Props = PanelProps & { changeable: boolean }

/** Tickets that this one names, by what they are to it. */
export function Links(props: Props) {
  const words = useStrings().ticketWork.links
  const { view, ticket, seen, changeable, typed } = props
  const form = stateOf(typed, 'link', { kind: 'related' })
  const rows = [
    ...[ticket.mergedInto].flatMap(number => rowFor(words.mergedInto, number)),
    ...[ticket.followUpOf].flatMap(number => rowFor(words.followUpOf, number)),
    ...(ticket.mergedFrom ?? []).flatMap(number => rowFor(words.mergedFrom, number)),
    ...(ticket.splitInto ?? []).flatMap(number => rowFor(words.splitInto, number)),
  ]
  const own = new Set(rows.map(({ number }) => number))
  // A split links the two as well: said once.
  const links = (ticket.links ?? []).filter(({ number, kind }) => kind !== 'related' || !own.has(number))
  return (
    <PanelPart name="links" title={words.title}>
      {rows.length + links.length === 0 && <p class="faint">{words.none}</p>}
      {rows.length + links.length > 0 && (
        <ul class="items">
          {rows.map(({ label, number }) => (
            <li>
              <Named {...props} label={label} number={number} />
            </li>
          ))}
          {links.map(({ number, kind }) => (
            <li>
              <Named {...props} label={words.shown[kind]} number={number} />
              {changeable && (
                <PostForm
                  class="change"
                  action={routes.ticketUnlink.href({ number: ticket.number, other: number })}
                  token={view.formToken}
                >
                  <SeenFields seen={seen} />
                  <RemoveButton label={words.remove(`${ticket.prefix}${number}`)} />
                </PostForm>
              )}
            </li>
          ))}
        </ul>
      )}
      {changeable && (
        <Unfold label={words.add} open={typed?.name === 'link'}>
          <PostForm
            class="part-form"
            action={routes.ticketLinks.href({ number: ticket.number })}
            token={view.formToken}
          >
            <SeenFields seen={seen} />
            <TextField
              {...{ form, scope: 'link', name: 'reference', label: words.reference, maxLength: 40 }}
              hint={words.referenceHint}
              required
            />
            <SelectField
              {...{ form, scope: 'link', name: 'kind', label: words.kindLabel }}
              options={linkKinds.map(value => ({ value, label: words.kind[value] }))}
            />
            <button type="submit" class="button">
              {words.submit}
            </button>
          </PostForm>
        </Unfold>
      )}
    </PanelPart>
  )
}

function rowFor(label: string, number: number | undefined): { label: string; number: number }[] {
  return number === undefined ? [] : [{ label, number }]
}

function Named({ ticket, around, label, number }: Props & { label: string; number: number }) {
  const other = around.known.get(number)
  return (
    <span class="stack">
      <span class="faint">{label}</span>
      <TicketLine ticket={other ?? { number, prefix: ticket.prefix }} />
    </span>
  )
}

/** Another ticket in a line: a link with its subject, and where it stands. */
export function TicketLine({
  ticket,
}: {
  ticket: Pick<Ticket, 'number' | 'prefix'> & Partial<Pick<Ticket, 'subject' | 'status' | 'statusName'>>
}) {
  const { number, subject, status, statusName } = ticket
  return (
    <span class="ticket-line">
      <a href={routes.ticket.href({ number })}>
        {referenceOf(ticket)} {subject !== undefined && <bdi>{subject}</bdi>}
      </a>
      {status !== undefined && <StatusPill status={status} name={statusName} />}
    </span>
  )
}

/** Other open tickets of the client, the contact's first. */
export function OtherTickets({ ticket, around }: PanelProps) {
  const words = useStrings().ticketWork.others
  const { clientId, contactId } = ticket
  if (clientId === undefined) return null
  return (
    <PanelPart
      name="others"
      title={words.title}
      aside={
        <a class="edit-link" href={routes.client.href({ clientId })} aria-label={words.all}>
          {words.allShort}
        </a>
      }
    >
      {around.others.length === 0 && <p class="faint">{words.none}</p>}
      <ul class="items">
        {around.others.map(other => (
          <li>
            <span class="stack">
              <TicketLine ticket={other} />
              {contactId !== undefined && other.contactId === contactId && (
                <span class="faint">{words.ofContact}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </PanelPart>
  )
}
