export interface DynamoDbUse {
  operation: string
  /** `table` or the index's name. */
  target: string
  rru: number
  wru: number
}

interface DynamoDbCount {
  calls: number
  rru: number
  wru: number
}

interface FunctionCount {
  invocations: number
  coldStarts: number
  billedMs: number
  errors: number
}

/** What the desk used since the last reset, as `GET /_local/usage` shows it. */
export class Usage {
  #dynamodb = emptyDynamoDb()
  #s3 = { calls: 0, bytesIn: 0, bytesOut: 0, byOperation: {} as Record<string, number> }
  #ses = { calls: 0, mails: 0, bytes: 0 }
  #sqs = { calls: 0, messages: 0 }
  #functions: Record<string, FunctionCount> = {}

  reset(): void {
    this.#dynamodb = emptyDynamoDb()
    this.#s3 = { calls: 0, bytesIn: 0, bytesOut: 0, byOperation: {} }
    this.#ses = { calls: 0, mails: 0, bytes: 0 }
    this.#sqs = { calls: 0, messages: 0 }
    this.#functions = {}
  }

  /** One call to the table; `uses` splits its units by table and index. */
  countDynamoDb(operation: string, uses: DynamoDbUse[]): void {
    const all = this.#dynamodb
    all.calls += 1
    const byOperation = bucket(all.byOperation, operation)
    byOperation.calls += 1
    for (const use of uses) {
      for (const count of [all, byOperation, bucket(all.byTarget, use.target)]) {
        count.rru += use.rru
        count.wru += use.wru
      }
      bucket(all.byTarget, use.target).calls += 1
    }
  }

  countS3(operation: string, bytesIn: number, bytesOut: number): void {
    this.#s3.calls += 1
    this.#s3.bytesIn += bytesIn
    this.#s3.bytesOut += bytesOut
    this.#s3.byOperation[operation] = (this.#s3.byOperation[operation] ?? 0) + 1
  }

  countSes(mails: number, bytes: number): void {
    this.#ses.calls += 1
    this.#ses.mails += mails
    this.#ses.bytes += bytes
  }

  countSqs(messages: number): void {
    this.#sqs.calls += 1
    this.#sqs.messages += messages
  }

  countInvocation(name: string, billedMs: number, cold: boolean, failed: boolean): void {
    const count = this.#functions[name] ?? { invocations: 0, coldStarts: 0, billedMs: 0, errors: 0 }
    count.invocations += 1
    count.coldStarts += cold ? 1 : 0
    count.billedMs += billedMs
    count.errors += failed ? 1 : 0
    this.#functions[name] = count
  }

  report() {
    return {
      dynamodb: this.#dynamodb,
      s3: this.#s3,
      ses: this.#ses,
      sqs: this.#sqs,
      functions: this.#functions,
    }
  }
}

function emptyDynamoDb() {
  return {
    calls: 0,
    rru: 0,
    wru: 0,
    byTarget: {} as Record<string, DynamoDbCount>,
    byOperation: {} as Record<string, DynamoDbCount>,
  }
}

function bucket(counts: Record<string, DynamoDbCount>, name: string): DynamoDbCount {
  counts[name] ??= { calls: 0, rru: 0, wru: 0 }
  return counts[name]
}
