import { environmentNames } from '../../../shared/runtime/config.ts'
import {
  type IdentityProviderConfig,
  identityProviderNames,
} from '../../../shared/runtime/identity-provider-config.ts'
import type { BucketName, QueueName } from '../../parts.ts'
import { localSecretAccessKey } from '../wire/signature.ts'

export const tableName = 'docket'

/** What the buckets of the parts list are called here. */
export const bucketNames: Record<BucketName, string> = { mail: 'docket-mail', files: 'docket-files' }

/** The queue whose messages wake deliveries to webhooks. */
export const deliveryQueue: QueueName = 'webhook-deliveries'

/** The queue that receipts of mail wait in. */
export const inboundQueue: QueueName = 'inbound-mail'

/** The queue in which mails that are held wait for their time. */
export const heldMailQueue: QueueName = 'held-mail'

export interface Endpoints {
  dynamodb: string
  s3: string
  ses: string
  sqs: string
}

/**
 * The variables a function gets, and anybody else who wants to open the same desk: their calls are signed by
 * `local-desk`, which no injected crash can take down.
 */
export function environmentOf(desk: { domain: string; publicUrl: string; endpoints: Endpoints }) {
  const { domain, publicUrl, endpoints } = desk
  return {
    [environmentNames.tableName]: tableName,
    [environmentNames.mailBucket]: bucketNames.mail,
    [environmentNames.filesBucket]: bucketNames.files,
    [environmentNames.domain]: domain,
    [environmentNames.publicUrl]: publicUrl,
    [environmentNames.uploadUrl]: `${endpoints.s3}/${bucketNames.files}`,
    [environmentNames.sesConfigurationSet]: 'docket',
    [environmentNames.region]: 'us-east-1',
    [environmentNames.deliveryQueueUrl]: `${endpoints.sqs}/000000000000/${deliveryQueue}`,
    [environmentNames.inboundQueueUrl]: `${endpoints.sqs}/000000000000/${inboundQueue}`,
    [environmentNames.heldMailQueueUrl]: `${endpoints.sqs}/000000000000/${heldMailQueue}`,
    // A receiver on this machine is the only one there is to try things out with.
    [environmentNames.webhookReach]: 'internet-and-loopback',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SES: endpoints.ses,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ACCESS_KEY_ID: 'local-desk',
    AWS_SECRET_ACCESS_KEY: localSecretAccessKey,
  }
}

/** The variables of the identity provider, if there is one. */
export function providerEnvironmentOf(provider: IdentityProviderConfig | undefined): Record<string, string> {
  if (provider === undefined) return {}
  const { issuer, clientId, clientSecret, name } = provider
  return {
    [identityProviderNames.issuer]: issuer,
    [identityProviderNames.clientId]: clientId,
    ...('value' in clientSecret
      ? { [identityProviderNames.clientSecret]: clientSecret.value }
      : { [identityProviderNames.clientSecretParameter]: clientSecret.parameter }),
    [identityProviderNames.name]: name,
  }
}
