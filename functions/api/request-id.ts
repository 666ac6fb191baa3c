import type { Context } from 'hono'
import type { Desk } from '../../shared/runtime/desk.ts'

export const requestIdHeader = 'X-Request-Id'

/** The id that this request was given when it came in; none is taken from outside. */
export function requestIdOf(c: Context): string {
  return c.res.headers.get(requestIdHeader) ?? ''
}

/** The desk as one request sees it: whatever it logs names the request. */
export function deskOfRequest(desk: Desk, requestId: string): Desk {
  const { log } = desk
  return {
    ...desk,
    log: {
      info: (message, facts) => log.info(message, { ...facts, requestId }),
      warn: (message, facts) => log.warn(message, { ...facts, requestId }),
      error: (message, facts) => log.error(message, { ...facts, requestId }),
    },
  }
}
