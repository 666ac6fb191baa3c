import type { FaultKind } from '../faults.ts'
import { type AwsError, dynamoDbError, transactionCanceled } from './errors.ts'
import type { TransactionRequest } from './transactions.ts'

const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']
const transactions = ['TransactWriteItems', 'TransactGetItems']

/** The error an injected fault answers with instead of doing anything, if it is one of those. */
export function faultBefore(
  kind: FaultKind | undefined,
  operation: string,
  body: string,
): AwsError | undefined {
  if (kind === 'error') return dynamoDbError('InternalServerError', 'Internal server error')
  if (kind === 'throttle') return throttled(operation)
  if (kind === 'conflict') return conflict(operation, body)
  return undefined
}

/** What AWS's SDK retries: a cancelled transaction it would hand to its caller at once. */
function throttled(operation: string): AwsError {
  if (transactions.includes(operation))
    return dynamoDbError('ThrottlingException', 'Rate of requests exceeds the limit')
  const message = 'The level of configured provisioned throughput for the table was exceeded. Try again later'
  return dynamoDbError('ProvisionedThroughputExceededException', message)
}

/** Only writes and transactions can conflict; other reads go on as if nothing had been injected. */
function conflict(operation: string, body: string): AwsError | undefined {
  const message = 'Transaction is ongoing for the item'
  if (writes.includes(operation)) return dynamoDbError('TransactionConflictException', message)
  if (!transactions.includes(operation)) return undefined
  const { TransactItems: parts = [] } = JSON.parse(body) as TransactionRequest
  return transactionCanceled(
    parts.map((_part, position) =>
      position === 0 ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
    ),
  )
}
