import { handle } from 'hono/aws-lambda'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { IdentityProvider } from '../../shared/runtime/identity-provider.ts'
import { readIdentityProvider } from '../../shared/runtime/identity-provider-config.ts'
import { createWeb } from './app.tsx'

/** The console behind API Gateway. Only these are text on the wire: a raw mail may hold any bytes. */
export const handler = handle(createWeb(openDesk(readConfig(process.env), 'web'), provider()), {
  isContentTypeBinary: type => !/^(text\/(html|css|javascript)|image\/svg\+xml)\b/.test(type),
})

function provider(): IdentityProvider | undefined {
  const config = readIdentityProvider(process.env)
  return config && new IdentityProvider(config)
}
