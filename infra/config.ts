/** What a deployment of the desk may choose; everything has a default, so that a bare `cdk synth` works. */
export interface DeployConfig {
  /** Mail domain; the desk's address is `support@` it. */
  domain: string
  region: string
  /** Where the console is reached instead of at CloudFront's own name; the certificate is in us-east-1. */
  console?: { host: string; certificateArn: string }
  /** The Route 53 zone that gets the DNS records; without one the records are printed as outputs. */
  hostedZoneId?: string
  alarmEmail?: string
  /** Replaces another active SES receipt rule set of this account instead of failing the deployment. */
  takeOverActiveRuleSet: boolean
  /** The identity provider that agents can sign in by; its client secret is an SSM SecureString of that name. */
  identityProvider?: { issuer: string; clientId: string; clientSecretParameter: string; name: string }
  /** Encrypts the SNS topics with a KMS key of the desk's own, at $1 a month. */
  topicKey: boolean
}

type Read = (key: string) => string | undefined

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/
/** One tenant's, not that of all of them: whose tokens would count is left open by `common` and the like. */
const issuerUrl =
  /^https:\/\/(?!login\.microsoftonline\.[a-z]+\/(?:common|organizations|consumers)\b)[^\s?#]+$/
const certificateArn = /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/.+$/

/**
 * Reads each choice from CDK context (`-c alarmEmail=…` or cdk.json), else from the environment
 * (`DOCKET_ALARM_EMAIL`); throws one error that names everything wrong with them.
 */
export function readDeployConfig(
  context: (key: string) => unknown,
  environment: Record<string, string | undefined>,
): DeployConfig {
  const read: Read = key => {
    const value = String(context(key) ?? environment[environmentName(key)] ?? '').trim()
    return value === '' ? undefined : value
  }
  const problems: string[] = []
  const check = (key: string, pattern: RegExp, wanted: string, value = read(key)) => {
    if (value !== undefined && !pattern.test(value)) problems.push(`${key} must be ${wanted}, not "${value}"`)
  }
  const together = (...keys: string[]) => {
    const missing = keys.filter(key => read(key) === undefined)
    if (missing.length > 0 && missing.length < keys.length)
      problems.push(`${missing.join(' and ')} must be set too, as ${keys.join(' and ')} belong together`)
  }

  const region = read('region') ?? environment.CDK_DEFAULT_REGION ?? 'us-east-1'
  check('domain', hostName, 'a domain in lower case such as desk.example')
  check('region', /^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as eu-west-1', region)
  check('consoleHost', hostName, 'a host name in lower case such as help.desk.example')
  check(
    'certificateArn',
    certificateArn,
    'the ARN of an ACM certificate in us-east-1, where CloudFront reads it',
  )
  check('hostedZoneId', /^Z[A-Z0-9]+$/, 'a Route 53 zone id such as Z0123456789')
  check('alarmEmail', /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'a mail address')
  check('takeOverActiveRuleSet', /^(true|false)$/, 'true or false')
  check('topicKey', /^(true|false)$/, 'true or false')
  check('oidcIssuer', issuerUrl, "the provider's issuer, an https URL, of one tenant")
  check('oidcClientSecretParameter', /^\/?[\w.-]+(\/[\w.-]+)*$/, 'the name of an SSM parameter')
  check('oidcName', /^[^\p{Cc}]{1,40}$/u, 'at most 40 characters')
  together('consoleHost', 'certificateArn')
  together('oidcIssuer', 'oidcClientId', 'oidcClientSecretParameter')
  if (problems.length > 0) throw new Error(`Docket cannot be deployed like this:\n- ${problems.join('\n- ')}`)

  return { domain: read('domain') ?? 'desk.example', region, ...choices(read) }
}

/** The choices that are simply made or not. */
function choices(read: Read): Omit<DeployConfig, 'domain' | 'region'> {
  const [host, certificate] = [read('consoleHost'), read('certificateArn')]
  const [hostedZoneId, alarmEmail] = [read('hostedZoneId'), read('alarmEmail')]
  return {
    ...(host && certificate && { console: { host, certificateArn: certificate } }),
    ...(hostedZoneId && { hostedZoneId }),
    ...(alarmEmail && { alarmEmail }),
    ...identityProvider(read),
    takeOverActiveRuleSet: read('takeOverActiveRuleSet') === 'true',
    topicKey: read('topicKey') === 'true',
  }
}

function identityProvider(read: Read): Pick<DeployConfig, 'identityProvider'> {
  const [issuer, clientId] = [read('oidcIssuer'), read('oidcClientId')]
  const clientSecretParameter = read('oidcClientSecretParameter')
  if (!issuer || !clientId || !clientSecretParameter) return {}
  const name = read('oidcName') ?? new URL(issuer).hostname
  return { identityProvider: { issuer, clientId, clientSecretParameter, name } }
}

/** `alarmEmail` is DOCKET_ALARM_EMAIL. */
function environmentName(key: string): string {
  return `DOCKET_${key.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`
}
