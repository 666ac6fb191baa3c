import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootCloud, type Cloud } from '../../infra/local/cloud/cloud.ts'
import { tableName } from '../../infra/local/cloud/names.ts'
import type { IndexDescription } from '../../infra/local/dynamodb/dynalite.ts'
import { functions, httpRoutes, queues, schedules, streams } from '../../infra/parts.ts'
import { synthDesk } from './aws/desk-template.ts'

/** The stack as CloudFormation gets it, and the cloud as this machine boots it, held against each other. */
const { template } = synthDesk()
let cloud: Cloud
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'docket-parts-'))
  cloud = await bootCloud({ dataDir, port: 0, smtpPort: 0, domain: 'desk.example', timers: false })
}, 60_000)
afterAll(async () => {
  await cloud?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const propertiesOf = (type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties)

describe('the stack on AWS and the stack on this machine', () => {
  it('have the same table', async () => {
    const client = new DynamoDBClient({
      endpoint: cloud.endpoints.dynamodb,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
    const { TimeToLiveDescription } = await client.send(
      new DescribeTimeToLiveCommand({ TableName: tableName }),
    )
    const [deployed] = propertiesOf('AWS::DynamoDB::Table')
    expect(shapeOf(Table)).toEqual(shapeOf(deployed))
    expect(shapeOf(Table).indexes).toHaveLength(9)
    expect(TimeToLiveDescription?.AttributeName).toBe(deployed?.TimeToLiveSpecification.AttributeName)
  })

  it('give their functions the same variables', () => {
    const given = propertiesOf('AWS::Lambda::Function')
      .map(({ Environment }) => Object.keys(Environment?.Variables ?? {}))
      .filter(names => names.includes('TABLE_NAME'))
    expect(given).toHaveLength(Object.keys(functions).length)
    // Set by Lambda itself, and by the runtime here.
    const local = Object.keys(cloud.environment).filter(name => !name.startsWith('AWS_'))
    for (const names of given) expect(local.filter(name => !names.includes(name))).toEqual([])
  })

  it('run the same functions, with the same memory and time', () => {
    const limits = propertiesOf('AWS::Lambda::Function')
      .filter(({ Environment }) => Environment?.Variables.TABLE_NAME !== undefined)
      .map(({ MemorySize, Timeout }) => `${MemorySize} MB, ${Timeout} s`)
    const parts = Object.values(functions).map(
      ({ memoryMb, timeoutSeconds }) => `${memoryMb} MB, ${timeoutSeconds} s`,
    )
    expect(limits.sort()).toEqual(parts.sort())
  })

  it('have the same routes, schedules, queues and stream filters', () => {
    const routes = propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey)
    expect(routes.sort()).toEqual(httpRoutes.map(({ route }) => route).sort())
    const fired = propertiesOf('AWS::Scheduler::Schedule').map(
      ({ Target }) => JSON.parse(Target.Input).schedule,
    )
    expect(fired.sort()).toEqual(Object.keys(schedules).sort())
    expect(Object.keys(cloud.queues).sort()).toEqual(Object.keys(queues).sort())
    const filters = propertiesOf('AWS::Lambda::EventSourceMapping').flatMap(
      ({ FilterCriteria }) => FilterCriteria?.Filters ?? [],
    )
    expect(filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual(
      streams.flatMap(({ filters }) => filters),
    )
  })

  it('starts here every function that is named there', async () => {
    const unknown = { schedule: 'none of ours', time: new Date().toISOString() }
    await expect(cloud.invoke('schedules', unknown)).rejects.toThrow(/none of ours/)
    for (const name of ['mail-in', 'mail-feedback', 'mail-out', 'ticket-changes', 'webhooks'] as const) {
      expect(await cloud.invoke(name, { Records: [] })).toEqual({ batchItemFailures: [] })
    }
    expect((await fetch(`${cloud.url}/api/v1/tickets`)).status).toBe(401)
    expect((await fetch(`${cloud.url}/sign-in`)).status).toBe(200)
  })
})

/** Keys and projections, in an order of their own. */
function shapeOf(table: unknown) {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = Object(table)
  const keysOf = (schema: IndexDescription['KeySchema']) =>
    schema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`)
  return {
    keys: keysOf(KeySchema),
    attributes: AttributeDefinitions.map(
      ({ AttributeName, AttributeType }: Record<string, string>) => `${AttributeName} ${AttributeType}`,
    ).sort(),
    indexes: GlobalSecondaryIndexes.map(
      (index: IndexDescription) =>
        `${index.IndexName}: ${keysOf(index.KeySchema)}; ${projected(index.Projection)}`,
    ).sort(),
  }
}

function projected({ ProjectionType, NonKeyAttributes = [] }: IndexDescription['Projection']): string {
  return [ProjectionType, ...NonKeyAttributes.toSorted()].join(' ')
}
