import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { newWords } from '../../shared/mail/reply-text.ts'
import { parseFixture } from './fixtures.ts'

const fixtures = fileURLToPath(new URL('../fixtures/mail/', import.meta.url))
const names = namesIn('replies')

describe('the new words of a reply', () => {
  it('are expected of every mail there is', () => {
    expect(names.length).toBeGreaterThanOrEqual(160)
  })

  test.each(names)('%s', async name => {
    const mail = await parseFixture(`replies/${name}`)
    expect(mail.newText).toBe(readFileSync(`${fixtures}replies/${name}.txt`, 'utf8').replace(/\n$/, ''))
  })

  test.each(names)('%s: cut again, they stay as they are', async name => {
    const { newText } = await parseFixture(`replies/${name}`)
    expect(newWords(newText).newText).toBe(newText)
  })
})

describe('every rule for the words of a mail', () => {
  const named = globSync('shared/mail/*.ts').flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/^ *\* Fixtures: (.+)\.$/gm)].flatMap(([, list = '']) =>
      list.split(', ').map(name => [name, file] as const),
    ),
  )
  const known = [...names, ...namesIn('forwards')]

  it('names the mail it is there for', () => {
    expect(named.length).toBeGreaterThan(40)
  })

  test.each(named)('%s of %s', name => {
    // A name that ends in a stroke stands for all that begin with it.
    expect(known.some(each => (name.endsWith('-') ? each.startsWith(name) : each === name))).toBe(true)
  })
})

function namesIn(folder: string): string[] {
  return globSync(`${folder}/*.eml`, { cwd: fixtures })
    .map(file => file.slice(folder.length + 1, -'.eml'.length))
    .sort()
}
