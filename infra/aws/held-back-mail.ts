import { Duration } from 'aws-cdk-lib'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { type FunctionName, functions as parts } from '../parts.ts'
import type { DeskFunction } from './desk-function.ts'
import type { Observability } from './observability.ts'

/** What a function that sends logs when SES takes no more today; a test holds it against the code. */
export const heldBackLine = 'SES takes no more mail for now'

/** Rings while SES sends no more: the day's quota is used up, or sending is paused. Costs nothing while it does not. */
export class HeldBackMail extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { functions: Record<FunctionName, DeskFunction>; observability: Observability },
  ) {
    super(scope, id)
    const senders = Object.entries(parts).flatMap(([name, { may }]) => (may.sendMail ? [name] : []))
    const filters = Object.entries(props.functions)
      .filter(([name]) => senders.includes(name))
      .map(
        ([name, { logGroup }]) =>
          new MetricFilter(this, name, {
            logGroup,
            filterPattern: FilterPattern.stringValue('$.message', '=', heldBackLine),
            metricNamespace: 'Docket',
            metricName: 'MailHeldBack',
            metricValue: '1',
          }),
      )
    const [first] = filters
    if (first === undefined) throw new Error('No function sends mail')
    props.observability.alarm('MailHeldBack', {
      says: 'SES takes no more mail: the quota of the day is used up, or sending is paused.',
      runbook: 'Mail is held back',
      metric: first.metric({ statistic: 'Sum', period: Duration.minutes(15) }),
      above: 0,
    })
  }
}
