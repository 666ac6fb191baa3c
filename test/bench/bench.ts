import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Budgets, budgetsFile, readBudgets, targetTable } from './budgets.ts'
import { type Cost, type Costs, measureBundles, measurePatterns, measureShards } from './measure.ts'

/**
 * `npm run bench [-- --write | budgets]`: what each pattern costs against its budget, at two sizes of the desk;
 * with `budgets`, against what the design aimed at.
 */
const sizes = [1_000, 100_000]
const shardedSizes = [1_000, 5_000]

const counted: { tickets: number; costs: Costs }[] = []
for (const [index, tickets] of sizes.entries()) {
  const costs = { ...(await measurePatterns(tickets)), ...(await measureShards(shardedSizes[index] ?? 0)) }
  counted.push({ tickets, costs })
}
if (process.argv.includes('budgets')) console.log(targetTable(counted))
else process.exitCode = (await judge()) === 0 ? 0 : 1

/** How many patterns and bundles are over their budget, or grow. */
async function judge(): Promise<number> {
  const [small = {}, large = {}] = counted.map(({ costs }) => costs)
  const bundleKb = await bundles()
  const budgets = readBudgets()
  console.log(`${'pattern'.padEnd(52)} trips calls   RRU   WRU   budget (${sizes.join(' and ')} tickets)`)
  let worse = 0
  for (const [name, cost] of Object.entries(small)) {
    const verdict = verdictOf(cost, large[name], budgets.patterns[name])
    worse += verdict === 'ok' ? 0 : 1
    const numbers = [cost.trips, cost.calls, cost.rru, cost.wru].map(value => String(value).padStart(5))
    console.log(`${name.padEnd(52)} ${numbers.join(' ')}   ${verdict}`)
  }
  for (const [name, kb] of Object.entries(bundleKb)) {
    const allowed = budgets.bundleKb[name] ?? 0
    worse += kb > allowed ? 1 : 0
    console.log(
      `${`bundle ${name}, KB gzipped`.padEnd(52)} ${String(kb).padStart(5)}   ${allowed} ${kb > allowed ? 'OVER' : 'ok'}`,
    )
  }
  if (!process.argv.includes('--write')) return worse
  // A budget in steps of ten: what a line of code adds is not worth a commit of its own.
  const steps = Object.entries(bundleKb).map(([name, kb]) => [name, Math.ceil(kb / 10) * 10])
  const written: Budgets = { patterns: small, bundleKb: Object.fromEntries(steps) }
  writeFileSync(budgetsFile, `${JSON.stringify(written, null, 2)}\n`)
  return 0
}

function verdictOf(cost: Cost, atLargest: Cost | undefined, allowed: Cost | undefined): string {
  if (JSON.stringify(cost) !== JSON.stringify(atLargest)) {
    return `GROWS WITH THE DESK: ${JSON.stringify(atLargest)}`
  }
  if (allowed === undefined) return 'HAS NO BUDGET'
  const isOver =
    cost.trips > allowed.trips ||
    cost.calls > allowed.calls ||
    cost.rru > allowed.rru ||
    cost.wru > allowed.wru
  return isOver ? `OVER ${JSON.stringify(allowed)}` : 'ok'
}

async function bundles(): Promise<Record<string, number>> {
  const outDir = mkdtempSync(join(tmpdir(), 'docket-bench-'))
  try {
    return await measureBundles(outDir)
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}
