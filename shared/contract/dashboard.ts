import * as z from 'zod'
import { id, instant } from './fields.ts'
import { operation } from './operation.ts'
import { ticketRowAnswer } from './tickets.ts'
import { ticketCount } from './views.ts'

const shares = z.array(z.object({ id, name: z.string(), active: z.int(), waiting: z.int() }))

export const readDashboard = operation({
  id: 'readDashboard',
  method: 'get',
  path: '/dashboard',
  summary: 'What there is to do: open, unassigned, waiting and due tickets, by agent and by client',
  tag: 'Views',
  permission: 'tickets:read',
  answer: {
    status: 200,
    schema: z
      .object({
        active: ticketCount.meta({ description: 'Open, working or on hold' }),
        byStatus: z.object({ open: ticketCount, working: ticketCount, hold: ticketCount }),
        unassigned: ticketCount,
        waiting: ticketCount,
        resolved: ticketCount,
        mine: ticketCount,
        overdue: ticketCount,
        dueToday: ticketCount.meta({ description: 'Later today, by the desk’s clock' }),
        endOfToday: instant,
        nextDue: z.array(ticketRowAnswer).meta({ description: 'Overdue or due today, the soonest first' }),
        agents: shares.meta({
          description: 'Those with the most to do; none for a key kept to some clients',
        }),
        clients: shares,
      })
      .meta({ id: 'Dashboard' }),
    description: 'The counts',
  },
  errors: [],
})
