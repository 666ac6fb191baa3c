import { Logger } from '@aws-lambda-powertools/logger'

/** One line of JSON per event; never the words of a mail, a token, a key or a code. */
export interface Log {
  info(message: string, facts?: Record<string, unknown>): void
  warn(message: string, facts?: Record<string, unknown>): void
  error(message: string, facts?: Record<string, unknown>): void
}

export function openLog(serviceName: string): Log {
  const logger = new Logger({ serviceName })
  return {
    info: (message, facts = {}) => logger.info(message, facts),
    warn: (message, facts = {}) => logger.warn(message, facts),
    error: (message, facts = {}) => logger.error(message, facts),
  }
}
