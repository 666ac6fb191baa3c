import middy from '@middy/core'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { type Follower, followChanges } from '../../shared/use-cases/follow-changes.ts'
import { keepCounts } from '../../shared/use-cases/keep-counts.ts'
import { keepLists } from '../../shared/use-cases/keep-lists.ts'
import { publishEvents } from '../../shared/use-cases/publish-events.ts'
import { readChange } from './change.ts'

const desk = openDesk(readConfig(process.env), 'ticket-changes')

/** Whoever is kept up with the table. */
const followers: readonly Follower[] = [publishEvents, keepLists, keepCounts]

/**
 * Tells the followers of a batch of changes as a whole, as what they write of it is written together. If it throws,
 * Lambda halves the batch until what is at fault stands alone.
 */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(
  async ({ Records }: DynamoDBStreamEvent) => {
    await followChanges(desk, Records.map(readChange), followers)
    desk.log.info('Changes were told of', { records: Records.length })
    return { batchItemFailures: [] }
  },
)
