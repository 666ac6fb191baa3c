import { wakeDueDeliveries } from '../../shared/use-cases/wake-deliveries.ts'
import type { Job } from './job.ts'

/** Wakes the deliveries that are due, and keeps the feed of events from running empty. */
export const webhooks: Job = (desk, mayGoOn) => wakeDueDeliveries(desk, mayGoOn)
