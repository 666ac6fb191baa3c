import type { Child } from 'hono/jsx'
import type { CatalogueKind } from '../../../../shared/domain/catalogue.ts'
import { routes } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorSummary, PostForm } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import { SavedNotice } from '../../ui/saved-notice.tsx'
import { mayChangeDesk, SettingsFrame } from '../../ui/settings-frame.tsx'
import type { View } from '../../ui/view.ts'
import { type CatalogueField, CatalogueFieldView } from './catalogue-fields.tsx'

/** A record as its list shows it. */
export interface CatalogueRow {
  id: string
  name: string
  about: Child
  isArchived: boolean
}

interface ListProps {
  view: View
  kind: CatalogueKind
  rows: readonly CatalogueRow[]
  /** Whether this is a later page of the list. */
  isFurther: boolean
  nextCursor: string | null
  saved: boolean
}

/** One list that agents choose from. */
export function CataloguePage({ view, kind, rows, isFurther, nextCursor, saved }: ListProps) {
  const strings = useStrings()
  const area = strings.settingsArea
  const words = strings.catalogue[kind]
  const title = area.page[kind]
  const hasMore = rows.some(({ about }) => about !== null)
  return (
    <ConsolePage view={view} title={title} section="settings">
      <SettingsFrame view={view} current={kind}>
        <div class="head">
          <h1>{title}</h1>
          {mayChangeDesk(view) && (
            <a class="button" href={routes.newInCatalogue.href({ kind })}>
              <Icon name="plus" />
              {words.add}
            </a>
          )}
          <p class="lead">{words.lead}</p>
        </div>
        <SavedNotice saved={saved} />
        {rows.length === 0 && !isFurther ? (
          <Empty words={words.empty} />
        ) : (
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">{strings.catalogue.name}</th>
                {hasMore && <th scope="col">{strings.catalogue.about}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr class="row" data-row="">
                  <td class="row-ticket">
                    <a class="row-link" href={routes.inCatalogue.href({ kind, id: row.id })}>
                      <bdi>{row.name}</bdi>
                    </a>
                  </td>
                  {hasMore && (
                    <td>
                      <span class="row-facts">
                        {row.about}
                        {row.isArchived && <span class="pill">{area.archived}</span>}
                      </span>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {(isFurther || nextCursor !== null) && (
          <p class="pages">
            {isFurther && (
              <a class="button" href={routes.catalogue.href({ kind })}>
                {area.newest}
              </a>
            )}
            {nextCursor !== null && (
              <a class="button" rel="next" href={routes.catalogue.href({ kind }, { cursor: nextCursor })}>
                {area.more}
              </a>
            )}
          </p>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}

interface RecordProps {
  view: View
  kind: CatalogueKind
  fields: readonly CatalogueField[]
  form: FormState
  /** Absent for a record that is being added. */
  existing?: { id: string; name: string; version: number }
  /** Whether the record can be changed, besides being removed. */
  isChangeable: boolean
}

/** The form of one record, to be added or changed; for others than admins, what it says. */
export function CatalogueRecordPage({ view, kind, fields, form, existing, isChangeable }: RecordProps) {
  const strings = useStrings()
  const words = strings.catalogue[kind]
  const area = strings.settingsArea
  const mayChange = mayChangeDesk(view) && isChangeable
  const labels = Object.fromEntries(fields.map(({ name, label }) => [name, label]))
  const title = existing?.name ?? words.add
  const inputs = (
    <fieldset disabled={!mayChange}>
      <legend class="unseen">{existing === undefined ? words.add : words.one}</legend>
      {fields.map(field => (
        <CatalogueFieldView field={field} form={form} />
      ))}
    </fieldset>
  )
  return (
    <ConsolePage view={view} title={title} section="settings">
      <SettingsFrame view={view} current={kind}>
        <p class="back">
          <a href={routes.catalogue.href({ kind })}>{area.back(area.page[kind])}</a>
        </p>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {mayChange ? (
          <PostForm
            class="sheet"
            action={
              existing === undefined
                ? routes.catalogue.href({ kind })
                : routes.inCatalogue.href({ kind, id: existing.id })
            }
            token={view.formToken}
          >
            <ErrorSummary form={form} labels={labels} />
            {existing !== undefined && (
              <input type="hidden" name="version" value={String(existing.version)} />
            )}
            {inputs}
            <div class="sheet-foot">
              <button type="submit" class="button button-primary">
                {existing === undefined ? area.add : area.save}
              </button>
            </div>
          </PostForm>
        ) : (
          <div class="sheet">
            {!mayChangeDesk(view) && <p class="hint">{area.readOnly}</p>}
            {inputs}
          </div>
        )}
        {existing !== undefined && mayChangeDesk(view) && (
          <details class="fold">
            <summary>{area.remove}</summary>
            <PostForm
              action={routes.removeFromCatalogue.href({ kind, id: existing.id })}
              token={view.formToken}
            >
              <input type="hidden" name="version" value={String(existing.version)} />
              <p>{words.removeSure}</p>
              <button type="submit" class="button button-danger">
                {area.removeSubmit}
              </button>
            </PostForm>
          </details>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}
