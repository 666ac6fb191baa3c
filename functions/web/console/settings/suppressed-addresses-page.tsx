import { mayDo } from '../../../../shared/domain/actor.ts'
import type { SuppressedAddress } from '../../../../shared/domain/suppressed-address.ts'
import { routes } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { Empty } from '../../ui/empty.tsx'
import { PostForm } from '../../ui/fields.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import { SavedNotice } from '../../ui/saved-notice.tsx'
import { SettingsFrame } from '../../ui/settings-frame.tsx'
import type { View } from '../../ui/view.ts'
import { When } from '../../ui/when.tsx'

interface Props {
  view: View
  addresses: readonly SuppressedAddress[]
  nextCursor: string | null
  released: boolean
}

/** Which addresses get no mail, and why; mail to each can be let out again. */
export function SuppressedAddressesPage({ view, addresses, nextCursor, released }: Props) {
  const strings = useStrings()
  const words = strings.suppressedAddresses
  return (
    <ConsolePage view={view} title={words.title} section="settings">
      <SettingsFrame view={view} current="suppressedAddresses">
        <div class="head">
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
        </div>
        <SavedNotice saved={released} words={words.released} />
        {addresses.length === 0 && nextCursor === null ? (
          <Empty icon="shield" words={words.empty} />
        ) : (
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">{words.address}</th>
                <th scope="col">{words.reason}</th>
                <th scope="col">{words.until}</th>
                {mayDo(view.agent, 'mail:write') && (
                  <th scope="col">
                    <span class="unseen">{words.release}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {addresses.map(address => (
                <Row view={view} address={address} />
              ))}
            </tbody>
          </table>
        )}
        {nextCursor !== null && (
          <p class="pages">
            <a class="button" rel="next" href={routes.suppressedAddresses.href({}, { cursor: nextCursor })}>
              {strings.settingsArea.more}
            </a>
          </p>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}

function Row({ view, address: stop }: { view: View; address: SuppressedAddress }) {
  const words = useStrings().suppressedAddresses
  return (
    <tr class="row">
      <td class="row-ticket">
        <bdi class="address">{stop.address}</bdi>
      </td>
      <td>
        <span class="stack">
          {words.why[stop.reason]}
          <When at={stop.at} view={view} />
        </span>
      </td>
      <td>{stop.until === undefined ? words.untilReleased : <When at={stop.until} view={view} />}</td>
      {mayDo(view.agent, 'mail:write') && (
        <td class="row-act">
          <PostForm action={routes.releaseAddress.href({ address: stop.id })} token={view.formToken}>
            <button type="submit" class="button" aria-label={words.releaseOf(stop.address)}>
              {words.release}
            </button>
          </PostForm>
        </td>
      )}
    </tr>
  )
}
