import { CustomResource, Duration } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { DeskFunction } from './desk-function.ts'

export interface ActiveRuleSetProps {
  ruleSetName: string
  /** Replaces another active rule set instead of failing the deployment. */
  takeOver: boolean
  /** The bundle of active-rule-set-handler.ts. */
  code: Code
  failedEvents: IQueue
}

/**
 * Activates the rule set. CloudFormation cannot, and an account has one active set for all its domains, so
 * activating ours unasked would silently stop the mail of whatever else receives there.
 */
export class ActiveRuleSet extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { ruleSetName, takeOver, code, failedEvents }: ActiveRuleSetProps,
  ) {
    super(scope, id)
    const timeoutSeconds = 60
    const handler = new DeskFunction(this, 'Handler', {
      purpose: 'Activates the receipt rule set of the desk when it is deployed',
      memoryMb: 256,
      timeoutSeconds,
      code,
      failedEvents,
    })
    handler.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:DescribeActiveReceiptRuleSet', 'ses:SetActiveReceiptRuleSet'],
        resources: ['*'],
      }),
    )
    new CustomResource(this, 'Active', {
      resourceType: 'Custom::ActiveReceiptRuleSet',
      serviceToken: handler.functionArn,
      // Without it CloudFormation would wait an hour for an answer that a crash has swallowed.
      serviceTimeout: Duration.seconds(4 * timeoutSeconds),
      properties: { ruleSetName, takeOver: String(takeOver) },
    })
  }
}
