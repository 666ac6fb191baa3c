import * as z from 'zod'

const heldRow = z.strictObject({ pk: z.string(), sk: z.string() })

/** The row of the outbox that a message of the queue of held mail names; throws for any other message. */
export function rowOfMessage(body: string): z.output<typeof heldRow> {
  return heldRow.parse(JSON.parse(body))
}
