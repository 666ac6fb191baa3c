import { readFileSync } from 'node:fs'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import type { DeployConfig } from '../../../infra/config.ts'
import { functions, type SchedulePart, schedules } from '../../../infra/parts.ts'
import { only, synthDesk } from './desk-template.ts'

const { propertiesOf } = synthDesk()
const alarms = propertiesOf('AWS::CloudWatch::Alarm')

describe('every alarm', () => {
  const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8')
  const headings = runbook.split('\n').flatMap(line => /^## (.+)$/.exec(line)?.[1] ?? [])
  const sectionOf = (description: string) => /Read docs\/runbook\.md, "(.+)"\.$/.exec(description)?.[1]

  it('names a section that the runbook has', () => {
    expect(alarms.length).toBeGreaterThan(10)
    for (const { AlarmDescription } of alarms) expect(headings).toContain(sectionOf(AlarmDescription))
  })

  it('is the only reason for a section: the runbook has none that nothing leads to', () => {
    const named = alarms.map(({ AlarmDescription }) => sectionOf(AlarmDescription))
    expect(headings.filter(heading => !named.includes(heading))).toEqual([])
  })

  it('reaches people', () => {
    const topic = only(propertiesOf('AWS::SNS::Topic').filter(({ id }) => id.startsWith('Alarms')))
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: topic.id }])
    const { propertiesOf: mailed } = synthDesk({ alarmEmail: 'ops@desk.example' })
    expect(mailed('AWS::SNS::Subscription')).toContainEqual(
      expect.objectContaining({ Protocol: 'email', Endpoint: 'ops@desk.example' }),
    )
  })

  it('keeps the whole at a dollar and a half a month at most: ten are free, each more is ten cents', () => {
    expect(alarms.length).toBeLessThanOrEqual(25)
  })
})

describe.each(Object.entries<SchedulePart>(schedules))('the schedule %s', (name, part) => {
  const own = only(
    propertiesOf('AWS::Scheduler::Schedule').filter(({ Description }) => Description === part.purpose),
  )

  it('starts its function on the minute, with its name and the time it was due', () => {
    expect(own).toMatchObject({
      ScheduleExpression: rateOf(part.everyMinutes),
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
    })
    expect(JSON.parse(own.Target.Input)).toEqual({ schedule: name, time: '<aws.scheduler.scheduled-time>' })
    const [target] = own.Target.Arn['Fn::GetAtt']
    const lambda = only(propertiesOf('AWS::Lambda::Function').filter(({ id }) => id === target))
    expect(lambda.Description).toBe(functions[part.function].purpose)
  })

  it('is retried until the next run, then kept for people', () => {
    expect(own.Target.RetryPolicy.MaximumEventAgeInSeconds).toBe(part.everyMinutes * 60)
    expect(own.Target.DeadLetterConfig.Arn).toBeDefined()
  })
})

const everything: Partial<DeployConfig> = {
  console: {
    host: 'help.desk.example',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1f2e',
  },
  hostedZoneId: 'Z0123456789',
  alarmEmail: 'ops@desk.example',
  topicKey: true,
}

it.each([
  ['with nothing chosen', {}],
  ['with everything chosen', everything],
])(
  'cdk-nag finds nothing in the desk that was not acknowledged, %s',
  (_title, choices) => {
    const { app } = synthDesk(choices)
    const { violations } = new AwsSolutionsChecks(app).validateScope(app)
    expect(violations.map(({ ruleName, violatingResources }) => ({ ruleName, violatingResources }))).toEqual(
      [],
    )
  },
  30_000,
)

/** As EventBridge spells it: the largest unit that fits. */
function rateOf(minutes: number): string {
  if (minutes === 24 * 60) return 'rate(1 day)'
  if (minutes % 60 !== 0) return `rate(${minutes} minutes)`
  return minutes === 60 ? 'rate(1 hour)' : `rate(${minutes / 60} hours)`
}
