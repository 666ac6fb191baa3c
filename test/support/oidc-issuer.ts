import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import Provider, { type Configuration } from 'oidc-provider'
import type { IdentityProviderConfig } from '../../shared/runtime/identity-provider-config.ts'

/** Somebody who has an account at the issuer. */
export interface Account {
  subject: string
  claims: Record<string, unknown>
}

export type OidcIssuer = Awaited<ReturnType<typeof openOidcIssuer>>

/** Whether the ID token itself tells the address, as the large providers' do, or their userinfo endpoint alone. */
interface IssuerOptions {
  /** Where it sends people back to. */
  redirectUris: [string, ...string[]]
  tellsInIdToken?: boolean
}

/**
 * A certified OpenID provider on a free port of this machine, whose sign-in page has nothing to fill in: whoever
 * comes is the one who `signsIn`.
 */
export async function openOidcIssuer({ redirectUris, tellsInIdToken = true }: IssuerOptions) {
  const secret = randomBytes(24).toString('hex')
  const accounts = new Map<string, Account>()
  let present: Account = { subject: 'nobody', claims: {} }
  let answers = true
  const server = createServer((request, response) => {
    if (!answers) {
      response.writeHead(503).end()
      return
    }
    const handled = request.url?.startsWith('/interaction/') ? finish() : handle(request, response)
    Promise.resolve(handled).catch(error => response.writeHead(500).end(String(error)))

    async function finish(): Promise<void> {
      const { subject: accountId } = present
      await provider.interactionFinished(request, response, { login: { accountId, remember: false } })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const issuer = `http://127.0.0.1:${address.port}`
  const provider = new Provider(issuer, configuration())
  // The desk's own address may be known only after this one is.
  const sentBackTo = [...redirectUris]
  provider.Client.prototype.redirectUriAllowed = uri => sentBackTo.includes(uri)
  const handle = provider.callback()

  function configuration(): Configuration {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    return {
      clients: [
        {
          client_id: 'docket',
          client_secret: secret,
          redirect_uris: redirectUris,
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
      cookies: { keys: [randomBytes(24).toString('hex')] },
      claims: { email: ['email', 'email_verified', 'xms_edov'], profile: ['name'] },
      conformIdTokenClaims: !tellsInIdToken,
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      ttl: { Session: 60, Interaction: 60, Grant: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
      findAccount: (_context, subject) => ({
        accountId: subject,
        claims: () => ({ ...accounts.get(subject)?.claims, sub: subject }),
      }),
      // Nobody is asked whether the desk may know them.
      loadExistingGrant: async ({ oidc }) => {
        const { client, session } = oidc
        if (client === undefined || session?.accountId === undefined) return undefined
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
        grant.addOIDCScope('openid email profile')
        await grant.save()
        return grant
      },
    }
  }

  const config: IdentityProviderConfig = {
    issuer,
    clientId: 'docket',
    clientSecret: { value: secret },
    name: 'Brightline ID',
  }
  return {
    config,
    /** From now on this is who comes to the sign-in page. */
    signsIn: (account: Account) => {
      accounts.set(account.subject, account)
      present = account
    },
    /** Lets people be sent back to one more address. */
    sendsBackTo: (uri: string) => {
      sentBackTo.push(uri)
    },
    /** Whether it answers at all. */
    answers: (does: boolean) => {
      answers = does
    },
    /** Walks a browser's way from the sign-in address to the one it is sent back to. */
    walk: async (from: string): Promise<string> => {
      const cookies = new Map<string, string>()
      let url = from
      while (url.startsWith(issuer)) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' })
        for (const set of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
          cookies.set(name, value)
        }
        const location = answer.headers.get('location')
        if (location === null) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
        url = new URL(location, url).href
      }
      return url
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
