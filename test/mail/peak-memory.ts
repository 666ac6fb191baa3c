import { parseMail } from '../../shared/mail/parse-mail.ts'
import { hostileMails } from './hostile-mails.ts'

/** Parses the mails named on the command line, and prints the process's peak in megabytes. */
for (const name of process.argv.slice(2)) {
  const raw = hostileMails[name]?.()
  if (raw === undefined) throw new Error(`No mail named ${name}`)
  await parseMail(raw)
}
console.log(Math.round(process.resourceUsage().maxRSS / 1024))
