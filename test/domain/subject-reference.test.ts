import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numbersInSubject } from '../../shared/domain/inbound-mail.ts'

const prefixes = ['TCK-', 'HELP#', 'Ä-']

const table: [subject: string, numbers: number[]][] = [
  ['Re: [TCK-1042] Printer', [1042]],
  ['TCK-1042', [1042]],
  ['AW: tck-1042: Drucker', [1042]],
  ['WG: [Tck-1042]', [1042]],
  ['(TCK-1042), please', [1042]],
  ['old prefix HELP#12', [12]],
  ['any case help#12', [12]],
  ['beyond ASCII ä-5', [5]],
  ['TCK-7 and TCK-70', [7, 70]],
  ['TCK-70 and TCK-7', [70, 7]],
  ['TCK-7 TCK-7 tck-7', [7]],
  ['HELP#9 before TCK-8', [9, 8]],
  ['TCK-70', [70]],
  ['[TCK-7]: [TCK-7]', [7]],
  ['TCK-7.', [7]],
  ['TCK-007', [7]],
  ['Backup failed on SRV-02', []],
  ['TCK 1042', []],
  ['TCK-', []],
  ['TCK-x', []],
  ['TCK-7a', []],
  ['TCK-7é', []],
  ['TCK-7٣', []],
  ['ATCK-7', []],
  ['9TCK-7', []],
  ['éTCK-7', []],
  ['TCK-٧', []],
  ['TCK-999999999', [999999999]],
  ['TCK-1234567890', []],
  [`TCK-${'9'.repeat(900)}`, []],
  ['', []],
]

describe('references in a subject', () => {
  for (const [subject, numbers] of table) {
    it(`${JSON.stringify(subject.slice(0, 60))} names ${numbers.join(' and ') || 'no ticket'}`, () => {
      expect(numbersInSubject(subject, prefixes)).toEqual(numbers)
    })
  }

  it('are found for every prefix and number, in any letter case and after any words without letters', () => {
    const cased = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })
    const between = fc.constantFrom('[', '(', ' ', ': ', '… ', '')
    fc.assert(
      fc.property(
        fc.constantFrom(...prefixes),
        fc.integer({ min: 1, max: 999_999_999 }),
        cased,
        between,
        (prefix, number, upper, before) => {
          const written = [...prefix].map((each, at) => (upper[at] ? each.toUpperCase() : each.toLowerCase()))
          expect(numbersInSubject(`${before}${written.join('')}${number}] x`, prefixes)).toEqual([number])
        },
      ),
    )
  })

  it('never are numbers that cannot be a ticket’s, whatever a subject holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), subject => {
        for (const number of numbersInSubject(`TCK-${subject}`, prefixes)) {
          expect(Number.isSafeInteger(number) && number >= 0 && number <= 999_999_999).toBe(true)
        }
      }),
    )
  })

  it('are read in time that does not grow with the square of the subject', () => {
    const started = performance.now()
    numbersInSubject('tck-'.repeat(20_000), ['TCK-', 'T', 'tck-tck-'])
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it('do not exist where a prefix is empty', () => {
    expect(numbersInSubject('7 TCK-8', ['', 'TCK-'])).toEqual([8])
  })
})
