import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { type IKey, Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'

/**
 * A TLS-only topic that AWS services publish to. SNS keeps a message on encrypted disks until it is delivered; `key`
 * encrypts it once more.
 */
export class ServiceTopic extends Topic {
  constructor(scope: Construct, id: string, { key }: { key?: IKey }) {
    super(scope, id, { enforceSSL: true, ...(key && { masterKey: key }) })
  }

  /** Lets one service publish on behalf of one resource of this account; `*` in its ARN matches as in a policy. */
  letPublish(service: string, sourceArn: string): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': sourceArn },
        },
      }),
    )
  }
}

/**
 * A key that SES and CloudWatch may publish under. It must be our own: AWS's key for SNS lets neither of them in,
 * and our own costs $1 a month, more than everything else of an idle desk. So it is a choice.
 */
export class TopicKey extends Key {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'Messages in the topics of the desk', enableKeyRotation: true })
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: ['ses.amazonaws.com', 'cloudwatch.amazonaws.com'].map(name => new ServicePrincipal(name)),
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
  }
}
