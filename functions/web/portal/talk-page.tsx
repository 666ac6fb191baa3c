import type { Child } from 'hono/jsx'
import { fileSize } from '../../../shared/domain/attachment.ts'
import { type Rating, ratings } from '../../../shared/domain/feedback.ts'
import type { PortalStep } from '../../../shared/domain/portal.ts'
import type { WaitingFile } from '../../../shared/use-cases/portal-files.ts'
import type { PortalEntry, PortalPage as TicketPage } from '../../../shared/use-cases/portal-tickets.ts'
import { useLanguage, useStrings } from '../strings.ts'
import { ErrorSummary, fieldId, PostForm, TextArea } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { Avatar, StatusPill } from '../ui/marks.tsx'
import { absoluteTime, When } from '../ui/when.tsx'
import { Words } from '../ui/words.tsx'
import { FilesField } from './files-field.tsx'
import { PortalPage } from './portal-page.tsx'
import type { PortalView } from './portal-view.ts'

/** Where a ticket's page is, and what belongs to it: in the portal, or by a link. */
export interface TalkPlaces {
  page(query?: Record<string, string | undefined>): string
  replies: string
  step: string
  feedback: string
  file(attachmentId: string): string
  /** A picture shown in place. */
  image(attachmentId: string): string
  /** Where a new ticket that carries this one on is begun. */
  followUp?: string
}

export type DoneName = 'raised' | 'replied' | 'rated' | PortalStep

export interface TalkProps {
  view: PortalView
  page: TicketPage
  places: TalkPlaces
  steps: readonly PortalStep[]
  reply: FormState
  kept: readonly WaitingFile[]
  rating: FormState
  /** What was just done, or why it was not. */
  done?: DoneName
  refused?: string
  /** On the page of a mail's link: whom the mail was sent to. */
  guestName?: string
}

/** One ticket, as the client's side sees it and writes to it. */
export function TalkPage(props: TalkProps) {
  const { view, page, places, guestName, done, refused } = props
  const words = useStrings().portal
  const { ticket, entries, nextCursor } = page
  return (
    <PortalPage view={view} title={`${ticket.reference} ${ticket.subject}`}>
      {done !== undefined && (
        <p class="notice notice-good" role="status">
          <Icon name="resolved" />
          {words.done[done]}
        </p>
      )}
      {refused !== undefined && (
        <p class="notice notice-error" role="alert">
          <Icon name="warning" />
          {refused}
        </p>
      )}
      <header class="talk-head">
        <p class="reference">{ticket.reference}</p>
        <h1>
          <bdi>{ticket.subject}</bdi>
        </h1>
        <Facts {...props} />
      </header>
      <section aria-label={words.said}>
        <ol class="talk">
          {entries.map(entry => (
            <li id={`entry-${entry.id}`}>
              <Said entry={entry} view={view} places={places} />
            </li>
          ))}
        </ol>
        {nextCursor !== null && (
          <p>
            <a class="button" href={places.page({ cursor: nextCursor })}>
              {words.later}
            </a>
          </p>
        )}
      </section>
      <Ending {...props} />
      {ticket.status !== 'closed' && <Reply {...props} />}
      {guestName !== undefined && (
        <p class="faint">
          <bdi>{words.guestLead(guestName)}</bdi>
        </p>
      )}
    </PortalPage>
  )
}

