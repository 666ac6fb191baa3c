import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Costs } from './measure.ts'

export interface Budgets {
  patterns: Costs
  bundleKb: Record<string, number>
}

export const budgetsFile = fileURLToPath(new URL('budgets.json', import.meta.url))

/** The numbers that may not grow. */
export function readBudgets(): Budgets {
  return JSON.parse(readFileSync(budgetsFile, 'utf8')) as Budgets
}

/** What the design aimed at: trips one after another, read units, write units; and the pattern that is counted. */
const targets: [target: string, trips: string, rru: string, wru: string, pattern: string][] = [
  ['ticket page: header and newest 50 entries', '1', '2', '0', 'ticket page'],
  ['list page of 50: all', '1', '2.5', '0', 'list: all'],
  ['… four shards, of 1,000 and 5,000 tickets', '1', '≤ 5', '0', 'list: all, four shards'],
  ['… last page', '1', '2.5', '0', 'list: all, last page'],
  ['… by status', '1', '2.5', '0', 'list: one status'],
  ['… by priority', '1', '2.5', '0', 'list: one priority'],
  ['… by assignee', '1', '2.5', '0', 'list: one assignee'],
  ['… by client', '1', '2.5', '0', 'list: one client'],
  ['… by contact', '1', '2.5', '0', 'list: one contact'],
  ['unchanged list polled (ETag)', '1', '0.5', '0', 'list: all'],
  ['create by API or console', '2', '0', '10', 'create by API'],
  ['agent reply', '1', '0', '10', 'agent reply'],
  ['inbound mail, new ticket', '3', '2.5', '13', 'inbound mail, new ticket'],
  ['inbound mail, reply with a valid token', '1', '0', '12', 'inbound mail, reply with a valid token'],
  ['auto-close sweep, an hour without work', '1', '0.5', '0', 'auto-close sweep, nothing due'],
  ['auto-close sweep, each ticket closed', '–', '0.02', '6', 'auto-close sweep, each ticket closed'],
  ['merge, any number of replies', '1', '0', '≤ 8', 'merge'],
  ['… 5,000 on each side', '1', '0', '≤ 8', 'merge, 5,000 replies on each side'],
  ['undo merge', '1', '0', '≤ 8', 'undo merge'],
  ['… 5,000 on each side', '1', '0', '≤ 8', 'undo merge, 5,000 replies on each side'],
]

/** The targets beside what was counted, as a table. */
export function targetTable(counted: { tickets: number; costs: Costs }[]): string {
  const heads = counted.map(({ tickets }) => `${tickets.toLocaleString('en')} tickets`)
  const lines = targets.map(([target, trips, rru, wru, pattern]) => {
    const cells = counted.map(({ costs }) => {
      const cost = costs[pattern]
      return cost === undefined ? '–' : `${cost.trips} · ${cost.rru} · ${cost.wru}`
    })
    return [target, `${trips} · ${rru} · ${wru}`, ...cells]
  })
  return [['trips · RRU · WRU', 'target', ...heads], ['---', '---', ...heads.map(() => '---')], ...lines]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')
}
