import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { type BucketName, buckets } from '../parts.ts'
import type { DeskFunction } from './desk-function.ts'
import { acknowledgeWildcard } from './wildcards.ts'

const objectActions = {
  read: ['s3:GetObject'],
  write: ['s3:PutObject'],
  delete: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
} as const

/**
 * To whom may not list, S3 answers 403 for what is not there, and a reader could not tell it from a fault; to
 * delete for good, one has to know the versions.
 */
const bucketActions = {
  read: ['s3:ListBucket'],
  write: [],
  delete: ['s3:ListBucketVersions'],
} as const

/** A private, TLS-only, versioned, encrypted bucket of the parts list, kept whatever happens to the stack. */
export class DeskBucket extends Bucket {
  /** `publicUrl`: where the console is. */
  constructor(scope: Construct, id: string, { name, publicUrl }: { name: BucketName; publicUrl: string }) {
    const { keepDays, passing, takesForms = false } = buckets[name]
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(takesForms && {
        cors: [
          {
            allowedOrigins: [publicUrl],
            allowedMethods: [HttpMethods.POST],
            allowedHeaders: ['*'],
            maxAge: Duration.hours(1).toSeconds(),
          },
        ],
      }),
      lifecycleRules: [
        {
          ...(keepDays !== undefined && { expiration: Duration.days(keepDays) }),
          // What was overwritten by mistake can be had back for a month; a redaction deletes every version.
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
        ...(passing === undefined
          ? []
          : [
              {
                prefix: passing.prefix,
                expiration: Duration.days(passing.keepDays),
                noncurrentVersionExpiration: Duration.days(1),
              },
            ]),
      ],
    })
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Access logs would double the writes of a desk; the desk’s own log names each mail it takes in.',
    })
  }

  /** Where the forms are posted to that the desk signs for this bucket. */
  get formUrl(): string {
    return `https://s3.${Stack.of(this).region}.amazonaws.com/${this.bucketName}`
  }

  /** Allows exactly these uses of the objects. */
  grantObjects(worker: DeskFunction, uses: readonly ('read' | 'write' | 'delete')[]): void {
    if (uses.length === 0) return
    const onObjects = uses.flatMap(use => objectActions[use])
    const onBucket = uses.flatMap(use => bucketActions[use])
    worker.addToRolePolicy(new PolicyStatement({ actions: onObjects, resources: [this.arnForObjects('*')] }))
    if (onBucket.length > 0) {
      worker.addToRolePolicy(new PolicyStatement({ actions: onBucket, resources: [this.bucketArn] }))
    }
    acknowledgeWildcard({
      role: worker.role,
      resource: this,
      wildcard: '/*',
      reason: 'Objects are named by ids made at run time: the bucket is the narrowest resource there is.',
    })
  }
}
