import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { DeployConfig } from '../config.ts'
import type { FunctionName } from '../parts.ts'
import { DeskBucket } from './buckets.ts'
import { DeadLetters } from './dead-letters.ts'
import { DeskFunctions } from './desk-functions.ts'
import { DnsRecords } from './dns-records.ts'
import { HeldBackMail } from './held-back-mail.ts'
import { DeskHttpApi } from './http-api.ts'
import { InboundMail } from './inbound-mail.ts'
import { Observability } from './observability.ts'
import { OutboundMail } from './outbound-mail.ts'
import { DeskSchedules } from './schedules.ts'
import { TopicKey } from './service-topic.ts'
import { DeskTable } from './table.ts'
import { TableStreams } from './table-streams.ts'
import { WebHosting } from './web-hosting.ts'
import { WorkQueue } from './work-queue.ts'

export interface DeskStackProps {
  config: DeployConfig
  /** The bundle of a function; tests put something small in its place. */
  codeOf: (name: FunctionName | 'active-rule-set') => Code
}

/** The whole desk on AWS. */
export class DeskStack extends Stack {
  constructor(scope: Construct, id: string, { config, codeOf }: DeskStackProps) {
    super(scope, id, { env: { region: config.region }, description: 'Docket, the helpdesk' })
    const { domain, alarmEmail, hostedZoneId, console, identityProvider } = config
    const key = config.topicKey ? { key: new TopicKey(this, 'TopicKey') } : {}
    const observability = new Observability(this, 'Alarms', {
      ...key,
      ...(alarmEmail && { email: alarmEmail }),
    })

    const table = new DeskTable(this, 'Table')
    const httpApi = new DeskHttpApi(this, 'HttpApi', { observability })
    const web = new WebHosting(this, 'Web', { httpApi, ...(console && { console }) })
    const { publicUrl } = web
    const buckets = {
      mail: new DeskBucket(this, 'MailBucket', { name: 'mail', publicUrl }),
      files: new DeskBucket(this, 'FilesBucket', { name: 'files', publicUrl }),
    }
    const outboundMail = new OutboundMail(this, 'Outbound', { domain, ...key })
    const failedEvents = new DeadLetters(this, 'FailedEvents', {
      observability,
      alarmName: 'EventGivenUp',
      says: 'A job of the scheduler or a record of the stream failed for good.',
      runbook: 'An event was given up',
    })

    const deliveries = new WorkQueue(this, 'WebhookDeliveries', {
      name: 'webhook-deliveries',
      observability,
      runbook: { waits: 'Deliveries to webhooks wait', givenUp: 'A delivery was given up' },
    })

    const heldMail = new WorkQueue(this, 'HeldMail', {
      name: 'held-mail',
      observability,
      runbook: { waits: 'The outbox waits', givenUp: 'An event was given up' },
    })

    const shared = { table, failedEvents, observability }
    const inboundMail = new InboundMail(this, 'Inbound', {
      ...shared,
      ...key,
      domain,
      bucket: buckets.mail,
      activation: { code: codeOf('active-rule-set'), takeOver: config.takeOverActiveRuleSet },
    })
    const { byName: functions } = new DeskFunctions(this, 'Functions', {
      ...shared,
      codeOf,
      buckets,
      outboundMail,
      deliveries,
      inbound: inboundMail.queue,
      heldMail,
      domain,
      publicUrl,
      ...(identityProvider && { identityProvider }),
    })
    httpApi.addRoutes(functions)
    inboundMail.queue.workedOffBy(functions['mail-in'])
    new WorkQueue(this, 'MailFeedback', {
      name: 'mail-feedback',
      topic: outboundMail.feedback,
      observability,
      runbook: { waits: 'Mail feedback waits', givenUp: 'Mail feedback was given up' },
    }).workedOffBy(functions['mail-feedback'])
    deliveries.workedOffBy(functions.webhooks)
    heldMail.workedOffBy(functions['mail-out'])
    new HeldBackMail(this, 'HeldBackMail', { functions, observability })
    new TableStreams(this, 'Streams', { ...shared, functions })
    new DeskSchedules(this, 'Schedules', { functions, failedEvents, observability })

    const records = [...inboundMail.dnsRecords, ...outboundMail.dnsRecords, ...web.dnsRecords]
    new DnsRecords(this, 'Dns', { records, ...(hostedZoneId && { hostedZoneId }) })
    new CfnOutput(this, 'PublicUrl', { value: publicUrl })
  }
}
