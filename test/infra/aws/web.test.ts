import { describe, expect, it } from 'vitest'
import { functions, httpRoutes } from '../../../infra/parts.ts'
import { only, synthDesk } from './desk-template.ts'

const console = {
  host: 'help.desk.example',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1f2e',
}
const { template, propertiesOf } = synthDesk()
const configOf = (desk = { propertiesOf }) =>
  only(desk.propertiesOf('AWS::CloudFront::Distribution')).DistributionConfig
const apiOf = (desk = { propertiesOf }) =>
  only(
    desk
      .propertiesOf('AWS::Lambda::Function')
      .filter(({ Description }) => Description === functions.api.purpose),
  )

describe('the HTTP API', () => {
  it('has the routes of the parts list', () => {
    const routes = propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey)
    expect(routes.toSorted()).toEqual(httpRoutes.map(({ route }) => route).toSorted())
    template.allResourcesProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' })
  })

  it('is throttled, and logs each request without its path and query, which may hold tokens', () => {
    const stage = only(propertiesOf('AWS::ApiGatewayV2::Stage'))
    expect(stage.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0)
    expect(stage.AccessLogSettings.Format).not.toMatch(/path|query|uri/i)
  })
})

describe('CloudFront', () => {
  it('caches nothing but assets', () => {
    const { DefaultCacheBehavior, CacheBehaviors } = configOf()
    const disabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
    expect(DefaultCacheBehavior).toMatchObject({
      CachePolicyId: disabled,
      ViewerProtocolPolicy: 'redirect-to-https',
    })
    expect(CacheBehaviors).toEqual([expect.objectContaining({ PathPattern: '/assets/*' })])
    expect(CacheBehaviors[0].CachePolicyId).not.toBe(disabled)
  })

  it('sends HSTS, nosniff, no-referrer and a frame refusal with every answer', () => {
    const { ResponseHeadersPolicyConfig } = only(propertiesOf('AWS::CloudFront::ResponseHeadersPolicy'))
    expect(ResponseHeadersPolicyConfig.SecurityHeadersConfig).toMatchObject({
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63072000, Override: true },
      ContentTypeOptions: { Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      FrameOptions: { FrameOption: 'DENY' },
    })
    const { DefaultCacheBehavior, CacheBehaviors } = configOf()
    for (const behaviour of [DefaultCacheBehavior, ...CacheBehaviors])
      expect(behaviour.ResponseHeadersPolicyId).toBeDefined()
  })

  it('answers at its own name unless the desk has one, and tells the functions which', () => {
    const own = apiOf(synthDesk({ console }))
    expect(own.Environment.Variables.PUBLIC_URL).toBe('https://help.desk.example')
    const other = apiOf()
    expect(JSON.stringify(other.Environment.Variables.PUBLIC_URL)).toContain('DomainName')
  })

  it('speaks TLS 1.2 or newer at the name of the desk', () => {
    expect(configOf(synthDesk({ console }))).toMatchObject({
      Aliases: ['help.desk.example'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
    })
  })
})
