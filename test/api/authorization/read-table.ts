import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Reply } from '../door.ts'

/** The rows of all tables of a Markdown file beside this one, by the names of their columns. */
export function readTable<Column extends string>(
  file: string,
  columns: readonly Column[],
): Record<Column, string>[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
  const lines = text.split('\n').filter(line => line.startsWith('|'))
  const rows = lines.map(line => line.split('|').map(cell => cell.trim()))
  const isHead = ([, first]: string[]) => first === columns[0]
  const isRule = ([, first]: string[]) => first === '---'
  for (const row of rows) {
    const isWhole = row.length === columns.length + 2 && !row.slice(1, -1).includes('')
    const isKnown = !isHead(row) || columns.every((column, index) => row[index + 1] === column)
    if (!isWhole || !isKnown) throw new Error(`${file}: a row is not as its columns: ${row.join('|')}`)
  }
  return rows
    .filter(row => !isHead(row) && !isRule(row))
    .map(row => Object.fromEntries(columns.map((column, index) => [column, row[index + 1] ?? ''])))
    .map(row => row as Record<Column, string>)
}

/** Stands in a cell for what cannot be. */
export const noCase = '–'

/** `404`, `409 ticket.closed`: the answer as a table writes it; 404 is always `resource.missing`. */
export function answerOf({ status, body }: Reply): string {
  const code: unknown = status >= 400 ? body.code : undefined
  return code === undefined || (status === 404 && code === 'resource.missing')
    ? String(status)
    : `${status} ${code}`
}

/** Fails with the whole answer where it is not what the table says. */
export function expectAnswer(reply: Reply, cell: string): void {
  expect({ answer: answerOf(reply), raw: reply.raw }).toMatchObject({ answer: cell })
}
