import type { ErrorCode, Issue } from '../domain/errors.ts'

/** What the desk answers instead; `unknown` where it was not the desk that answered. */
export type ProblemCode = ErrorCode | 'internal' | 'unknown'

interface ProblemBody {
  code: ProblemCode
  title: string
  detail?: string
  errors?: Issue[]
  requestId?: string
}

/** A refusal of the API, RFC 9457. Go by `code`. */
export class DocketProblem extends Error {
  readonly code: ProblemCode
  readonly status: number
  /** What is wrong with the request, each thing with a JSON pointer. */
  readonly errors: readonly Issue[]
  /** Names the request in the desk's log. */
  readonly requestId: string | undefined
  /** Of `request.too-many`: how long to wait. */
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, problem: ProblemBody, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title)
    this.name = 'DocketProblem'
    this.code = problem.code
    this.status = status
    this.errors = problem.errors ?? []
    this.requestId = problem.requestId
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** The problem that an answer tells of. */
  static async of(response: Response): Promise<DocketProblem> {
    const { status, headers } = response
    const retryAfter = headers.get('Retry-After')
    const body = await response.text()
    const isProblem = headers.get('Content-Type')?.startsWith('application/problem+json') ?? false
    const problem: ProblemBody = isProblem
      ? JSON.parse(body)
      : { code: 'unknown', title: `${status}: ${body.slice(0, 200)}` }
    return new DocketProblem(status, problem, retryAfter === null ? undefined : Number(retryAfter))
  }
}
