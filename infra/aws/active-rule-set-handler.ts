import {
  DescribeActiveReceiptRuleSetCommand,
  SESClient,
  SetActiveReceiptRuleSetCommand,
} from '@aws-sdk/client-ses'
import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda'

/** The two calls of SES that this needs; naming no set means none is active. */
export interface RuleSets {
  active(): Promise<string | undefined>
  activate(ruleSetName: string | undefined): Promise<void>
}

/** CloudFormation's door: whatever happens, it gets an answer at the URL it sent. */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  const response = await answer(event, sesRuleSets(new SESClient({})))
  const sent = await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify(response) })
  if (!sent.ok) throw new Error(`CloudFormation did not take the answer: HTTP ${sent.status}`)
}

/** Does what the event asks; a failure becomes the reason that CloudFormation shows. */
export async function answer(
  event: CloudFormationCustomResourceEvent,
  ruleSets: RuleSets,
): Promise<CloudFormationCustomResourceResponse> {
  const { StackId, RequestId, LogicalResourceId } = event
  const ours = textOf(event.ResourceProperties, 'ruleSetName')
  const answered = { StackId, RequestId, LogicalResourceId, PhysicalResourceId: ours }
  try {
    if (event.RequestType === 'Delete') await deactivate(ours, ruleSets)
    else await activate(ours, event, ruleSets)
    return { ...answered, Status: 'SUCCESS' }
  } catch (error) {
    return { ...answered, Status: 'FAILED', Reason: error instanceof Error ? error.message : String(error) }
  }
}

async function activate(ours: string, event: CloudFormationCustomResourceEvent, ruleSets: RuleSets) {
  const active = await ruleSets.active()
  if (active === ours) return
  const former =
    event.RequestType === 'Update' ? textOf(event.OldResourceProperties, 'ruleSetName') : undefined
  const mayReplace = textOf(event.ResourceProperties, 'takeOver') === 'true'
  if (active !== undefined && active !== former && !mayReplace)
    throw new Error(
      `This account already receives mail through the SES receipt rule set "${active}", and only one can be active. ` +
        `Add its rules to a set of yours or deploy with -c takeOverActiveRuleSet=true to replace it by "${ours}".`,
    )
  await ruleSets.activate(ours)
}

/** Leaves a set alone that somebody else activated meanwhile. */
async function deactivate(ours: string, ruleSets: RuleSets) {
  if ((await ruleSets.active()) === ours) await ruleSets.activate(undefined)
}

function textOf(properties: Record<string, unknown>, name: string): string {
  const value = properties[name]
  return typeof value === 'string' ? value : ''
}

function sesRuleSets(ses: SESClient): RuleSets {
  return {
    active: async () => (await ses.send(new DescribeActiveReceiptRuleSetCommand({}))).Metadata?.Name,
    activate: async ruleSetName => {
      await ses.send(
        new SetActiveReceiptRuleSetCommand(ruleSetName === undefined ? {} : { RuleSetName: ruleSetName }),
      )
    },
  }
}
