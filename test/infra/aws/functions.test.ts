import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { functions } from '../../../infra/parts.ts'
import { environmentNames } from '../../../shared/runtime/config.ts'
import { only, synthDesk } from './desk-template.ts'

interface Statement {
  Effect: string
  Action: string | string[]
  Resource: unknown
}

const { template, propertiesOf } = synthDesk()
const deployed = propertiesOf('AWS::Lambda::Function')
const policies = propertiesOf('AWS::IAM::Policy')
const actionsOf = ({ Action }: Statement) => [Action].flat()
const allowedIn = (policy: { PolicyDocument: { Statement: Statement[] } }) =>
  policy.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow')

describe.each(Object.entries(functions))('the function %s', (_name, part) => {
  const own = only(deployed.filter(({ Description }) => Description === part.purpose))
  const [roleId] = own.Role['Fn::GetAtt']
  const statements = policies.filter(({ Roles }) => Roles[0].Ref === roleId).flatMap(allowedIn)
  const actions = (service: string) =>
    [...new Set(statements.flatMap(actionsOf))].filter(action => action.startsWith(`${service}:`)).toSorted()
  const isOfStream = (action: string) => /Stream|GetRecords|ShardIterator/.test(action)

  it('has the memory and the time that the parts list gives it', () => {
    expect(own).toMatchObject({
      MemorySize: part.memoryMb,
      Timeout: part.timeoutSeconds,
      Handler: 'index.handler',
    })
  })

  it('finds its whole configuration in its environment', () => {
    const set = Object.keys(own.Environment.Variables)
    const settable = Object.values(environmentNames).filter(name => name !== environmentNames.region)
    expect(set).toEqual(expect.arrayContaining(settable))
    expect(set, 'Lambda reserves it').not.toContain(environmentNames.region)
  })

  it('rings when it throws', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: own.id } }],
    })
  })

  it('may do to the table what the parts list says and no more', () => {
    const granted = actions('dynamodb').filter(action => !isOfStream(action))
    expect(granted).toEqual(part.may.table.map(action => `dynamodb:${action}`).toSorted())
  })

  it.each(['mail', 'files'] as const)('may use the bucket %s as the parts list says and no more', name => {
    const wanted = {
      read: ['s3:GetObject', 's3:ListBucket'],
      write: ['s3:PutObject'],
      delete: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:ListBucketVersions'],
    }
    const granted = statements.filter(({ Resource }) =>
      new RegExp(`${name}Bucket`, 'i').test(JSON.stringify(Resource)),
    )
    const uses = part.may.buckets?.[name] ?? []
    expect(granted.flatMap(actionsOf).toSorted()).toEqual(uses.flatMap(use => wanted[use]).toSorted())
  })

  it('may fill the queues of the parts list and no others', () => {
    const failed = ({ Resource }: Statement) => /FailedEvents/.test(JSON.stringify(Resource))
    const granted = statements.filter(
      statement => actionsOf(statement).includes('sqs:SendMessage') && !failed(statement),
    )
    expect(granted.flatMap(actionsOf)).toEqual((part.may.fill ?? []).map(() => 'sqs:SendMessage'))
    const names = {
      'held-mail': 'HeldMailQueue',
      'webhook-deliveries': 'WebhookDeliveriesQueue',
      'inbound-mail': 'InboundInboundMailQueue',
    }
    const wanted: Record<string, string> = names
    const filled = granted.map(({ Resource }) => JSON.stringify(Resource)).toSorted()
    for (const [index, name] of (part.may.fill ?? []).toSorted().entries()) {
      expect(filled[index]).toContain(wanted[name])
    }
  })

  it('may send mail only if the parts list says so, and only from the domain', () => {
    const granted = statements.filter(statement =>
      actionsOf(statement).some(action => action.startsWith('ses:')),
    )
    expect(granted.flatMap(actionsOf)).toEqual(part.may.sendMail ? ['ses:SendRawEmail'] : [])
    for (const { Resource } of granted) {
      expect(Resource).toHaveLength(2)
      expect(JSON.stringify(Resource)).toMatch(/:identity\/.*:configuration-set\//)
    }
  })
})

describe('every function', () => {
  it('is in the parts list, but for the one that activates the rule set', () => {
    expect(deployed).toHaveLength(Object.keys(functions).length + 1)
  })

  it('runs on Node 24 on arm64 and is traced', () => {
    for (const own of deployed)
      expect(own).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
      })
  })

  it('keeps its log for 90 days in a group of its own', () => {
    const groups = deployed.map(({ LoggingConfig }) => LoggingConfig.LogGroup.Ref)
    expect(new Set(groups).size).toBe(deployed.length)
    for (const { RetentionInDays } of propertiesOf('AWS::Logs::LogGroup')) expect(RetentionInDays).toBe(90)
  })

  it('sends what it failed on for good to a queue', () => {
    for (const { id } of deployed)
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: id },
        DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      })
  })
})

describe('every policy', () => {
  it('names its actions: none holds a *', () => {
    const documents = [
      ...policies,
      ...propertiesOf('AWS::SQS::QueuePolicy'),
      ...propertiesOf('AWS::SNS::TopicPolicy'),
      ...propertiesOf('AWS::S3::BucketPolicy'),
    ]
    const actions = documents.flatMap(allowedIn).flatMap(actionsOf)
    expect(actions.length).toBeGreaterThan(50)
    expect(actions.filter(action => action.includes('*'))).toEqual([])
  })

  it('allows on every resource only what knows no narrower one', () => {
    const everywhere = policies.flatMap(allowedIn).filter(({ Resource }) => Resource === '*')
    expect([...new Set(everywhere.flatMap(actionsOf))].toSorted()).toEqual([
      'ses:DescribeActiveReceiptRuleSet',
      'ses:SetActiveReceiptRuleSet',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ])
  })
})

it('no role carries a policy that AWS manages', () => {
  for (const { ManagedPolicyArns } of propertiesOf('AWS::IAM::Role'))
    expect(ManagedPolicyArns).toBeUndefined()
})

describe('an identity provider', () => {
  const identityProvider = {
    issuer: 'https://id.example',
    clientId: 'docket',
    clientSecretParameter: '/docket/oidc',
    name: 'Brightline ID',
  }
  const named = synthDesk({ identityProvider })
  const readsParameter = (of: typeof named) =>
    of
      .propertiesOf('AWS::IAM::Policy')
      .flatMap(allowedIn)
      .filter(statement => actionsOf(statement).some(action => action.startsWith('ssm:')))

  it('is known to the pages alone, which may read its one secret', () => {
    const told = named
      .propertiesOf('AWS::Lambda::Function')
      .filter(({ Environment }) => 'OIDC_ISSUER' in (Environment?.Variables ?? {}))
    expect(told.map(({ Description }) => Description)).toEqual([functions.web.purpose])
    expect(only(told).Environment.Variables).toMatchObject({
      OIDC_CLIENT_ID: 'docket',
      OIDC_CLIENT_SECRET_PARAMETER: '/docket/oidc',
      OIDC_NAME: 'Brightline ID',
    })
    const { Action, Resource } = only(readsParameter(named))
    expect(Action).toBe('ssm:GetParameter')
    expect(JSON.stringify(Resource)).toMatch(/:ssm:us-east-1:.*:parameter\/docket\/oidc"/)
  })

  it('leaves nothing behind where there is none', () => {
    expect(readsParameter({ template, propertiesOf } as typeof named)).toEqual([])
  })
})
