import { Duration, Stack, Validations } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Construct } from 'constructs'
import type { DeployConfig } from '../config.ts'
import type { DnsRecord } from './dns-records.ts'
import type { DeskHttpApi } from './http-api.ts'

export interface WebHostingProps {
  httpApi: DeskHttpApi
  console?: DeployConfig['console']
}

/**
 * CloudFront in front of the HTTP API. The API can also be reached around it, with nothing won: each request is
 * authorized in the function, cookies are bound to the public host, and forms must come from the public origin.
 * A secret header between the two would be one more secret to rotate.
 */
export class WebHosting extends Construct {
  /** Origin of the console and the API, without a trailing slash. */
  readonly publicUrl: string
  readonly dnsRecords: readonly DnsRecord[]

  constructor(scope: Construct, id: string, { httpApi, console }: WebHostingProps) {
    super(scope, id)
    const { region, urlSuffix } = Stack.of(this)
    const origin = new HttpOrigin(`${httpApi.api.apiId}.execute-api.${region}.${urlSuffix}`, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    })
    const everywhere = {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: this.securityHeaders(),
    }
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Docket console and API',
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(console && {
        domainNames: [console.host],
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', console.certificateArn),
      }),
      defaultBehavior: {
        ...everywhere,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // Without the Host header: API Gateway answers to its own name only. Functions know theirs as PUBLIC_URL.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
      additionalBehaviors: {
        '/assets/*': { ...everywhere, cachePolicy: CachePolicy.CACHING_OPTIMIZED },
      },
    })
    this.publicUrl = `https://${console?.host ?? distribution.distributionDomainName}`
    this.dnsRecords = console
      ? [{ id: 'Console', type: 'ALIAS', name: console.host, value: distribution.distributionDomainName }]
      : []
    acknowledge(distribution, console !== undefined)
  }

  /** What is the same on every answer; the Content-Security-Policy differs by page and comes from the function. */
  private securityHeaders(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'SecurityHeaders', {
      securityHeadersBehavior: {
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        // A page that shows a mail in the console's own frame may ask for SAMEORIGIN.
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: false },
      },
    })
  }
}

function acknowledge(distribution: Distribution, ownCertificate: boolean): void {
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'Clients of a service provider may work from any country.' },
    {
      id: 'AwsSolutions-CFR2',
      reason: 'A WAF costs $6 a month idle; the API is throttled and sign-in limits its own tries.',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'Its logs hold whole URLs, thus guest links and keys; the HTTP API logs each request without.',
    },
  )
  if (ownCertificate) return
  Validations.of(distribution).acknowledge({
    id: 'AwsSolutions-CFR4',
    reason: 'The certificate of *.cloudfront.net allows no minimum; a desk with its own host has TLS 1.2.',
  })
}
