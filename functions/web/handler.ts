import { handle } from 'hono/aws-lambda'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { createWeb } from './app.tsx'

/** The console behind API Gateway. Only these are text on the wire: a raw mail may hold any bytes. */
export const handler = handle(createWeb(openDesk(readConfig(process.env), 'web')), {
  isContentTypeBinary: type => !/^(text\/(html|css|javascript)|image\/svg\+xml)\b/.test(type),
})
