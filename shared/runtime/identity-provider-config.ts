/** The provider that agents can sign in by, as the environment of a function names it. */
export interface IdentityProviderConfig {
  /** `https://accounts.google.com`, with a slash at its end only where the provider's own has one. */
  issuer: string
  clientId: string
  /** Name of an SSM parameter that holds the secret, or the secret itself. */
  clientSecret: { parameter: string } | { value: string }
  /** What people call it: `Google`. */
  name: string
}

export const identityProviderNames = {
  issuer: 'OIDC_ISSUER',
  clientId: 'OIDC_CLIENT_ID',
  clientSecret: 'OIDC_CLIENT_SECRET',
  clientSecretParameter: 'OIDC_CLIENT_SECRET_PARAMETER',
  name: 'OIDC_NAME',
} as const

/** Undefined where no provider is configured; throws where one is in part. */
export function readIdentityProvider(
  environment: Record<string, string | undefined>,
): IdentityProviderConfig | undefined {
  const { issuer, clientId, clientSecret, clientSecretParameter, name } = identityProviderNames
  const read = (variable: string) => environment[variable] || undefined
  const parameter = read(clientSecretParameter)
  const [theIssuer, theClientId, value] = [read(issuer), read(clientId), read(clientSecret)]
  if (theIssuer === undefined) return undefined
  if (!isIssuer(theIssuer)) throw new Error(`${issuer} must begin with https://`)
  if (theClientId === undefined) throw new Error(`Environment variable ${clientId} is missing`)
  const secret = parameter === undefined ? value && { value } : { parameter }
  if (!secret) throw new Error(`Environment variable ${clientSecretParameter} is missing`)
  return {
    issuer: theIssuer,
    clientId: theClientId,
    clientSecret: secret,
    name: read(name) ?? new URL(theIssuer).hostname,
  }
}

/** Plain http is for a provider on this machine, to try things out with. */
export function isIssuer(text: string): boolean {
  return URL.canParse(text) && isCallable(new URL(text))
}

/** Whether anything of a provider's may be asked at this address. */
export function isCallable({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1')
}
