import type { CloudFormationCustomResourceEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { answer, type RuleSets } from '../../../infra/aws/active-rule-set-handler.ts'

const common = {
  ServiceToken: 'arn',
  ResponseURL: 'https://cloudformation.example',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Active',
  ResourceType: 'Custom::ActiveReceiptRuleSet',
}
const properties = (ruleSetName: string, takeOver = 'false') => ({
  ServiceToken: 'arn',
  ruleSetName,
  takeOver,
})
const create = (takeOver?: string): CloudFormationCustomResourceEvent => ({
  ...common,
  RequestType: 'Create',
  ResourceProperties: properties('ours', takeOver),
})
const renamed: CloudFormationCustomResourceEvent = {
  ...common,
  RequestType: 'Update',
  PhysicalResourceId: 'former',
  ResourceProperties: properties('ours'),
  OldResourceProperties: properties('former'),
}
const remove: CloudFormationCustomResourceEvent = {
  ...common,
  RequestType: 'Delete',
  PhysicalResourceId: 'ours',
  ResourceProperties: properties('ours'),
}

/** SES with one account's active rule set. */
function sesWith(active: string | undefined) {
  const account = { active, changes: 0 }
  const ruleSets: RuleSets = {
    active: async () => account.active,
    activate: async name => {
      account.active = name
      account.changes += 1
    },
  }
  return { account, ruleSets }
}

describe('a deployment', () => {
  it('activates our rule set where none is active', async () => {
    const { account, ruleSets } = sesWith(undefined)
    expect(await answer(create(), ruleSets)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'ours' })
    expect(account.active).toBe('ours')
  })

  it('changes nothing where ours is active already', async () => {
    const { account, ruleSets } = sesWith('ours')
    expect(await answer(create(), ruleSets)).toMatchObject({ Status: 'SUCCESS' })
    expect(account.changes).toBe(0)
  })

  it('fails, naming the other set, where another one is active', async () => {
    const { account, ruleSets } = sesWith('newsletter')
    const response = await answer(create(), ruleSets)
    expect(response.Status).toBe('FAILED')
    expect(response.Reason).toMatch(/"newsletter".*takeOverActiveRuleSet=true/)
    expect(account).toEqual({ active: 'newsletter', changes: 0 })
  })

  it('replaces another set when told to', async () => {
    const { account, ruleSets } = sesWith('newsletter')
    expect(await answer(create('true'), ruleSets)).toMatchObject({ Status: 'SUCCESS' })
    expect(account.active).toBe('ours')
  })

  it('replaces our own former set without being told', async () => {
    const { account, ruleSets } = sesWith('former')
    expect(await answer(renamed, ruleSets)).toMatchObject({ Status: 'SUCCESS' })
    expect(account.active).toBe('ours')
  })

  it('fails with the reason where SES refuses', async () => {
    const { ruleSets } = sesWith(undefined)
    const refusing = { ...ruleSets, active: () => Promise.reject(new Error('AccessDenied')) }
    expect(await answer(create(), refusing)).toMatchObject({ Status: 'FAILED', Reason: 'AccessDenied' })
  })
})

describe('taking the desk down', () => {
  it('deactivates our rule set', async () => {
    const { account, ruleSets } = sesWith('ours')
    expect(await answer(remove, ruleSets)).toMatchObject({ Status: 'SUCCESS' })
    expect(account.active).toBeUndefined()
  })

  it('leaves alone what somebody else activated, also after a deployment that failed', async () => {
    const { account, ruleSets } = sesWith('newsletter')
    expect(await answer(remove, ruleSets)).toMatchObject({ Status: 'SUCCESS' })
    expect(account).toEqual({ active: 'newsletter', changes: 0 })
  })
})
