import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleEntry } from '../../../infra/bundle.ts'

let workDir = ''
beforeAll(async () => {
  workDir = await mkdtemp(join(tmpdir(), 'docket-bundle-'))
})
afterAll(() => rm(workDir, { recursive: true }))

describe('a bundle', () => {
  it('answers to index.handler, with styles, scripts and pictures as text inside', async () => {
    await writeFile(join(workDir, 'look.css'), 'a { color: red }')
    await writeFile(
      join(workDir, 'entry.ts'),
      `import look from './look.css?text'\nexport const handler = async (name: string) => name + look`,
    )
    const folder = await bundleEntry('small', join(workDir, 'entry.ts'), { outDir: workDir })
    const { handler } = createRequire(import.meta.url)(join(folder, 'index.js'))
    expect(await handler('a ')).toBe('a a{color:red}\n')
  })

  it('is the same to the byte each time, so that nothing is deployed that did not change', async () => {
    const entry = 'infra/aws/active-rule-set-handler.ts'
    const bundle = async (outDir: string) =>
      readFile(join(await bundleEntry('same', entry, { outDir: join(workDir, outDir) }), 'index.js'))
    expect((await bundle('first')).equals(await bundle('second'))).toBe(true)
  })
})
