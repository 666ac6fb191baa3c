import { describe, expect, it } from 'vitest'
import { verifiedEmailOf } from '../../shared/domain/identity.ts'

const google = 'https://accounts.google.com'
const entra = 'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0'
const emailFrom = (issuer: string, told: Record<string, unknown>) =>
  verifiedEmailOf({ issuer, subject: '1', told: { email: 'Dana@Msp.Example', ...told } })

describe('an address from an identity provider', () => {
  it.each([true, 'true', 1, '1'])('counts where it is said to be verified: %j', verified => {
    expect(emailFrom(google, { email_verified: verified })).toBe('dana@msp.example')
    expect(emailFrom(entra, { xms_edov: verified })).toBe('dana@msp.example')
  })

  it.each([undefined, false, 'false', 0, null, 'yes', {}])('counts for nothing otherwise: %j', verified => {
    expect(emailFrom(google, { email_verified: verified })).toBeUndefined()
    expect(emailFrom(entra, { xms_edov: verified })).toBeUndefined()
  })

  it('is not verified by Microsoft’s word from anybody else, nor from an issuer that is all tenants’', () => {
    for (const issuer of [google, `${entra}.evil.example`, entra.replace(/[0-9a-f-]{36}/, 'common')]) {
      expect(emailFrom(issuer, { xms_edov: true })).toBeUndefined()
    }
  })

  it('is not verified against the provider’s own no', () => {
    expect(emailFrom(entra, { email_verified: false, xms_edov: true })).toBeUndefined()
  })

  it.each([undefined, '', 7, ['dana@msp.example']])('has to be one: %j', email => {
    expect(emailFrom(google, { email, email_verified: true })).toBeUndefined()
  })
})
