import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Cost } from './measure.ts'

export interface Budgets {
  patterns: Record<string, Cost>
  bundleKb: Record<string, number>
}

export const budgetsFile = fileURLToPath(new URL('budgets.json', import.meta.url))

/** The numbers that may not grow. */
export function readBudgets(): Budgets {
  return JSON.parse(readFileSync(budgetsFile, 'utf8')) as Budgets
}
