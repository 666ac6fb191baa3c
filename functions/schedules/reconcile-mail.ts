import { reconcileMail as reconcile } from '../../shared/use-cases/reconcile-mail.ts'
import type { Job } from './job.ts'

/** Finds stored mail of which nothing became. */
export const reconcileMail: Job = (desk, mayGoOn) => reconcile(desk, mayGoOn)
