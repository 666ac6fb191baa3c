import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { assertNotClosed, referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import { readAssets } from '../../../shared/use-cases/assets.ts'
import { changeTicket } from '../../../shared/use-cases/change-ticket.ts'
import { type MovePreview, previewMove } from '../../../shared/use-cases/preview-changes.ts'
import { readTicket } from '../../../shared/use-cases/read-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import { type Strings, useStrings } from '../strings.ts'
import { type Option, PostForm, SelectField } from '../ui/fields.tsx'
import { freshForm } from '../ui/form-state.ts'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { clientOptions } from './options.ts'
import { saidOf } from './ticket-merge.tsx'
import { Trouble } from './ticket-merge-page.tsx'
import { BackTo } from './ticket-timeline.tsx'

const moveForm = (strings: Strings) =>
  z.strictObject({
    version: wholeNumber(strings, 0, 999_999_999),
    clientId: z.string().min(1).max(60),
  })

/** Hangs up what gives a ticket to another client, seen before it is done. */
export function hangTicketMove(door: ConsoleDoor): void {
  door.get(routes.ticketMove, 'tickets:write', visit => show(visit))

  door.post(routes.ticketMove, 'tickets:write', async (visit, form) => {
    const number = ticketNumberOf(visit.c)
    const parsed = parseForm(moveForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { version, clientId } = parsed.data
    const done = await attempt(
      changeTicket(visit.desk, visit.agent, { number, ifVersion: version, changes: { clientId } }),
    )
    if (done instanceof DeskError) return show(visit, { refused: done, clientId })
    return visit.c.redirect(routes.ticket.href({ number }), 303)
  })
}

async function show(visit: Visit, again?: { refused: DeskError; clientId: string }): Promise<Response> {
  const { desk, c, agent, view, strings } = visit
  const number = ticketNumberOf(c)
  const clientId = again?.clientId ?? c.req.query('client') ?? ''
  const [ticket, clients] = await Promise.all([readTicket(desk, agent, number), clientOptions(visit)])
  // A closed ticket stays where it is: said before a client is chosen.
  const closed = await attempt(Promise.resolve().then(() => assertNotClosed(ticket)))
  const isOther = clients.some(({ value }) => value === clientId) && clientId !== ticket.clientId
  const preview =
    isOther && closed === undefined ? await previewMove(desk, agent, { number, clientId }) : undefined
  const assets = preview === undefined ? [] : await readAssets(desk, agent, preview.assetIdsDropped)
  const error = again?.refused ?? closed
  const same = clientId !== '' && clientId === ticket.clientId ? strings.ticketWork.move.same : undefined
  return answerPage(
    c,
    <MovePage
      view={view}
      ticket={ticket}
      clients={clients}
      preview={preview}
      assetNames={assets.map(({ name }) => name)}
      trouble={error instanceof DeskError ? saidOf(strings, error) : same}
    />,
    error instanceof DeskError ? 409 : 200,
  )
}

interface Props {
  view: View
  ticket: Ticket
  clients: readonly Option[]
  preview: MovePreview | undefined
  assetNames: readonly string[]
  trouble: string | undefined
}

function MovePage(props: Props) {
  const words = useStrings().ticketWork.move
  const { view, ticket, preview } = props
  const title = words.title(referenceOf(ticket))
  return (
    <ConsolePage view={view} title={title} section="tickets" class="narrow">
      <BackTo ticket={ticket} />
      <h1>{title}</h1>
      <p class="lead">
        <bdi>{ticket.subject}</bdi>
      </p>
      {props.trouble !== undefined && <Trouble text={props.trouble} />}
      {preview === undefined ? <Choice {...props} /> : <Preview {...props} preview={preview} />}
    </ConsolePage>
  )
}

function Choice({ ticket, clients }: Props) {
  const words = useStrings().ticketWork.move
  if (ticket.status === 'closed') return null
  const offered = clients.filter(({ value }) => value !== ticket.clientId)
  return (
    <section class="sheet">
      <p>{words.lead}</p>
      <form method="get" action={routes.ticketMove.href({ number: ticket.number })} class="with-button">
        <SelectField
          form={freshForm()}
          name="client"
          label={words.client}
          options={[{ value: '', label: words.chooseClient }, ...offered]}
        />
        <button type="submit" class="button">
          {words.preview}
        </button>
      </form>
    </section>
  )
}

function Preview({ view, ticket, preview, assetNames }: Props & { preview: MovePreview }) {
  const words = useStrings().ticketWork.move
  const { number } = ticket
  const { clientName, contactDropped, watchersDropped, assigneeDropped } = preview
  const drops = [
    ...(contactDropped === undefined ? [] : [words.contact(contactDropped.name || contactDropped.email)]),
    ...watchersDropped.map(({ name, email }) => words.watcher(name || email)),
    ...assetNames.map(words.asset),
    ...(assigneeDropped === undefined ? [] : [words.assignee(assigneeDropped)]),
  ]
  return (
    <section class="sheet">
      <h2>{words.previewTitle}</h2>
      <ul class="effects">
        <li>{words.becomes(clientName)}</li>
        {drops.length === 0 ? (
          <li>{words.dropsNothing}</li>
        ) : (
          <li>
            {words.drops}
            <ul>
              {drops.map(line => (
                <li>
                  <bdi>{line}</bdi>
                </li>
              ))}
            </ul>
          </li>
        )}
        <li>{words.publicHint(clientName)}</li>
      </ul>
      <PostForm class="sheet-foot" action={routes.ticketMove.href({ number })} token={view.formToken}>
        <input type="hidden" name="version" value={String(preview.ticket.version)} />
        <input type="hidden" name="clientId" value={preview.clientId} />
        <button type="submit" class="button button-primary">
          {words.submit(clientName)}
        </button>
        <a class="button button-quiet" href={routes.ticketMove.href({ number })}>
          {words.back}
        </a>
      </PostForm>
    </section>
  )
}
