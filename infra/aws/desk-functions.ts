import { Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { environmentNames } from '../../shared/runtime/config.ts'
import { identityProviderNames } from '../../shared/runtime/identity-provider-config.ts'
import type { DeployConfig } from '../config.ts'
import { type BucketName, type FunctionName, functions } from '../parts.ts'
import type { DeskBucket } from './buckets.ts'
import { DeskFunction } from './desk-function.ts'
import type { Observability } from './observability.ts'
import type { OutboundMail } from './outbound-mail.ts'
import type { DeskTable } from './table.ts'
import type { WorkQueue } from './work-queue.ts'

export interface DeskFunctionsProps {
  codeOf: (name: FunctionName) => Code
  table: DeskTable
  buckets: Record<BucketName, DeskBucket>
  outboundMail: OutboundMail
  failedEvents: IQueue
  observability: Observability
  domain: string
  publicUrl: string
  /** Agents can sign in by it. */
  identityProvider?: NonNullable<DeployConfig['identityProvider']>
  /** Wakes deliveries to webhooks. */
  deliveries: WorkQueue
  /** Receipts of mail, and what is to be looked at again. */
  inbound: WorkQueue
  /** Mails of replies that could still be taken back. */
  heldMail: WorkQueue
}

/** Every function of the parts list, allowed what its part says and no more. */
export class DeskFunctions extends Construct {
  readonly byName: Record<FunctionName, DeskFunction>

  constructor(scope: Construct, id: string, props: DeskFunctionsProps) {
    super(scope, id)
    const create = (name: FunctionName) => this.create(name, props)
    this.byName = {
      api: create('api'),
      web: create('web'),
      'mail-in': create('mail-in'),
      'mail-out': create('mail-out'),
      'mail-feedback': create('mail-feedback'),
      'ticket-changes': create('ticket-changes'),
      webhooks: create('webhooks'),
      schedules: create('schedules'),
    }
  }

  private create(name: FunctionName, props: DeskFunctionsProps): DeskFunction {
    const { may, purpose, memoryMb, timeoutSeconds } = functions[name]
    const { table, buckets, outboundMail, failedEvents, observability, deliveries, inbound, heldMail } = props
    const code = props.codeOf(name)
    const signsIn = name === 'web' ? props.identityProvider : undefined
    const environment = { ...environmentOf(props), ...(signsIn && providerEnvironmentOf(signsIn)) }
    const created = new DeskFunction(this, name, {
      purpose,
      memoryMb,
      timeoutSeconds,
      code,
      environment,
      failedEvents,
    })
    table.grantActions(created, may.table)
    buckets.mail.grantObjects(created, may.buckets?.mail ?? [])
    buckets.files.grantObjects(created, may.buckets?.files ?? [])
    if (may.sendMail) outboundMail.grantSend(created)
    if (may.fill?.includes('webhook-deliveries')) deliveries.grantFill(created)
    if (may.fill?.includes('inbound-mail')) inbound.grantFill(created)
    if (signsIn !== undefined) grantParameter(created, signsIn.clientSecretParameter)
    if (may.fill?.includes('held-mail')) heldMail.grantFill(created)
    observability.alarm(`${name}Fails`, {
      says: `The function ${name} (${purpose}) throws or runs out of time.`,
      runbook: 'A function fails',
      metric: created.metricErrors({ period: Duration.minutes(5) }),
      above: 0,
    })
    return created
  }
}

function providerEnvironmentOf(provider: NonNullable<DeployConfig['identityProvider']>) {
  return {
    [identityProviderNames.issuer]: provider.issuer,
    [identityProviderNames.clientId]: provider.clientId,
    [identityProviderNames.clientSecretParameter]: provider.clientSecretParameter,
    [identityProviderNames.name]: provider.name,
  }
}

/** Reads it decrypted, as every principal of the account may by AWS's own key for parameters. */
function grantParameter(reader: DeskFunction, name: string): void {
  const resource = Stack.of(reader).formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: name.replace(/^\//, ''),
  })
  reader.addToRolePolicy(new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [resource] }))
}

/** All of the configuration but the region, which Lambda sets itself. */
function environmentOf(props: DeskFunctionsProps) {
  const { table, buckets, outboundMail, domain, publicUrl, deliveries, inbound, heldMail } = props
  return {
    [environmentNames.tableName]: table.tableName,
    [environmentNames.mailBucket]: buckets.mail.bucketName,
    [environmentNames.filesBucket]: buckets.files.bucketName,
    [environmentNames.domain]: domain,
    [environmentNames.publicUrl]: publicUrl,
    [environmentNames.sesConfigurationSet]: outboundMail.configurationSetName,
    [environmentNames.deliveryQueueUrl]: deliveries.queueUrl,
    [environmentNames.inboundQueueUrl]: inbound.queueUrl,
    [environmentNames.heldMailQueueUrl]: heldMail.queueUrl,
    [environmentNames.uploadUrl]: buckets.files.formUrl,
    [environmentNames.webhookReach]: 'internet',
  }
}
