import { testEventType } from '../../../../shared/domain/desk-event.ts'
import type { Delivery, DeliveryTry, Webhook } from '../../../../shared/domain/webhook.ts'
import { eventPayload } from '../../../../shared/use-cases/event-payload.ts'
import { routes } from '../../routes.ts'
import { type Strings, useStrings } from '../../strings.ts'
import { PostForm } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import { SavedNotice } from '../../ui/saved-notice.tsx'
import { SettingsFrame } from '../../ui/settings-frame.tsx'
import type { View } from '../../ui/view.ts'
import { When } from '../../ui/when.tsx'

/** What a webhook was sent of late, and what became of it. */
export function DeliveryLog(props: {
  view: View
  webhook: Webhook
  deliveries: readonly Delivery[]
  nextCursor: string | null
}) {
  const words = useStrings().webhooks
  const { view, webhook, deliveries, nextCursor } = props
  const here = { webhookId: webhook.id }
  return (
    <section class="below" aria-labelledby="log-title">
      <h2 id="log-title">{words.log}</h2>
      <p class="hint">{words.logLead}</p>
      {deliveries.length === 0 ? (
        <p class="faint">{words.logEmpty}</p>
      ) : (
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{words.sentEvent}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.at}</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map(delivery => (
              <tr class="row" data-row="">
                <td class="row-ticket">
                  <a class="row-link" href={routes.delivery.href({ ...here, deliveryId: delivery.id })}>
                    {eventName(delivery, words)}
                  </a>
                  <span class="row-about">
                    <bdi>{aboutOf(delivery)}</bdi>
                  </span>
                </td>
                <td>
                  <DeliveryState delivery={delivery} />
                </td>
                <td class="row-updated">
                  <When at={delivery.event.at} view={view} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {nextCursor !== null && (
        <p class="pages">
          <a class="button" rel="next" href={routes.webhook.href(here, { cursor: nextCursor })}>
            {words.older}
          </a>
        </p>
      )}
    </section>
  )
}

interface DeliveryProps {
  view: View
  webhook: Webhook
  delivery: Delivery
  replayed: boolean
}

/** One delivery: what is sent, and what came of each try. */
export function DeliveryPage({ view, webhook, delivery, replayed }: DeliveryProps) {
  const words = useStrings().webhooks
  const here = { webhookId: webhook.id, deliveryId: delivery.id }
  const title = eventName(delivery, words)
  return (
    <ConsolePage view={view} title={title} section="settings">
      <SettingsFrame view={view} current="webhooks">
        <p class="back">
          <a href={routes.webhook.href({ webhookId: webhook.id })}>
            <bdi>{webhook.name}</bdi>
          </a>
        </p>
        <div class="head">
          <h1>{title}</h1>
          <DeliveryState delivery={delivery} />
        </div>
        <SavedNotice saved={replayed} words={words.replayed} />
        <section class="below" aria-labelledby="tries-title">
          <h2 id="tries-title">{words.tries}</h2>
          <Tries view={view} delivery={delivery} />
          <PostForm action={routes.replayDelivery.href(here)} token={view.formToken}>
            <button type="submit" class="button">
              {words.replay}
            </button>
          </PostForm>
        </section>
        <section class="below" aria-labelledby="request-title">
          <h2 id="request-title">{words.request}</h2>
          <p>
            {words.requestTo} <bdi class="address">{webhook.url}</bdi>
          </p>
          <p class="hint">{words.headersHint}</p>
          <pre class="payload">{JSON.stringify(eventPayload(delivery.event), undefined, 2)}</pre>
        </section>
      </SettingsFrame>
    </ConsolePage>
  )
}

function Tries({ view, delivery }: { view: View; delivery: Delivery }) {
  const words = useStrings().webhooks
  const { tries, dueAt, state } = delivery
  const isOpen = state === 'waiting' || state === 'sending'
  return (
    <>
      {tries.length === 0 && <p class="faint">{words.logEmpty}</p>}
      <ol class="tries">
        {tries.map(each => (
          <li>
            <When at={each.at} view={view} /> <strong>{answerOf(each, words)}</strong>
            {each.failure !== undefined && <bdi class="faint"> {each.failure}</bdi>}
          </li>
        ))}
      </ol>
      {isOpen && dueAt !== undefined && (
        <p class="hint">
          {words.nextTry}: <When at={dueAt} view={view} />
        </p>
      )}
    </>
  )
}

function DeliveryState({ delivery: { state } }: { delivery: Delivery }) {
  const words = useStrings().webhooks
  const looks = {
    waiting: { icon: 'clock', class: 'pill' },
    sending: { icon: 'clock', class: 'pill' },
    delivered: { icon: 'resolved', class: 'pill status-resolved' },
    failed: { icon: 'warning', class: 'pill pill-wrong' },
  } as const
  return (
    <span class={looks[state].class}>
      <Icon name={looks[state].icon} />
      {words.deliveryState[state]}
    </span>
  )
}

function answerOf({ status }: DeliveryTry, words: Strings['webhooks']): string {
  return status === undefined ? words.noAnswer : words.answered(status)
}

function eventName({ event: { type } }: Delivery, words: Strings['webhooks']): string {
  return type === testEventType ? words.testEvent : words.event[type]
}

function aboutOf({ event: { about } }: Delivery): string {
  return about.reference ?? about.id
}
