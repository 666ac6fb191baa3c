import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { DeskStack } from '../../../infra/aws/desk-stack.ts'
import type { DeployConfig } from '../../../infra/config.ts'

/** The desk as CloudFormation would get it, with functions that do nothing. */
export function synthDesk(choices: Partial<DeployConfig> = {}) {
  const app = new App()
  const stack = new DeskStack(app, 'Docket', {
    config: {
      domain: 'desk.example',
      region: 'us-east-1',
      takeOverActiveRuleSet: false,
      topicKey: false,
      ...choices,
    },
    codeOf: () => Code.fromInline('exports.handler = async () => {}'),
  })
  const template = Template.fromStack(stack)
  /** Properties of every resource of a type, by logical id. */
  const propertiesOf = (type: string) =>
    Object.entries(template.findResources(type)).map(([id, { Properties }]) => ({ id, ...Properties }))
  return { app, template, propertiesOf }
}

/** The one entry that is wanted; a test fails here rather than pass on nothing. */
export function only<Entry>(entries: readonly Entry[]): Entry {
  const [entry] = entries
  if (entry === undefined || entries.length > 1) throw new Error(`Wanted one entry, not ${entries.length}`)
  return entry
}
