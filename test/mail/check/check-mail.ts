import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DeskError } from '../../../shared/domain/errors.ts'
import { parseMail } from '../../../shared/mail/parse-mail.ts'
import { compareMail, type FieldComparison } from './agreement.ts'
import { readExpectedMail } from './expected-mail.ts'

/** A mail that takes longer is counted; a function has less of a CPU than this machine. */
const slowMs = 5000
const shownLength = 160

/** One form of a mail with the result another parser kept beside it. */
interface Reading {
  raw: Buffer
  expected: unknown
}

const [folder] = process.argv.slice(2)
if (folder === undefined || !existsSync(folder)) {
  console.error('npm run check:mail -- <folder of mails>')
  process.exit(2)
}

const totals = new Map<string, { agree: number; of: number }>()
const count = { mails: 0, expected: 0, agree: 0, threw: 0, slow: 0, unreadable: 0 }
for (const path of mailPaths(resolve(folder))) await check(path)
report()
process.exit(count.threw > 0 ? 1 : 0)

/** Every file but those that are plainly something else; texts only where there is nothing else, as in some corpora. */
function mailPaths(root: string): string[] {
  const files = globSync('**/*', { cwd: root, withFileTypes: true })
    .filter(entry => entry.isFile() && !/^(?:LICEN[CS]ES?|COPYING|COMMIT|README)\b/i.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !/\.(?:json|ya?ml|md|html?|png|jpe?g|gif|pdf|js|ts|py|toml|csv|zip|gz|lock)$/i.test(path))
    .sort()
  const mails = files.filter(path => !path.endsWith('.txt'))
  return mails.length > 0 ? mails : files
}

async function check(path: string): Promise<void> {
  count.mails += 1
  const comparisons: FieldComparison[] = []
  for (const { raw, expected } of readings(path)) {
    const mail = await parse(path, raw)
    const theirs = readExpectedMail(expected)
    if (mail !== undefined && theirs !== undefined) comparisons.push(...compareMail(mail, theirs))
  }
  if (comparisons.length === 0) return
  count.expected += 1
  for (const { field, agrees } of comparisons) {
    const total = totals.get(field) ?? { agree: 0, of: 0 }
    totals.set(field, { agree: total.agree + (agrees ? 1 : 0), of: total.of + 1 })
  }
  const differences = comparisons.filter(({ agrees }) => !agrees)
  if (differences.length === 0) count.agree += 1
  const seen = new Set<string>()
  for (const { field, ours, theirs } of differences) {
    if (seen.has(field)) continue
    seen.add(field)
    console.log(
      `${path.slice(resolve(folder ?? '').length + 1)}: ${field}\n  ours   ${cut(ours)}\n  theirs ${cut(theirs)}`,
    )
  }
}

/** The mail as it lies there; and with CRLF line ends, where a result of its own is kept for that. */
function readings(path: string): Reading[] {
  const raw = readFileSync(path)
  const base = path.replace(/\.[^./]+$/, '')
  const forms: Reading[] = [{ raw, expected: readJson(`${base}.json`) }]
  if (existsSync(`${base}.crlf.json`)) {
    const lines = Buffer.from(raw.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
    forms.push({ raw: lines, expected: readJson(`${base}.crlf.json`) })
  }
  return forms
}

function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

async function parse(path: string, raw: Buffer) {
  const started = performance.now()
  try {
    return await parseMail(raw)
  } catch (error) {
    if (error instanceof DeskError) {
      count.unreadable += 1
      return undefined
    }
    count.threw += 1
    console.log(`${path}: threw ${error instanceof Error ? error.stack : String(error)}`)
    return undefined
  } finally {
    if (performance.now() - started > slowMs) {
      count.slow += 1
      console.log(`${path}: took ${Math.round(performance.now() - started)} ms`)
    }
  }
}

function cut(text: string): string {
  return text.length <= shownLength ? text : `${text.slice(0, shownLength)}… (${text.length})`
}

function report(): void {
  console.log('')
  for (const [field, { agree, of }] of totals) console.log(`${field.padEnd(20)} ${agree} of ${of}`)
  console.log('')
  console.log(`${count.mails} mails parsed, ${count.unreadable} empty`)
  console.log(`${count.threw} threw`)
  console.log(`${count.slow} over ${slowMs / 1000} s`)
  if (count.expected > 0) console.log(`${count.agree} of ${count.expected} mails agree`)
}
