import { Duration } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { type FunctionName, type StreamPart, streams } from '../parts.ts'
import type { DeskFunction } from './desk-function.ts'
import type { Observability } from './observability.ts'
import type { DeskTable } from './table.ts'

export interface TableStreamsProps {
  table: DeskTable
  functions: Record<FunctionName, DeskFunction>
  failedEvents: IQueue
  observability: Observability
}

/** What the table's stream starts, by the parts list. */
export class TableStreams extends Construct {
  constructor(scope: Construct, id: string, props: TableStreamsProps) {
    super(scope, id)
    for (const part of streams) this.start(part, props)
  }

  private start(
    part: StreamPart,
    { table, functions, failedEvents, observability }: TableStreamsProps,
  ): void {
    const { tableStreamArn } = table
    if (tableStreamArn === undefined) throw new Error('The table has no stream')
    const worker = functions[part.function]
    // By hand: CDK's event source grants ListStreams on every stream of the account.
    worker.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [tableStreamArn],
      }),
    )
    new EventSourceMapping(this, part.function, {
      target: worker,
      eventSourceArn: tableStreamArn,
      // From the oldest record: with LATEST, what is written while the mapping is made would be skipped.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: part.batchSize,
      retryAttempts: part.maxRetryAttempts,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(failedEvents),
      filters: part.filters.map(filter => FilterCriteria.filter({ ...filter })),
    }).node.addDependency(worker)
    observability.alarm(`${part.function}Waits`, {
      says: `The oldest record of the table's stream has waited for ${part.function} for more than 10 minutes.`,
      runbook: part.function === 'mail-out' ? 'The outbox waits' : 'The feed of events waits',
      metric: worker.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      above: Duration.minutes(10).toMilliseconds(),
    })
  }
}
