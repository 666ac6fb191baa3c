import { describe, expect, it } from 'vitest'
import { readDeployConfig } from '../../../infra/config.ts'

const nothing = () => undefined
const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1f2e'

describe('the choices of a deployment', () => {
  it('all have defaults', () => {
    expect(readDeployConfig(nothing, {})).toEqual({
      domain: 'desk.example',
      region: 'us-east-1',
      takeOverActiveRuleSet: false,
      topicKey: false,
    })
  })

  it('come from context first, then from the environment', () => {
    const context: Record<string, unknown> = { domain: 'help.example', takeOverActiveRuleSet: true }
    const environment = { DOCKET_DOMAIN: 'other.example', DOCKET_ALARM_EMAIL: 'ops@help.example' }
    expect(readDeployConfig(key => context[key], environment)).toMatchObject({
      domain: 'help.example',
      alarmEmail: 'ops@help.example',
      takeOverActiveRuleSet: true,
    })
  })

  it('follow the region of the AWS profile unless one is named', () => {
    const environment = { CDK_DEFAULT_REGION: 'eu-central-1' }
    expect(readDeployConfig(nothing, environment).region).toBe('eu-central-1')
    expect(readDeployConfig(nothing, { ...environment, DOCKET_REGION: 'eu-west-1' }).region).toBe('eu-west-1')
  })

  it('are refused in one error that names everything wrong', () => {
    const wrong = { DOCKET_DOMAIN: 'Desk_Example', DOCKET_ALARM_EMAIL: 'ops', DOCKET_TOPIC_KEY: 'yes' }
    expect(() => readDeployConfig(nothing, wrong)).toThrow(
      /domain must.*\n- alarmEmail must.*\n- topicKey must/,
    )
  })

  it('are refused where one of two that belong together is missing', () => {
    const half = { DOCKET_CONSOLE_HOST: 'help.desk.example' }
    expect(() => readDeployConfig(nothing, half)).toThrow(/certificateArn must be set too/)
    const whole = { ...half, DOCKET_CERTIFICATE_ARN: certificateArn }
    expect(readDeployConfig(nothing, whole).console).toEqual({ host: 'help.desk.example', certificateArn })
  })

  it('refuse a certificate that CloudFront cannot read', () => {
    const elsewhere = {
      DOCKET_CONSOLE_HOST: 'help.desk.example',
      DOCKET_CERTIFICATE_ARN: certificateArn.replace('us-east-1', 'eu-west-1'),
    }
    expect(() => readDeployConfig(nothing, elsewhere)).toThrow(/in us-east-1/)
  })

  it('take an identity provider whole, of one tenant, with its secret under a name only', () => {
    const provider = {
      DOCKET_OIDC_ISSUER: 'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
      DOCKET_OIDC_CLIENT_ID: 'docket',
      DOCKET_OIDC_CLIENT_SECRET_PARAMETER: '/docket/oidc',
    }
    expect(readDeployConfig(nothing, provider).identityProvider).toEqual({
      issuer: provider.DOCKET_OIDC_ISSUER,
      clientId: 'docket',
      clientSecretParameter: '/docket/oidc',
      name: 'login.microsoftonline.com',
    })
    expect(() => readDeployConfig(nothing, { ...provider, DOCKET_OIDC_CLIENT_ID: '' })).toThrow(
      /oidcClientId must be set too/,
    )
    for (const issuer of [
      'http://127.0.0.1:9',
      'https://login.microsoftonline.com/common/v2.0',
      'https://login.microsoftonline.com/organizations/v2.0',
    ]) {
      expect(() => readDeployConfig(nothing, { ...provider, DOCKET_OIDC_ISSUER: issuer })).toThrow(
        /oidcIssuer must be/,
      )
    }
  })
})
