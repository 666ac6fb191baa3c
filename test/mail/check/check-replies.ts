import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parseMail } from '../../../shared/mail/parse-mail.ts'
import { newWords } from '../../../shared/mail/reply-text.ts'

const usage = `npm run check:replies -- <folder>

Reads each mail in <folder>/emails (or <folder>/test/emails) and compares its new words with the file of the same
name in trimmed/ beside it. A mail is a text body, or a whole mail where its name ends in .eml.`

const shownLength = 160

interface Difference {
  name: string
  expected: string
  found: string
}

/** Prints every difference and how many of the mails agree; an argument that is no such folder ends with 1. */
async function checkReplies(folder: string | undefined): Promise<number> {
  const corpus = folder === undefined ? undefined : corpusIn(folder)
  if (corpus === undefined) {
    console.error(folder === undefined ? usage : `${folder} holds no emails/ beside trimmed/\n\n${usage}`)
    return 1
  }
  const mails = pairsOf(corpus)
  const differences: Difference[] = []
  for (const { name, mail, expected } of mails) {
    const found = plain(await wordsOf(mail))
    if (found !== plain(expected)) differences.push({ name, expected: plain(expected), found })
  }
  for (const { name, expected, found } of differences) {
    console.log(`${name}\n${firstDifference(expected, found)}\n`)
  }
  console.log(`${mails.length - differences.length} of ${mails.length} equal`)
  return 0
}

function corpusIn(folder: string): string | undefined {
  return [folder, join(folder, 'test')].find(
    each => existsSync(join(each, 'emails')) && existsSync(join(each, 'trimmed')),
  )
}

function pairsOf(corpus: string): { name: string; mail: string; expected: string }[] {
  const expectations = new Map(readdirSync(join(corpus, 'trimmed')).map(name => [stem(name), name]))
  return readdirSync(join(corpus, 'emails'))
    .sort()
    .flatMap(name => {
      const trimmed = expectations.get(stem(name))
      if (trimmed === undefined) return []
      const expected = readFileSync(join(corpus, 'trimmed', trimmed), 'utf8')
      return [{ name, mail: join(corpus, 'emails', name), expected }]
    })
}

function stem(name: string): string {
  return basename(name, extname(name))
}

async function wordsOf(path: string): Promise<string> {
  const raw = readFileSync(path)
  if (extname(path).toLowerCase() === '.eml') return (await parseMail(raw)).newText
  return newWords(raw.toString('utf8')).newText
}

/** Line ends and what is empty at either end say nothing. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

/** Both sides from the line in which they first differ. */
function firstDifference(expected: string, found: string): string {
  const [wanted, got] = [expected.split('\n'), found.split('\n')]
  const at = wanted.findIndex((line, index) => line !== got[index])
  const line = at === -1 ? wanted.length : at
  const shown = (lines: string[]) =>
    JSON.stringify(
      lines
        .slice(line, line + 4)
        .join('\n')
        .slice(0, shownLength),
    )
  return `  from line ${line + 1}\n  expected ${shown(wanted)}\n  found    ${shown(got)}`
}

process.exitCode = await checkReplies(process.argv[2])
