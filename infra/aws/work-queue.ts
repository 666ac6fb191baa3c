import { Duration } from 'aws-cdk-lib'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { functions, type QueueName, queues } from '../parts.ts'
import { DeadLetters } from './dead-letters.ts'
import type { DeskFunction } from './desk-function.ts'
import type { Observability, RunbookSection } from './observability.ts'

export interface WorkQueueProps {
  name: QueueName
  topic: ITopic
  worker: DeskFunction
  observability: Observability
  runbook: { waits: RunbookSection; givenUp: RunbookSection }
}

/** A queue of the parts list: filled by a topic, worked off by a function, failures one by one. */
export class WorkQueue extends Construct {
  constructor(scope: Construct, id: string, { name, topic, worker, observability, runbook }: WorkQueueProps) {
    super(scope, id)
    const part = queues[name]
    const deadLetters = new DeadLetters(this, 'DeadLetters', {
      observability,
      alarmName: `${id}GivenUp`,
      says: `${part.purpose}: some could not be worked off in ${part.maxReceiveCount} attempts.`,
      runbook: runbook.givenUp,
    })
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(6 * functions[part.function].timeoutSeconds),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: part.maxReceiveCount },
    })
    topic.addSubscription(new SqsSubscription(queue))
    worker.addEventSource(
      new SqsEventSource(queue, { batchSize: part.batchSize, reportBatchItemFailures: true }),
    )
    observability.alarm(`${id}Waits`, {
      says: `${part.purpose}: the oldest has waited for more than 15 minutes.`,
      runbook: runbook.waits,
      metric: queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      above: Duration.minutes(15).toSeconds(),
    })
  }
}
