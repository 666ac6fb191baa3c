import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, it } from 'vitest'
import { presentDocument } from './published.ts'

it('gives a public linter nothing to say about its OpenAPI document', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    rules: {
      // The desk is licensed to nobody, and its document says so by saying nothing.
      'info-license': 'off',
      // An attachment is answered by a redirect and nothing else.
      'operation-2xx-response': 'off',
    },
  })
  const problems = await lintFromString({ source: JSON.stringify(presentDocument()), config })
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`),
  ).toEqual([])
})

it('would be told by that linter', async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const document = presentDocument()
  const spoilt = { ...document, components: { ...document.components, schemas: {} } }
  const problems = await lintFromString({ source: JSON.stringify(spoilt), config })
  expect(
    problems.some(({ ruleId, severity }) => ruleId === 'no-unresolved-refs' && severity === 'error'),
  ).toBe(true)
})
