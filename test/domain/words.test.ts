import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceIn, wordsOf } from '../../shared/domain/words.ts'

describe('words', () => {
  it.each([
    ['The Printer, the PRINTER!', ['the', 'printer']],
    ['Büro – Ärger über ﬁle', ['buro', 'arger', 'uber', 'file']],
    ['Straße 7b', ['strasse', '7b']],
    ['mail@desk.example', ['mail', 'desk', 'example']],
    ['ＡＢＣ １２', ['abc', '12']],
    ['印刷机坏了', ['印刷', '刷机', '机坏', '坏了']],
    ['プリンタ OK', ['フリ', 'リン', 'ンタ', 'ok']],
    ['프린터 고장', ['프린터', '고장']],
    ['— … !', []],
    ['', []],
  ])('of %j are %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  it('are found in themselves, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), text => {
        const words = wordsOf(text)
        expect(words.flatMap(wordsOf)).toEqual(words)
        for (const word of words) expect([...word].length).toBeLessThanOrEqual(40)
      }),
    )
  })
})

describe('a reference', () => {
  it.each([
    ['TCK-1042', 'TCK-', 1042],
    ['[tck-1042]', 'tck-', 1042],
    [' “TCK-1042”. ', 'TCK-', 1042],
    ['#1042', '', 1042],
    ['1042', '', 1042],
  ])('is %j', (text, prefix, number) => {
    expect(referenceIn(text)).toEqual({ prefix, number })
  })

  it.each(['printer', 'TCK-', '0', '1234567890123', 'TCK-1042 is broken', ''])('is not %j', text => {
    expect(referenceIn(text)).toBeUndefined()
  })
})
