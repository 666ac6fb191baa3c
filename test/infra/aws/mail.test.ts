import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { heldBackLine } from '../../../infra/aws/held-back-mail.ts'
import { type FunctionPart, functions, type QueuePart, queues, streams } from '../../../infra/parts.ts'
import { quotaUsedLine } from '../../../shared/use-cases/send-mail.ts'
import { only, synthDesk } from './desk-template.ts'

const { template, propertiesOf } = synthDesk()
const lambdaOf = (purpose: string) =>
  only(propertiesOf('AWS::Lambda::Function').filter(({ Description }) => Description === purpose)).id

describe('received mail', () => {
  it('is scanned, stored and then announced, for every address of the domain', () => {
    template.hasResourceProperties('AWS::SES::ReceiptRule', {
      Rule: {
        Enabled: true,
        ScanEnabled: true,
        Recipients: ['desk.example'],
        Actions: [{ S3Action: { BucketName: Match.anyValue(), TopicArn: Match.anyValue() } }],
      },
    })
  })

  it('is stored by SES only for the rule of this desk', () => {
    const mailBucketPolicy = only(
      propertiesOf('AWS::S3::BucketPolicy').filter(({ Bucket }) => Bucket.Ref.startsWith('MailBucket')),
    )
    const allowed = mailBucketPolicy.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    )
    expect(allowed).toEqual([
      expect.objectContaining({
        Principal: { Service: 'ses.amazonaws.com' },
        Action: 's3:PutObject',
        Condition: {
          StringEquals: { 'aws:SourceAccount': expect.anything(), 'aws:SourceArn': expect.anything() },
        },
      }),
    ])
    expect(JSON.stringify(allowed)).toContain(':receipt-rule-set/Docket-inbound:receipt-rule/desk')
  })

  it('arrives only after its bucket, topic and queue are ready for it', () => {
    const rule = only(Object.values(template.findResources('AWS::SES::ReceiptRule')))
    const before = rule.DependsOn.join(' ')
    for (const needed of ['MailBucketPolicy', 'ReceiptsPolicy', 'InboundMailQueuePolicy'])
      expect(before).toContain(needed)
    const activation = only(Object.values(template.findResources('Custom::ActiveReceiptRuleSet')))
    expect(activation.DependsOn.join(' ')).toContain('InboundRule')
  })

  it('does not push another rule set aside unless told to', () => {
    template.hasResourceProperties('Custom::ActiveReceiptRuleSet', { takeOver: 'false' })
    const told = synthDesk({ takeOverActiveRuleSet: true })
    told.template.hasResourceProperties('Custom::ActiveReceiptRuleSet', { takeOver: 'true' })
  })
})

const filledByFunctions = Object.values<FunctionPart>(functions).flatMap(({ may }): string[] => [
  ...(may.fill ?? []),
])

describe.each(Object.entries<QueuePart>(queues))('the queue %s', (name, part) => {
  const worker = functions[part.function]
  const source = only(
    propertiesOf('AWS::Lambda::EventSourceMapping').filter(
      ({ FunctionName, StartingPosition }) =>
        FunctionName.Ref === lambdaOf(worker.purpose) && StartingPosition === undefined,
    ),
  )
  const [queueId] = source.EventSourceArn['Fn::GetAtt']
  const queue = only(propertiesOf('AWS::SQS::Queue').filter(({ id }) => id === queueId))

  it('starts its function, which reports failures one by one', () => {
    expect(source).toMatchObject({
      BatchSize: part.batchSize,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    })
    expect(source.ScalingConfig?.MaximumConcurrency).toBe(part.maxConcurrency)
  })

  it('gives a message up to its dead letter queue after the receives of the parts list', () => {
    expect(queue.RedrivePolicy).toMatchObject({ maxReceiveCount: part.maxReceiveCount })
    expect(queue.VisibilityTimeout).toBe(6 * worker.timeoutSeconds)
  })

  it('is filled by a topic and by nothing else, unless functions fill it', () => {
    if (filledByFunctions.includes(name)) return
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': [queueId, 'Arn'] },
    })
    const policies = propertiesOf('AWS::SQS::QueuePolicy').filter(({ Queues }) => Queues[0].Ref === queueId)
    const allowed = only(policies).PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    )
    expect(allowed).toEqual([
      expect.objectContaining({ Action: 'sqs:SendMessage', Principal: { Service: 'sns.amazonaws.com' } }),
    ])
  })

  it('rings when its oldest message waits', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queueId, 'QueueName'] } }],
    })
  })
})

