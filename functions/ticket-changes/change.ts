import type { DynamoDBRecord } from 'aws-lambda'
import { itemOfImage } from '../../shared/runtime/stream-images.ts'
import type { RowChange } from '../../shared/use-cases/follow-changes.ts'

/** The change that a record of the table's stream tells of. */
export function readChange({ eventID, dynamodb }: DynamoDBRecord): RowChange {
  const seconds = dynamodb?.ApproximateCreationDateTime
  if (eventID === undefined || seconds === undefined) throw new Error('A stream record without id or time')
  const before = itemOfImage(dynamodb?.OldImage)
  const after = itemOfImage(dynamodb?.NewImage)
  return {
    id: eventID,
    at: new Date(seconds * 1000).toISOString(),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }
}
