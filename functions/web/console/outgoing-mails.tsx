import { type OutboxMail, suppressionReasons } from '../../../shared/domain/outbox.ts'
import { useStrings } from '../strings.ts'

/** To whom an entry was mailed, and how each mail fared. */
export function OutgoingMails({ mails }: { mails: readonly OutboxMail[] }) {
  const words = useStrings().outgoing
  return (
    <section class="below" aria-labelledby="outgoing-mails">
      <h2 class="panel-title" id="outgoing-mails">
        {words.title}
      </h2>
      {mails.length === 0 && <p class="faint">{words.none}</p>}
      <ul class="template-list">
        {mails.map(mail => (
          <li>
            <bdi>{mail.to.name}</bdi> <bdi class="address">{mail.to.address}</bdi>
            <span class="faint">{fateOf(mail)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function fateOf({ state, deliveryState, deliveryDetail, failure }: OutboxMail): string {
  const words = useStrings().outgoing
  const reason = suppressionReasons.find(each => each === failure)
  const detail = deliveryDetail ?? (reason === undefined ? failure : words.reason[reason])
  const fate = words.state[deliveryState ?? state]
  return detail === undefined || state === 'sending' ? fate : `${fate}: ${detail}`
}
