import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import { ReceiptRule, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { ActiveRuleSet } from './active-rule-set.ts'
import type { DeskBucket } from './buckets.ts'
import type { DnsRecord } from './dns-records.ts'
import type { Observability } from './observability.ts'
import { ServiceTopic } from './service-topic.ts'
import { WorkQueue } from './work-queue.ts'

export interface InboundMailProps {
  domain: string
  bucket: DeskBucket
  activation: { code: Code; takeOver: boolean }
  failedEvents: IQueue
  observability: Observability
  key?: IKey
}

/** Mail to the domain: scanned by SES, stored raw in S3, announced on SNS, queued, worked off by mail-in. */
export class InboundMail extends Construct {
  readonly dnsRecords: readonly DnsRecord[]
  /** What waits to be worked off. */
  readonly queue: WorkQueue

  constructor(scope: Construct, id: string, props: InboundMailProps) {
    super(scope, id)
    const { domain, bucket, observability, activation, failedEvents, key } = props
    const stack = Stack.of(this)
    // Named here, so that both policies can name the rule before SES tries out the bucket and the topic.
    const [ruleSetName, ruleName] = [`${stack.stackName}-inbound`, 'desk']
    const ruleArn = stack.formatArn({
      service: 'ses',
      resource: 'receipt-rule-set',
      resourceName: `${ruleSetName}:receipt-rule/${ruleName}`,
    })
    const receipts = new ServiceTopic(this, 'Receipts', { ...(key && { key }) })
    receipts.letPublish('ses.amazonaws.com', ruleArn)
    letSesStore(bucket, ruleArn)
    this.queue = new WorkQueue(this, 'InboundMail', {
      name: 'inbound-mail',
      topic: receipts,
      observability,
      runbook: { waits: 'Mail in waits', givenUp: 'Mail in was given up' },
    })
    const ruleSet = new ReceiptRuleSet(this, 'RuleSet', { receiptRuleSetName: ruleSetName })
    const rule = new ReceiptRule(this, 'Rule', {
      ruleSet,
      receiptRuleName: ruleName,
      recipients: [domain],
      scanEnabled: true,
      // A sender without TLS would be bounced, and its mail lost to the desk.
      tlsPolicy: TlsPolicy.OPTIONAL,
      actions: [
        { bind: () => ({ s3Action: { bucketName: bucket.bucketName, topicArn: receipts.topicArn } }) },
      ],
    })
    // No mail may arrive before it can be stored, announced and queued.
    rule.node.addDependency(bucket, receipts, this.queue)
    new ActiveRuleSet(this, 'ActiveRuleSet', { ruleSetName, failedEvents, ...activation }).node.addDependency(
      rule,
    )
    this.dnsRecords = [
      { id: 'Mx', type: 'MX', name: domain, value: `10 inbound-smtp.${stack.region}.amazonaws.com` },
    ]
  }
}

function letSesStore(bucket: DeskBucket, ruleArn: string): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('ses.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(bucket).account, 'aws:SourceArn': ruleArn },
      },
    }),
  )
}
