import { Duration } from 'aws-cdk-lib'
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { functions, type QueueName, type QueuePart, queues } from '../parts.ts'
import { DeadLetters } from './dead-letters.ts'
import type { DeskFunction } from './desk-function.ts'
import type { Observability, RunbookSection } from './observability.ts'

export interface WorkQueueProps {
  name: QueueName
  /** What fills it; functions may besides, see `grantFill`. */
  topic?: ITopic
  observability: Observability
  runbook: { waits: RunbookSection; givenUp: RunbookSection }
}

/** A queue of the parts list: filled by a topic or by functions, worked off by a function, failures one by one. */
export class WorkQueue extends Construct {
  readonly queueUrl: string
  private readonly part: QueuePart
  private readonly queue: Queue

  constructor(scope: Construct, id: string, { name, topic, observability, runbook }: WorkQueueProps) {
    super(scope, id)
    const part: QueuePart = queues[name]
    this.part = part
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
    this.queue = queue
    this.queueUrl = queue.queueUrl
    topic?.addSubscription(new SqsSubscription(queue))
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

  /** Starts the function with what is in the queue. */
  workedOffBy(worker: DeskFunction): this {
    const { batchSize, maxConcurrency } = this.part
    worker.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        reportBatchItemFailures: true,
        ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      }),
    )
    return this
  }

  /** Allows putting messages into the queue, and nothing else. */
  grantFill(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }),
    )
  }
}
