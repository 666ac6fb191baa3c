import { expect, it } from 'vitest'
import { answerEachOther } from '../loop/two-desks.ts'

it('two desks that answer each other send three automatic mails a day to an address at most', async () => {
  const { automatic, mostADay, tickets } = await answerEachOther(2)
  expect(automatic).toBeGreaterThan(2)
  expect(mostADay).toBeLessThanOrEqual(3)
  expect(tickets).toBe(2)
}, 300_000)
