import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { tableName } from '../../infra/local/cloud/names.ts'

/** Every row of the table as it is stored, by key: equal before and after means that nothing was written. */
export async function wholeTable(): Promise<Record<string, string>> {
  const client = new DynamoDBClient({})
  const rows: [string, string][] = []
  let start: Record<string, AttributeValue> | undefined
  do {
    const page = await client.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey: start }),
    )
    for (const item of page.Items ?? []) rows.push([`${item.pk?.S} ${item.sk?.S}`, canonical(item)])
    start = page.LastEvaluatedKey
  } while (start !== undefined)
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