function Facts({ view, page: { ticket } }: TalkProps) {
  const { portal: words, priority } = useStrings()
  return (
    <dl class="talk-facts">
      <div>
        <dt class="unseen">{words.state}</dt>
        <dd>
          <StatusPill status={ticket.status} name={words.status[ticket.status]} />
        </dd>
      </div>
      <Fact name={words.opened}>
        <When at={ticket.createdAt} view={view} />
      </Fact>
      {ticket.contactName !== undefined && (
        <Fact name={words.requester}>
          <bdi>{ticket.contactName}</bdi>
        </Fact>
      )}
      {ticket.assigneeName !== undefined && (
        <Fact name={words.assignee}>
          <bdi>{ticket.assigneeName}</bdi>
        </Fact>
      )}
      {ticket.priority !== 'medium' && <Fact name={words.priority}>{priority[ticket.priority]}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Said({ entry, view, places }: { entry: PortalEntry; view: PortalView; places: TalkPlaces }) {
  const words = useStrings().portal
  const name = entry.name ?? view.deskName
  const images = entry.files.filter(({ contentType }) => shownInPlace.test(contentType))
  return (
    <article class={`said said-${entry.side}`}>
      <header>
        <Avatar name={name} side={entry.side === 'desk' ? 'agent' : 'client'} />
        <h3>
          <bdi>{name}</bdi>
          {entry.isYours && <span class="faint"> ({words.you})</span>}
        </h3>
        <span class="said-when">
          <When at={entry.at} view={view} />
          {entry.isEdited && <span class="faint"> · {words.edited}</span>}
        </span>
      </header>
      {entry.isRedacted ? (
        <p class="faint">{words.redacted}</p>
      ) : (
        <Words text={entry.text} empty={words.onlyFiles} />
      )}
      {images.length > 0 && (
        <p class="said-images">
          {images.map(({ id, name: file }) => (
            <a href={places.file(id)} rel="nofollow">
              <img src={places.image(id)} alt={words.image(file)} loading="lazy" />
            </a>
          ))}
        </p>
      )}
      {entry.files.length > 0 && (
        <ul class="files" aria-label={words.files}>
          {entry.files.map(({ id, name: file, bytes }) => (
            <li>
              <a href={places.file(id)} rel="nofollow">
                <Icon name="paperclip" />
                <bdi>{file}</bdi>
                <span class="faint">{fileSize(bytes)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}

/** As what pictures of entries are served in place. */
const shownInPlace = /^image\/(png|jpeg|gif|webp)$/

/** What can be done about a ticket that is at its end, or near it. */
function Ending(props: TalkProps) {
  const { view, page, places, steps } = props
  const words = useStrings().portal
  const language = useLanguage()
  const { ticket } = page
  if (ticket.isMerged) return <p class="notice">{words.merged}</p>
  return (
    <>
      {ticket.status === 'resolved' && (
        <section class="talk-box" id="reopen">
          <h2>{words.solvedTitle}</h2>
          {ticket.autoCloseAt !== undefined && (
            <p>
              {words.reopenUntil} <strong>{absoluteTime(ticket.autoCloseAt, view.timeZone, language)}</strong>{' '}
              (
              <When at={ticket.autoCloseAt} view={view} />
              ). {words.afterwards}
            </p>
          )}
          <Steps {...props} steps={steps.filter(step => step !== 'resolve')} />
        </section>
      )}
      {ticket.status === 'closed' && (
        <section class="talk-box">
          <h2>{words.closedTitle}</h2>
          <p>{places.followUp === undefined ? words.closedGuestHint : words.closedHint}</p>
          {places.followUp !== undefined && (
            <p>
              <a class="button" href={places.followUp}>
                {words.followUpLink}
              </a>
            </p>
          )}
        </section>
      )}
      {ticket.mayRate && <Rate {...props} />}
      {ticket.status !== 'resolved' && ticket.status !== 'closed' && steps.includes('resolve') && (
        <section class="talk-box talk-slim">
          <div>
            <h2>{words.resolveTitle}</h2>
            <p class="hint">{words.resolveHint}</p>
          </div>
          <Steps {...props} steps={['resolve']} />
        </section>
      )}
    </>
  )
}

function Steps({ view, places, steps }: Pick<TalkProps, 'view' | 'places' | 'steps'>) {
  const words = useStrings().portal
  return (
    <div class="talk-steps">
      {steps.map(step => (
        <PostForm action={places.step} token={view.formToken}>
          <input type="hidden" name="step" value={step} />
          <button type="submit" class="button">
            {words.steps[step]}
          </button>
        </PostForm>
      ))}
    </div>
  )
}

function Rate({ view, page, places, rating: form }: TalkProps) {
  const words = useStrings().portal
  const given = page.ticket.feedback
  const chosen = form.values.rating ?? (given === undefined ? undefined : String(given.rating))
  const error = form.errors.rating
  const values = { comment: given?.comment ?? '', ...form.values }
  return (
    <section class="talk-box" id="rate">
      <h2>{words.rateTitle}</h2>
      {given !== undefined && <p class="hint">{words.rateAgain}</p>}
      <PostForm action={places.feedback} token={view.formToken}>
        <ErrorSummary form={form} scope="rate" labels={{ rating: words.rating, comment: words.comment }} />
        <fieldset class="field rates" id={fieldId('rating', 'rate')}>
          <legend>{words.rating}</legend>
          {ratings.map(each => (
            <RatingChoice rating={each} isChosen={chosen === String(each)} />
          ))}
        </fieldset>
        {error !== undefined && (
          <p class="field-error">
            <Icon name="warning" />
            {error}
          </p>
        )}
        <TextArea form={{ ...form, values }} scope="rate" name="comment" label={words.comment} rows={3} />
        <p>
          <button type="submit" class="button">
            {words.rate}
          </button>
        </p>
      </PostForm>
    </section>
  )
}

function RatingChoice({ rating, isChosen }: { rating: Rating; isChosen: boolean }) {
  const words = useStrings().portal
  return (
    <label class="rate">
      <input type="radio" name="rating" value={String(rating)} checked={isChosen} />
      <span>
        <strong>{rating}</strong> {words.ratings[rating]}
      </span>
    </label>
  )
}

function Reply({ view, page, places, reply, kept }: TalkProps) {
  const words = useStrings().portal
  return (
    <section class="talk-box" id="reply">
      <h2>{words.replyTitle}</h2>
      {page.ticket.status === 'resolved' && <p class="hint">{words.replyReopens}</p>}
      <PostForm action={places.replies} token={view.formToken} multipart>
        <ErrorSummary form={reply} scope="reply" labels={{ bodyText: words.reply, files: words.files }} />
        <TextArea form={reply} scope="reply" name="bodyText" label={words.reply} rows={6} required />
        <FilesField form={reply} scope="reply" kept={kept} />
        <p>
          <button type="submit" class="button button-primary">
            {words.replySend}
          </button>
        </p>
      </PostForm>
    </section>
  )
}
