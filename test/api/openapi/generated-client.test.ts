import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { generateSource } from 'oazapfts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiKey, openTestCloud, type TestCloud } from '../../support/cloud.ts'

const project = fileURLToPath(new URL('../../..', import.meta.url))
// Inside the project, so that the generated code finds its runtime; `build` is nobody's source.
const folder = join(project, 'build', 'generated-client')

/** How a script in TypeScript uses what oazapfts made of the document: it compiles, or the document is wrong. */
const script = `import * as docket from './docket.ts'

export async function use(baseUrl: string, key: string) {
  docket.defaults.baseUrl = baseUrl
  docket.defaults.headers = { Authorization: \`Bearer \${key}\` }
  const client = await docket.createClient({ name: 'Generated' })
  if (client.status !== 201) throw new Error('no client')
  const ticket = await docket.openTicket({ clientId: client.data.id, subject: 'Generated', descriptionText: 'x' })
  if (ticket.status !== 201) throw new Error('no ticket')
  const number: number = ticket.data.number
  const page = await docket.listTickets({ clientId: client.data.id, expand: ['client'], fields: ['number', 'client'] })
  if (page.status !== 200) throw new Error('no page')
  const stale = await docket.changeTicket(String(number), { priority: 'high' }, { ifMatch: '"7"' })
  const refused = stale.status === 412 ? stale.data.code : 'nothing'
  return { number, rows: page.data.data, refused }
}
`

let cloud: TestCloud
beforeAll(async () => {
  cloud = await openTestCloud({ demo: false })
  await mkdir(folder, { recursive: true })
}, 120_000)
afterAll(async () => {
  await cloud.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a client that another generator makes of the live document', () => {
  it('compiles, and works against the live API', async () => {
    const source = await generateSource(`${cloud.url}/api/v1/openapi.json`)
    await writeFile(join(folder, 'docket.ts'), source)
    await writeFile(join(folder, 'use.ts'), script)
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(compiling))
    await promisify(execFile)(join(project, 'node_modules/.bin/tsc'), ['--project', folder])
    const { use } = await import(pathToFileURL(join(folder, 'use.js')).href)
    const { number, rows, refused } = await use(`${cloud.url}/api/v1`, apiKey)
    expect(rows).toEqual([{ number, client: expect.objectContaining({ name: 'Generated' }) }])
    expect(refused).toBe('version.stale')
  }, 120_000)
})

const compiling = {
  compilerOptions: {
    strict: true,
    target: 'ES2024',
    module: 'NodeNext',
    lib: ['ES2024', 'DOM', 'DOM.Iterable'],
    types: [],
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
  },
  include: ['*.ts'],
}
