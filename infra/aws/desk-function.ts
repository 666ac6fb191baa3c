import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, type Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

export interface DeskFunctionProps {
  purpose: string
  code: Code
  memoryMb: number
  timeoutSeconds: number
  environment?: Record<string, string>
  /** Takes the events that the function failed on for good when nobody waits for its answer. */
  failedEvents: IQueue
}

/** Our one Lambda shape: Node 24 on arm64, own role and log group, traced, nothing failing silently. */
export class DeskFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: DeskFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    // Its own role, as the one CDK makes carries AWS's managed policy, which may write every log group.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    logGroup.grantWrite(role)
    super(scope, id, {
      description: props.purpose,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code,
      handler: 'index.handler',
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      onFailure: new SqsDestination(props.failedEvents),
      ...(props.environment && { environment: props.environment }),
      logGroup,
      role,
    })
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'X-Ray, and the active rule set of SES, know no narrower resource; a test lists what is granted on it.',
    })
  }
}
