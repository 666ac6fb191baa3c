import { expect, it } from 'vitest'
import { burst } from '../burst/mail-burst.ts'

it('every mail of a burst has one outcome and one effect, whatever fails meanwhile', async () => {
  const { lines, wrong } = await burst({ mails: 60, copies: 3, seed: 11, faultProbability: 0.01 })
  expect({ lines, wrong }).toMatchObject({ wrong: [] })
}, 240_000)
