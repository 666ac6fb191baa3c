import { describe, expect, it } from 'vitest'
import { buckets } from '../../../infra/parts.ts'
import { type KeyAttribute, type TableSchema, tableSchema } from '../../../shared/store/schema.ts'
import { only, synthDesk } from './desk-template.ts'

const { template, propertiesOf } = synthDesk()
const schema: TableSchema = tableSchema

describe('the table', () => {
  const table = only(propertiesOf('AWS::DynamoDB::Table'))
  const keysOf = (hash: KeyAttribute, range: KeyAttribute) => [
    { AttributeName: hash.name, KeyType: 'HASH' },
    { AttributeName: range.name, KeyType: 'RANGE' },
  ]

  it('has the keys, the time to live and the stream of the schema', () => {
    expect(table).toMatchObject({
      KeySchema: keysOf(schema.partitionKey, schema.sortKey),
      TimeToLiveSpecification: { AttributeName: schema.timeToLiveAttribute, Enabled: true },
      StreamSpecification: { StreamViewType: schema.stream },
    })
  })

  it('has exactly the indexes of the schema', () => {
    const deployed = new Map(
      table.GlobalSecondaryIndexes.map((index: { IndexName: string }) => [index.IndexName, index]),
    )
    expect([...deployed.keys()]).toEqual(schema.indexes.map(({ name }) => name))
    for (const index of schema.indexes)
      expect(deployed.get(index.name)).toMatchObject({ KeySchema: keysOf(index.partitionKey, index.sortKey) })
  })

  it('projects what the schema projects, besides the keys', () => {
    for (const [position, { name, projection, partitionKey, sortKey }] of schema.indexes.entries()) {
      const { ProjectionType, NonKeyAttributes = [] } = table.GlobalSecondaryIndexes[position].Projection
      if (projection === 'all') expect(ProjectionType, name).toBe('ALL')
      else
        expect(new Set([...NonKeyAttributes, partitionKey.name, sortKey.name]), name).toEqual(
          new Set([...projection, partitionKey.name, sortKey.name]),
        )
    }
  })

  it('names at most 100 attributes over all indexes, as DynamoDB allows no more', () => {
    const named = table.GlobalSecondaryIndexes.flatMap(
      (index: { Projection: { NonKeyAttributes?: string[] } }) => index.Projection.NonKeyAttributes ?? [],
    )
    expect(named.length).toBeLessThanOrEqual(100)
  })

  it('declares the type of every key attribute', () => {
    const keys = [schema, ...schema.indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])
    const declared = new Map(
      table.AttributeDefinitions.map((one: { AttributeName: string; AttributeType: string }) => [
        one.AttributeName,
        one.AttributeType,
      ]),
    )
    expect(declared).toEqual(new Map(keys.map(({ name, type }) => [name, type])))
  })

  it('is paid per request, can be restored to any second, and outlives mistakes and the stack', () => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    })
    template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
  })
})

describe('every bucket', () => {
  const deployed = propertiesOf('AWS::S3::Bucket')

  it('is in the parts list', () => {
    expect(deployed).toHaveLength(Object.keys(buckets).length)
  })

  it('is private, versioned and encrypted, and outlives the stack', () => {
    for (const bucket of deployed)
      expect(bucket).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      })
    template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain' })
  })

  it('refuses whoever comes without TLS', () => {
    const policies = propertiesOf('AWS::S3::BucketPolicy')
    expect(policies).toHaveLength(deployed.length)
    for (const { PolicyDocument } of policies)
      expect(PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 's3:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      )
  })

  it('keeps objects as long as the parts list says', () => {
    const kept = deployed.map(
      ({ LifecycleConfiguration }) => LifecycleConfiguration.Rules[0].ExpirationInDays,
    )
    expect(kept).toEqual([buckets.mail.keepDays, buckets.files.keepDays])
  })

  it('lets what only passes through go sooner, with every version', () => {
    const rules = deployed.flatMap(({ LifecycleConfiguration }) => LifecycleConfiguration.Rules.slice(1))
    const passing = Object.values(buckets).flatMap(part => part.passing ?? [])
    expect(rules).toEqual(
      passing.map(({ prefix, keepDays }) => ({
        Prefix: prefix,
        ExpirationInDays: keepDays,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        Status: 'Enabled',
      })),
    )
    expect(passing).toHaveLength(1)
  })
})
