import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Budgets, budgetsFile, readBudgets } from './budgets.ts'
import { measureBundles, measurePatterns } from './measure.ts'

/** `npm run bench [-- --write]`: what each pattern costs against its budget, at two sizes of the desk. */
const sizes = [1_000, 5_000]
const outDir = mkdtempSync(join(tmpdir(), 'docket-bench-'))
try {
  const bundleKb = await measureBundles(outDir)
  const [small = {}, large = {}] = [
    await measurePatterns(sizes[0] ?? 0),
    await measurePatterns(sizes[1] ?? 0),
  ]
  const budgets = readBudgets()
  console.log(`${'pattern'.padEnd(42)} calls   RRU   WRU   budget (${sizes.join(' and ')} tickets)`)
  let worse = 0
  for (const [name, cost] of Object.entries(small)) {
    const allowed = budgets.patterns[name]
    const grows = JSON.stringify(cost) !== JSON.stringify(large[name])
    const over =
      allowed === undefined || cost.calls > allowed.calls || cost.rru > allowed.rru || cost.wru > allowed.wru
    worse += over || grows ? 1 : 0
    const numbers = [cost.calls, cost.rru, cost.wru].map(value => String(value).padStart(5)).join(' ')
    const verdict = grows ? 'GROWS WITH THE DESK' : over ? 'OVER' : 'ok'
    console.log(`${name.padEnd(42)} ${numbers}   ${JSON.stringify(allowed ?? null)} ${verdict}`)
  }
  for (const [name, kb] of Object.entries(bundleKb)) {
    const allowed = budgets.bundleKb[name] ?? 0
    worse += kb > allowed ? 1 : 0
    console.log(
      `${`bundle ${name}, KB gzipped`.padEnd(42)} ${String(kb).padStart(5)}   ${allowed} ${kb > allowed ? 'OVER' : 'ok'}`,
    )
  }
  if (process.argv.includes('--write')) {
    // A budget in steps of ten: what a line of code adds is not worth a commit of its own.
    const steps = Object.entries(bundleKb).map(([name, kb]) => [name, Math.ceil(kb / 10) * 10])
    const written: Budgets = { patterns: small, bundleKb: Object.fromEntries(steps) }
    writeFileSync(budgetsFile, `${JSON.stringify(written, null, 2)}\n`)
    worse = 0
  }
  process.exitCode = worse === 0 ? 0 : 1
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
