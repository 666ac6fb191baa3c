import { CfnElement, Stack, Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

export interface WildcardGrant {
  role: IConstruct | undefined
  /** The construct whose ARN the wildcard follows. */
  resource: IConstruct
  wildcard: '/*' | ':*'
  reason: string
}

/** Acknowledges one wildcard behind one resource's ARN in one role; cdk-nag names it by the logical id. */
export function acknowledgeWildcard({ role, resource, wildcard, reason }: WildcardGrant): void {
  const element = resource.node.defaultChild
  if (role === undefined || !CfnElement.isCfnElement(element)) throw new Error('No role or no resource')
  const logicalId: string = Stack.of(resource).resolve(element.logicalId)
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>${wildcard}]`,
    reason,
  })
}
