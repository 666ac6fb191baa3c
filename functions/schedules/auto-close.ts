import { closeDueTickets } from '../../shared/use-cases/close-due-tickets.ts'
import type { Job } from './job.ts'

/** Closes the resolved tickets whose time has come. */
export const autoClose: Job = (desk, mayGoOn) => closeDueTickets(desk, mayGoOn)
