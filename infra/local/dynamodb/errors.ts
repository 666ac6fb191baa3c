/** An answer other than 200, in the words and the shape the AWS SDK parses. */
export class AwsError extends Error {
  readonly status: number
  readonly type: string
  readonly details: Record<string, unknown>

  constructor(type: string, message: string, details: Record<string, unknown> = {}, status = 400) {
    super(message)
    this.name = 'AwsError'
    this.type = type
    this.status = status
    this.details = details
  }

  body(): Record<string, unknown> {
    return { __type: this.type, message: this.message, ...this.details }
  }
}

/** An error of DynamoDB's own namespace, `com.amazonaws.dynamodb.v20120810`. */
export function dynamoDbError(
  name: string,
  message: string,
  details: Record<string, unknown> = {},
): AwsError {
  const status = name === 'InternalServerError' ? 500 : 400
  return new AwsError(`com.amazonaws.dynamodb.v20120810#${name}`, message, details, status)
}

/** A ValidationException, which AWS raises in another namespace. */
export function validationError(message: string): AwsError {
  return new AwsError('com.amazon.coral.validate#ValidationException', message)
}

/** Why one operation of a transaction stood in the way; `None` for those that did not. */
export interface CancellationReason {
  Code: string
  Message?: string
  Item?: unknown
}

/** A TransactionCanceledException with one reason per operation, in their order. */
export function transactionCanceled(reasons: CancellationReason[]): AwsError {
  const codes = reasons.map(reason => reason.Code).join(', ')
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`
  // AWS capitalises `Message` for this one error; the SDK takes its text from there.
  return dynamoDbError('TransactionCanceledException', message, {
    Message: message,
    CancellationReasons: reasons,
  })
}
