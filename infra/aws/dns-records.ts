import { CfnOutput } from 'aws-cdk-lib'
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53'
import { Construct } from 'constructs'

export interface DnsRecord {
  id: string
  /** ALIAS is an address record that follows a CloudFront name. */
  type: 'ALIAS' | 'CNAME' | 'MX' | 'TXT'
  name: string
  value: string
}

export interface DnsRecordsProps {
  records: readonly DnsRecord[]
  hostedZoneId?: string
}

/** The zone id that every CloudFront distribution has. */
const cloudFrontZoneId = 'Z2FDTNDATAQYW2'

/** The DNS records the desk needs: written to the hosted zone, or printed for whoever keeps the zone. */
export class DnsRecords extends Construct {
  constructor(scope: Construct, id: string, { records, hostedZoneId }: DnsRecordsProps) {
    super(scope, id)
    for (const { id: recordId, type, name, value } of records) {
      if (hostedZoneId === undefined) {
        new CfnOutput(this, recordId, { value: `${name} ${type} ${value}` })
      } else if (type === 'ALIAS') {
        for (const address of ['A', 'AAAA'])
          new CfnRecordSet(this, `${recordId}${address}`, {
            hostedZoneId,
            name,
            type: address,
            aliasTarget: { dnsName: value, hostedZoneId: cloudFrontZoneId },
          })
      } else {
        new CfnRecordSet(this, recordId, {
          hostedZoneId,
          name,
          type,
          ttl: '3600',
          resourceRecords: [value],
        })
      }
    }
  }
}
