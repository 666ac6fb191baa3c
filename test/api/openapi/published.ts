import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openApiDocument } from '../../../functions/api/openapi.ts'
import { operations } from '../../../shared/contract/api.ts'
import type { Document } from './breaking-changes.ts'

const snapshotFile = fileURLToPath(new URL('openapi.snapshot.json', import.meta.url))
const routesFile = fileURLToPath(new URL('../../../shared/contract/client-routes.ts', import.meta.url))

/** The document as this code makes it, for a desk at a fixed address. */
export function presentDocument(): Document {
  return JSON.parse(JSON.stringify(openApiDocument('https://desk.example')))
}

/** The document that callers were promised. */
export function promisedDocument(): Document {
  return JSON.parse(readFileSync(snapshotFile, 'utf8'))
}

/** The typed client's table of routes, as the contract would have it. */
export function routesModule(): string {
  const lines = operations.map(({ id, method, path }) => `  ${id}: '${method.toUpperCase()} ${path}',`).sort()
  return `import type { OperationId } from './api.ts'

/** Where each operation is, so that a client needs no schema at run time; written by \`npm run openapi -- --write\`. */
export const operationRoutes: Readonly<Record<OperationId, string>> = {
${lines.join('\n')}
}
`
}

export function writtenRoutesModule(): string {
  return readFileSync(routesFile, 'utf8')
}

/** Promises the document as it is now, and gives the client its routes. */
export function writePublished(): void {
  writeFileSync(snapshotFile, `${JSON.stringify(presentDocument(), null, 1)}\n`)
  writeFileSync(routesFile, routesModule())
}
