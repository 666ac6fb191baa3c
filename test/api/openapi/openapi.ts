import { breakingChanges } from './breaking-changes.ts'
import { presentDocument, promisedDocument, writePublished } from './published.ts'

/** `npm run openapi [-- --write]`: what the API breaks of what it promised; or a new promise. */
if (process.argv.includes('--write')) writePublished()
else {
  const breaks = breakingChanges(promisedDocument(), presentDocument())
  for (const line of breaks) console.log(line)
  console.log(breaks.length === 0 ? 'Nothing is broken.' : `${breaks.length} breaking changes.`)
  process.exitCode = breaks.length === 0 ? 0 : 1
}
