import { Duration, Validations } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Observability, RunbookSection } from './observability.ts'

export interface DeadLettersProps {
  observability: Observability
  alarmName: string
  says: string
  runbook: RunbookSection
}

/** A queue nobody reads but people: keeps what was given up for 14 days and rings as soon as it holds anything. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, { observability, alarmName, says, runbook }: DeadLettersProps) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is where what was given up ends; people read it, so nothing can fail on it again.',
    })
    observability.alarm(alarmName, {
      says,
      runbook,
      metric: this.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      above: 0,
    })
  }
}
