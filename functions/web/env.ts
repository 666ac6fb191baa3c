import type { Context } from 'hono'
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda'

/** What Lambda adds to a request; absent where `app.request()` is called without it. */
export interface WebEnv {
  Bindings: { event?: LambdaEvent; lambdaContext?: LambdaContext }
  Variables: { requestId: string }
}

export type WebContext = Context<WebEnv>
