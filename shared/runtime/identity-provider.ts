import * as oidc from 'openid-client'
import type { Claims } from '../domain/identity.ts'
import { type IdentityProviderConfig, isCallable } from './identity-provider-config.ts'
import { readParameter } from './parameters.ts'

/** The provider did not answer, or not as one does; the cause is for the log. */
export class ProviderUnreachable extends Error {}

/** What came back from the provider is not a proof of who somebody is: forged, used, old, or a no. */
export class ProviderRefused extends Error {}

/** What one sign-in is bound to: all three are secrets of the browser that began it. */
export interface SignInChallenge {
  state: string
  nonce: string
  /** RFC 7636. */
  codeVerifier: string
}

const timeoutSeconds = 6
/** Errors of a provider's own that are none of the person's: RFC 6749, 4.1.2.1 and 5.2. */
const providersFault = ['server_error', 'temporarily_unavailable', 'invalid_client', 'unauthorized_client']

/**
 * The identity provider of the desk's agents: OpenID Connect's code flow with PKCE, state and nonce. Its metadata is
 * read once per cold start, its keys again whenever it signs with a new one.
 */
export class IdentityProvider {
  readonly name: string
  readonly #config: IdentityProviderConfig
  #client: Promise<oidc.Configuration> | undefined

  constructor(config: IdentityProviderConfig) {
    this.name = config.name
    this.#config = config
  }

  /** Where to send the browser. Error: `ProviderUnreachable`. */
  async signInUrl(challenge: SignInChallenge, redirectUri: string): Promise<URL> {
    const client = await this.#discovered()
    const url = oidc.buildAuthorizationUrl(client, {
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid email profile',
      state: challenge.state,
      nonce: challenge.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(challenge.codeVerifier),
      code_challenge_method: 'S256',
    })
    if (!isCallable(url)) throw new ProviderUnreachable('The provider names an address without TLS')
    return url
  }

  /**
   * Who somebody is, from the address that the provider sent them back to. Errors: `ProviderRefused`,
   * `ProviderUnreachable`.
   */
  async claimsOf(answer: URL, challenge: SignInChallenge): Promise<Claims> {
    const client = await this.#discovered()
    try {
      const tokens = await oidc.authorizationCodeGrant(client, answer, {
        expectedState: challenge.state,
        expectedNonce: challenge.nonce,
        pkceCodeVerifier: challenge.codeVerifier,
      })
      const claims = tokens.claims()
      if (claims === undefined) throw new ProviderRefused('no ID token')
      const { iss: issuer, sub: subject } = claims
      // Some providers tell addresses at their userinfo endpoint only.
      const asks = claims.email === undefined && client.serverMetadata().userinfo_endpoint !== undefined
      const more = asks ? await oidc.fetchUserInfo(client, tokens.access_token, subject) : {}
      return { issuer, subject, told: { ...more, ...claims } }
    } catch (error) {
      throw judged(error)
    }
  }

  #discovered(): Promise<oidc.Configuration> {
    this.#client ??= this.#discover().catch(error => {
      this.#client = undefined
      throw new ProviderUnreachable('The identity provider cannot be used', { cause: error })
    })
    return this.#client
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config
    const secret = 'value' in clientSecret ? clientSecret.value : await readParameter(clientSecret.parameter)
    return await oidc.discovery(new URL(issuer), clientId, undefined, proveBy(secret), {
      timeout: timeoutSeconds,
      [oidc.customFetch]: ask,
      // What may be asked is checked for each address; and the code flow alone would take an unsigned ID token.
      execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
    })
  }
}

/** The client's secret in the body, or in a header where a provider takes it there only. */
function proveBy(secret: string): oidc.ClientAuth {
  const [inBody, inHeader] = [oidc.ClientSecretPost(secret), oidc.ClientSecretBasic(secret)]
  return (server, ...rest) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    return (taken.includes('client_secret_post') ? inBody : inHeader)(server, ...rest)
  }
}

/** Asks the provider; nothing is sent in plain but to this machine. */
async function ask(url: string, options: oidc.CustomFetchOptions): Promise<Response> {
  if (!isCallable(new URL(url))) throw new ProviderUnreachable('The provider names an address without TLS')
  let response: Response
  try {
    response = await fetch(url, options as RequestInit)
  } catch (error) {
    throw new ProviderUnreachable('The provider does not answer', { cause: error })
  }
  if (response.status >= 500) throw new ProviderUnreachable(`The provider answers ${response.status}`)
  return response
}

function judged(error: unknown): Error {
  if (error instanceof ProviderRefused) return error
  const isOurs = causes(error).some(cause => cause instanceof ProviderUnreachable)
  const code = error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError
  if (isOurs || (code && providersFault.includes(error.error))) {
    return new ProviderUnreachable('The identity provider cannot be used', { cause: error })
  }
  return new ProviderRefused('The identity provider vouches for nobody', { cause: error })
}

function causes(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : []
}
