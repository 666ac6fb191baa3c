import * as z from 'zod'
import { wholeNumber } from '../form.ts'
import type { Strings } from '../strings.ts'

/** What each form on a ticket's page saw of it. */
export const seenFields = (strings: Strings) => ({
  version: wholeNumber(strings, 0, 999_999_999),
  seen: z.string().max(40),
  seenReply: z.string().max(40).optional(),
})
