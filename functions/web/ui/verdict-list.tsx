import type { Verdicts } from '../../../shared/domain/inbound-mail.ts'
import { strings } from '../strings.ts'

const words = strings.quarantine

/** What the mail system found of a mail, in words. */
export function VerdictList({ verdicts }: { verdicts: Verdicts }) {
  return (
    <ul class="checks" aria-label={words.verdicts}>
      {(['spf', 'dkim', 'dmarc', 'spam', 'virus'] as const).map(check => (
        <li class={`check check-${verdicts[check].toLowerCase()}`}>
          {words.check[check]}: {words.verdict[verdicts[check]]}
        </li>
      ))}
    </ul>
  )
}
