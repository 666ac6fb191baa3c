import { Duration, Stack } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { type FunctionName, schedules } from '../parts.ts'
import type { DeskFunction } from './desk-function.ts'
import type { Observability } from './observability.ts'
import { acknowledgeWildcard } from './wildcards.ts'

export interface DeskSchedulesProps {
  functions: Record<FunctionName, DeskFunction>
  failedEvents: IQueue
  observability: Observability
}

/** The schedules of the parts list, each telling its function its own name and the time it was due. */
export class DeskSchedules extends Construct {
  constructor(scope: Construct, id: string, { functions, failedEvents, observability }: DeskSchedulesProps) {
    super(scope, id)
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    })
    for (const [name, { purpose, everyMinutes, function: target }] of Object.entries(schedules)) {
      const every = Duration.minutes(everyMinutes)
      new Schedule(this, name, {
        description: purpose,
        schedule: ScheduleExpression.rate(every),
        timeWindow: TimeWindow.off(),
        target: new LambdaInvoke(functions[target], {
          role,
          input: ScheduleTargetInput.fromObject({ schedule: name, time: ContextAttribute.scheduledTime }),
          deadLetterQueue: failedEvents,
          retryAttempts: 3,
          // Later the next run does the same work.
          maxEventAge: every,
        }),
      })
      acknowledgeWildcard({
        role,
        resource: functions[target],
        wildcard: ':*',
        reason: 'CDK grants a function together with its versions; these have none.',
      })
    }
    watchReconciler(functions[schedules['reconcile-mail'].function], observability)
  }
}

/**
 * Read off the log, as a metric of our own is billed for the hours in which something was written to it: none while
 * all is well.
 */
function watchReconciler(worker: DeskFunction, observability: Observability): void {
  const found = new MetricFilter(worker, 'MailFound', {
    logGroup: worker.logGroup,
    filterPattern: FilterPattern.stringValue('$.message', '=', 'Mail without an outcome was found'),
    metricNamespace: 'Docket',
    metricName: 'MailFound',
    metricValue: '$.found',
  })
  observability.alarm('MailMissed', {
    says: 'Stored mail was found of which nothing had become.',
    runbook: 'Mail was missed',
    metric: found.metric({ statistic: 'Sum', period: Duration.hours(1) }),
    above: 0,
  })
}
