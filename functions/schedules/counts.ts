import { recountTickets } from '../../shared/use-cases/recount-tickets.ts'
import type { Job } from './job.ts'

/** Sets the counters of live tickets right where they are not. */
export const counts: Job = (desk, mayGoOn) => recountTickets(desk, mayGoOn)
