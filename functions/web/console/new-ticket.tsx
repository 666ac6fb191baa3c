import * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import { DeskError } from '../../../shared/domain/errors.ts'
import { priorities } from '../../../shared/domain/ticket.ts'
import { openTicket } from '../../../shared/use-cases/open-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../door.ts'
import { attempt, optionalChoice, optionalText, parseForm, refusedForm, text } from '../form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { chooseClientStep, NewTicketPage } from './new-ticket-page.tsx'
import { agentOptions, clientOptions, contactOptions } from './options.ts'

const descriptionMax = 100_000

const newTicketForm = (strings: Strings) =>
  z.strictObject({
    clientId: z.string().max(100).min(1, strings.newTicket.clientMissing),
    contactId: optionalText(strings, 100),
    subject: text(strings, 500),
    descriptionText: optionalText(strings, descriptionMax),
    priority: optionalChoice(strings, priorities),
    assigneeId: optionalText(strings, 100),
  })

/** Hangs up the form that opens a ticket. */
export function hangNewTicket(door: ConsoleDoor): void {
  door.get(routes.newTicket, 'tickets:write', visit => {
    const clientId = visit.c.req.query('client') ?? ''
    return show(visit, freshForm({ clientId, priority: 'medium' }), 200)
  })

  door.post(routes.newTicket, 'tickets:write', async (visit, { step, ...form }) => {
    if (step === chooseClientStep) return show(visit, freshForm({ ...form, contactId: '' }), 200)
    const parsed = parseForm(newTicketForm(visit.strings), form)
    if (!parsed.ok) return show(visit, parsed.state, 400)
    const ticket = await attempt(
      openTicket(visit.desk, visit.agent, { ...required(parsed.data), source: 'console' }),
    )
    if (ticket instanceof DeskError) return show(visit, refusedForm(visit.strings, form, ticket), 409)
    return visit.c.redirect(routes.ticket.href({ number: ticket.number }), 303)
  })
}

async function show(visit: Visit, form: FormState, status: 200 | 400 | 409): Promise<Response> {
  const clientId = form.values.clientId ?? ''
  const [clients, agents] = await Promise.all([clientOptions(visit), agentOptions(visit)])
  // Only of a client that the agent may know: what else was sent has no contacts to show.
  const known = clients.some(({ value }) => value === clientId)
  const contacts = known ? await contactOptions(visit, clientId) : undefined
  return answerPage(
    visit.c,
    <NewTicketPage view={visit.view} form={form} clients={clients} contacts={contacts} agents={agents} />,
    status,
  )
}

function required({ subject, clientId, ...rest }: z.output<ReturnType<typeof newTicketForm>>) {
  return { subject, clientId, ...given(rest) }
}
