import { type IdentityProviderConfig, isIssuer } from '../../shared/runtime/identity-provider-config.ts'
import { CannotStart } from './cloud/folder.ts'

/** What `npm start` is told by its environment. */
export interface StartOptions {
  port: number
  smtpPort: number
  dataDir: string
  /** Secret of an admin API key that is to exist. */
  apiKey?: string
  /** Whether to begin with the demo's clients and tickets. */
  demo: boolean
  /** The desk's mail domain. */
  domain: string
  /** Agents can sign in by it. */
  identityProvider?: IdentityProviderConfig
}

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/
const largestPort = 65_535

/** Reads the variables of the local stack; throws CannotStart naming the first that makes no sense. */
export function readStartOptions(environment: Record<string, string | undefined>): StartOptions {
  const read = (name: string, otherwise: string): string => environment[name]?.trim() || otherwise
  const readPort = (name: string, otherwise: string): number => {
    const text = read(name, otherwise)
    const port = Number(text)
    if (/^\d+$/.test(text) && port <= largestPort) return port
    throw new CannotStart(`${name} must be a port number, not "${text}"`)
  }
  const domain = read('DOCKET_DOMAIN', 'desk.example').toLowerCase()
  if (!hostName.test(domain)) {
    throw new CannotStart(`DOCKET_DOMAIN must be a domain such as desk.example, not "${domain}"`)
  }
  const demo = read('DOCKET_DEMO', '1')
  if (!['0', '1'].includes(demo)) throw new CannotStart(`DOCKET_DEMO must be 0 or 1, not "${demo}"`)
  const apiKey = read('DOCKET_API_KEY', '')
  return {
    port: readPort('PORT', '3000'),
    smtpPort: readPort('SMTP_PORT', '2525'),
    dataDir: read('DATA_DIR', '.docket'),
    ...(apiKey !== '' && { apiKey }),
    demo: demo === '1',
    domain,
    ...identityProviderIn(read),
  }
}

function identityProviderIn(
  read: (name: string, otherwise: string) => string,
): Pick<StartOptions, 'identityProvider'> {
  const issuer = read('DOCKET_OIDC_ISSUER', '')
  if (issuer === '') return {}
  if (!isIssuer(issuer)) {
    throw new CannotStart(
      `DOCKET_OIDC_ISSUER must begin with https:// (or http://127.0.0.1), not "${issuer}"`,
    )
  }
  const [clientId, value] = [read('DOCKET_OIDC_CLIENT_ID', ''), read('DOCKET_OIDC_CLIENT_SECRET', '')]
  if (clientId === '' || value === '') {
    throw new CannotStart('DOCKET_OIDC_ISSUER takes DOCKET_OIDC_CLIENT_ID and DOCKET_OIDC_CLIENT_SECRET')
  }
  const name = read('DOCKET_OIDC_NAME', new URL(issuer).hostname)
  return { identityProvider: { issuer, clientId, clientSecret: { value }, name } }
}