describe('every queue', () => {
  const all = propertiesOf('AWS::SQS::Queue')

  it('is encrypted and keeps messages for 14 days', () => {
    expect(all.length).toBeGreaterThan(Object.keys(queues).length)
    for (const queue of all)
      expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1209600 })
  })

  it('has a dead letter queue, or is one and rings as soon as it holds anything', () => {
    for (const { id } of all.filter(({ RedrivePolicy }) => RedrivePolicy === undefined))
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
        Threshold: 0,
      })
  })
})

describe('sent mail', () => {
  it('leaves the table, as all changes do, through the filters of the parts list, failures one by one', () => {
    for (const part of streams)
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        FunctionName: { Ref: lambdaOf(functions[part.function].purpose) },
        BatchSize: part.batchSize,
        MaximumRetryAttempts: part.maxRetryAttempts,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        StartingPosition: 'TRIM_HORIZON',
        FilterCriteria: { Filters: part.filters.map(filter => ({ Pattern: JSON.stringify(filter) })) },
        DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      })
  })

  it('is signed by the domain and reports what became of each mail', () => {
    template.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'desk.example',
      MailFromAttributes: { MailFromDomain: 'bounce.desk.example' },
      FeedbackAttributes: { EmailForwardingEnabled: false },
    })
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        MatchingEventTypes: ['bounce', 'complaint', 'delivery', 'deliveryDelay', 'reject'],
      },
    })
  })

  it('is stopped by the desk’s own list, not by one of SES’s that no agent can clear', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSet', {
      SuppressionOptions: { SuppressedReasons: [] },
    })
  })

  it('that SES takes no more of rings, from the log of whoever sends', () => {
    expect(heldBackLine).toBe(quotaUsedLine)
    const pattern = `{ $.message = "${quotaUsedLine}" }`
    const filters = propertiesOf('AWS::Logs::MetricFilter').filter(
      ({ FilterPattern }) => FilterPattern === pattern,
    )
    expect(filters).toHaveLength(Object.values(functions).filter(({ may }) => may.sendMail).length)
    for (const { MetricTransformations } of filters) {
      expect(MetricTransformations[0]).not.toHaveProperty('DefaultValue')
    }
  })
})

describe('topics', () => {
  it('refuse whoever comes without TLS', () => {
    const policies = propertiesOf('AWS::SNS::TopicPolicy')
    expect(policies).toHaveLength(propertiesOf('AWS::SNS::Topic').length)
    for (const { PolicyDocument } of policies)
      expect(PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      )
  })

  it('are encrypted by a key that SES and CloudWatch may use, where that is chosen', () => {
    const chosen = synthDesk({ topicKey: true })
    for (const { KmsMasterKeyId } of chosen.propertiesOf('AWS::SNS::Topic'))
      expect(KmsMasterKeyId).toBeDefined()
    const { KeyPolicy } = only(chosen.propertiesOf('AWS::KMS::Key'))
    expect(KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({
        Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        Principal: { Service: ['ses.amazonaws.com', 'cloudwatch.amazonaws.com'] },
      }),
    )
  })
})

describe('DNS records', () => {
  it('are printed where the zone is kept elsewhere', () => {
    const printed = Object.values(template.findOutputs('*')).map(({ Value }) => JSON.stringify(Value))
    expect(printed.join('\n')).toContain('desk.example MX 10 inbound-smtp.us-east-1.amazonaws.com')
    expect(propertiesOf('AWS::Route53::RecordSet')).toEqual([])
  })

  it('are written where the zone is ours', () => {
    const hosted = synthDesk({ hostedZoneId: 'Z0123456789' })
    const types = hosted.propertiesOf('AWS::Route53::RecordSet').map(({ Type }) => Type)
    expect(types.toSorted()).toEqual(['CNAME', 'CNAME', 'CNAME', 'MX', 'MX', 'TXT', 'TXT'])
  })
})
