import { answerEachOther } from './two-desks.ts'

/** `npm run check:loop [-- days]`: two desks answer each other, and how many mails that makes. */
const [days = 30] = process.argv.slice(2).map(Number)
const report = await answerEachOther(days)
console.log(report)
process.exitCode = report.mostADay > 3 ? 1 : 0
