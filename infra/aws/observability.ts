import { Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import { ServiceTopic } from './service-topic.ts'

/** The headings of docs/runbook.md; an alarm without one does not compile, a heading that is not there fails a test. */
export type RunbookSection =
  | 'A function fails'
  | 'Functions are throttled'
  | 'The site answers with errors'
  | 'Mail in waits'
  | 'Mail in was given up'
  | 'Mail was missed'
  | 'Mail feedback waits'
  | 'Mail feedback was given up'
  | 'The outbox waits'
  | 'Mail is held back'
  | 'The feed of events waits'
  | 'Deliveries to webhooks wait'
  | 'A delivery was given up'
  | 'An event was given up'
  | 'Too much mail bounces'
  | 'Too many people complain'

export interface AlarmProps {
  /** One sentence: what is wrong while it rings. */
  says: string
  runbook: RunbookSection
  metric: IMetric
  /** Rings above this, in the metric's unit. */
  above: number
  /** Periods of the metric that must be above it one after another; 1 unless told. */
  periods?: number
}

export interface ObservabilityProps {
  email?: string
  key?: IKey
}

/**
 * Where alarms go. Each part adds its own alarm, at $0.10 a month after the account's ten free ones; that is why
 * throttles are one alarm for the account's whole pool, and why events given up share one queue.
 */
export class Observability extends Construct {
  private readonly topic: ServiceTopic

  constructor(scope: Construct, id: string, { email, key }: ObservabilityProps) {
    super(scope, id)
    this.topic = new ServiceTopic(this, 'Topic', { ...(key && { key }) })
    this.topic.letPublish(
      'cloudwatch.amazonaws.com',
      Stack.of(this).formatArn({ service: 'cloudwatch', resource: 'alarm:*' }),
    )
    if (email) this.topic.addSubscription(new EmailSubscription(email))
    this.watchAccount()
  }

  /** Adds an alarm that reaches people and tells them where to read on. */
  alarm(id: string, { says, runbook, metric, above, periods = 1 }: AlarmProps): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${says} Read docs/runbook.md, "${runbook}".`,
      metric,
      threshold: above,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
  }

  /** What AWS limits for the whole account, and would stop the desk at. */
  private watchAccount(): void {
    const reputation = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Maximum' })
    this.alarm('Throttles', {
      says: 'Lambda refuses to start functions, as the account has too many running.',
      runbook: 'Functions are throttled',
      metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', statistic: 'Sum' }),
      above: 0,
      periods: 3,
    })
    // SES reviews an account at 5 % and 0.1 %, and stops it from sending at 10 % and 0.5 %.
    this.alarm('Bounces', {
      says: 'More than 4 % of the mails sent bounce.',
      runbook: 'Too much mail bounces',
      metric: reputation('Reputation.BounceRate'),
      above: 0.04,
    })
    this.alarm('Complaints', {
      says: 'More than 0.08 % of the mails sent are reported as spam.',
      runbook: 'Too many people complain',
      metric: reputation('Reputation.ComplaintRate'),
      above: 0.0008,
    })
  }
}
