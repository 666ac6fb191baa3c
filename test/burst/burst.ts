import { burst } from './mail-burst.ts'

/** `npm run check:burst [-- mails seed]`: a burst of mail under faults, as a ledger. Ends with 1 if it does not add up. */
const [mails = 2_000, seed = 7] = process.argv.slice(2).map(Number)
const { lines, wrong } = await burst({ mails, seed, copies: 3, faultProbability: 0.01 })
console.log([`seed ${seed}`, ...lines, ...wrong.slice(0, 50)].join('\n'))
process.exitCode = wrong.length === 0 ? 0 : 1
