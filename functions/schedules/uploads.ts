import { sweepUploads } from '../../shared/use-cases/sweep-uploads.ts'
import type { Job } from './job.ts'

/** Deletes the uploads that no entry took in their time. */
export const uploads: Job = (desk, mayGoOn) => sweepUploads(desk, mayGoOn)
