import { Stack } from 'aws-cdk-lib'
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import type { DnsRecord } from './dns-records.ts'
import { ServiceTopic } from './service-topic.ts'

export interface OutboundMailProps {
  domain: string
  key?: IKey
}

/** The desk's domain as a sender: signed by DKIM, with its own MAIL FROM, reporting what became of each mail. */
export class OutboundMail extends Construct {
  /** Told of bounces, complaints, delays, rejects, and of what arrived. */
  readonly feedback: ServiceTopic
  readonly configurationSetName: string
  readonly dnsRecords: readonly DnsRecord[]
  private readonly sendArns: string[]

  constructor(scope: Construct, id: string, { domain, key }: OutboundMailProps) {
    super(scope, id)
    const stack = Stack.of(this)
    this.feedback = new ServiceTopic(this, 'Feedback', { ...(key && { key }) })
    // The desk keeps its own list, which agents can see and clear; on SES's they could not.
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', { disableSuppressionList: true })
    this.configurationSetName = configurationSet.configurationSetName
    configurationSet
      .addEventDestination('Feedback', {
        destination: EventDestination.snsTopic(this.feedback),
        events: [
          EmailSendingEvent.BOUNCE,
          EmailSendingEvent.COMPLAINT,
          EmailSendingEvent.DELIVERY,
          EmailSendingEvent.DELIVERY_DELAY,
          EmailSendingEvent.REJECT,
        ],
      })
      // SES tries the topic out, so its policy has to be there.
      .node.addDependency(this.feedback)
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      configurationSet,
      mailFromDomain: `bounce.${domain}`,
      // Else SES would also mail each bounce to the desk, which would take it for mail.
      feedbackForwarding: false,
    })
    this.sendArns = [
      identity.emailIdentityArn,
      stack.formatArn({
        service: 'ses',
        resource: 'configuration-set',
        resourceName: this.configurationSetName,
      }),
    ]
    this.dnsRecords = senderRecords(domain, stack.region, identity)
  }

  /** Allows raw mail from the desk's domain, through the set that reports back. */
  grantSend(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ses:SendRawEmail'], resources: this.sendArns }),
    )
  }
}

/** DKIM, MAIL FROM (RFC 7208) and DMARC (RFC 7489) records of the sender. */
function senderRecords(domain: string, region: string, { dkimRecords }: EmailIdentity): DnsRecord[] {
  const mailFrom = `bounce.${domain}`
  return [
    ...dkimRecords.map(
      ({ name, value }, index) => ({ id: `Dkim${index + 1}`, type: 'CNAME', name, value }) as const,
    ),
    { id: 'MailFromMx', type: 'MX', name: mailFrom, value: `10 feedback-smtp.${region}.amazonses.com` },
    { id: 'MailFromSpf', type: 'TXT', name: mailFrom, value: '"v=spf1 include:amazonses.com ~all"' },
    { id: 'Dmarc', type: 'TXT', name: `_dmarc.${domain}`, value: '"v=DMARC1; p=quarantine"' },
  ]
}
