/** `throttled` never ran; the others may have done their work before they failed. */
export type FailureKind = 'error' | 'timeout' | 'crash' | 'throttled' | 'too-large'

/** Why an invocation has no answer, in Lambda's words. */
export class FunctionFailure extends Error {
  readonly kind: FailureKind
  readonly errorType: string
  readonly trace: readonly string[]

  constructor(kind: FailureKind, errorType: string, message: string, trace: readonly string[] = []) {
    super(message)
    this.kind = kind
    this.errorType = errorType
    this.trace = trace
  }
}

/** What the Runtime API is told of an error; anything unreadable is an error all the same. */
export function failureFrom(body: string): FunctionFailure {
  const { errorType, errorMessage, trace } = readObject(body)
  const lines = Array.isArray(trace) ? trace.map(String) : []
  return new FunctionFailure(
    'error',
    String(errorType ?? 'Runtime.Unknown'),
    String(errorMessage ?? ''),
    lines,
  )
}

/** The failure of a function that ran longer than its part allows. */
export function timedOut(timeoutSeconds: number): FunctionFailure {
  return new FunctionFailure(
    'timeout',
    'Sandbox.Timedout',
    `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  )
}

/** The failure of a function whose process ended under it. */
export function exited(how: string): FunctionFailure {
  return new FunctionFailure('crash', 'Runtime.ExitError', `Runtime exited with error: ${how}`)
}

function readObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
