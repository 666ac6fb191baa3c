import { sendDueMail } from '../../shared/use-cases/send-due-mail.ts'
import type { Job } from './job.ts'

/** Sends what the stream did not get out, and retries what SES refused for now. */
export const outbox: Job = (desk, mayGoOn) => sendDueMail(desk, mayGoOn)
