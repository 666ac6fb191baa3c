/** What an identity provider says of somebody, after it was proven to come from there. */
export interface Claims {
  issuer: string
  subject: string
  /** Everything it told, by the names of OpenID Connect. */
  told: Readonly<Record<string, unknown>>
}

/** Microsoft's issuers; each tenant has its own. */
const entraIssuer = /^https:\/\/login\.microsoftonline\.(?:com|us)\/[0-9a-f-]{36}\/v2\.0$/

/**
 * The mail address that the provider vouches for, in lower case; undefined where it has none, or does not say that
 * it is verified. Microsoft Entra ID has no `email_verified`: of its own issuers `xms_edov` counts, which says that
 * the owner of the address's domain was verified.
 */
export function verifiedEmailOf({ issuer, told }: Claims): string | undefined {
  const { email, email_verified: verified, xms_edov: domainVerified } = told
  if (typeof email !== 'string' || email === '') return undefined
  // Some providers send their booleans as text or digits.
  const holds =
    isYes(verified) || (entraIssuer.test(issuer) && verified === undefined && isYes(domainVerified))
  return holds ? email.trim().toLowerCase() : undefined
}

function isYes(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1'
}
