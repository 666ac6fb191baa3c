import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { type BucketName, buckets, type ObjectUse } from '../parts.ts'
import type { DeskFunction } from './desk-function.ts'
import { acknowledgeWildcard } from './wildcards.ts'

const s3Actions = {
  read: 's3:GetObject',
  write: 's3:PutObject',
  delete: 's3:DeleteObject',
  erase: 's3:DeleteObjectVersion',
} as const satisfies Record<ObjectUse, string>

/** A private, TLS-only, versioned, encrypted bucket of the parts list, kept whatever happens to the stack. */
export class DeskBucket extends Bucket {
  constructor(scope: Construct, id: string, name: BucketName) {
    const { keepDays } = buckets[name]
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          ...(keepDays !== undefined && { expiration: Duration.days(keepDays) }),
          // What was overwritten or deleted by mistake can be had back for a month; what was redacted, never.
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    })
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Access logs would double the writes of a desk; the desk’s own log names each mail it takes in.',
    })
  }

  /** Allows exactly these uses of the objects. */
  grantObjects(worker: DeskFunction, uses: readonly ObjectUse[]): void {
    if (uses.length === 0) return
    worker.addToRolePolicy(
      new PolicyStatement({ actions: uses.map(use => s3Actions[use]), resources: [this.arnForObjects('*')] }),
    )
    // To whom may not list, S3 answers 403 for what is not there, and a reader could not tell it from a fault.
    if (uses.includes('read'))
      worker.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucketArn] }))
    if (uses.includes('erase'))
      worker.addToRolePolicy(
        new PolicyStatement({ actions: ['s3:ListBucketVersions'], resources: [this.bucketArn] }),
      )
    acknowledgeWildcard({
      role: worker.role,
      resource: this,
      wildcard: '/*',
      reason: 'Objects are named by ids made at run time: the bucket is the narrowest resource there is.',
    })
  }
}
