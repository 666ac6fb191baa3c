import { handle } from 'hono/aws-lambda'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { createApi } from './app.ts'

export const handler = handle(createApi(openDesk(readConfig(process.env), 'api')))
