import { linkKinds } from '../../../shared/domain/ticket.ts'
import type { Change } from '../../../shared/domain/timeline.ts'
import { type Strings, useLanguage, useStrings } from '../strings.ts'
import { spanOf } from './local-times.ts'

/**
 * What was done to a task, a visit or a link, in words that follow the name of who did it; undefined for anything
 * else. The record is in the words of `taskShown`, `visitShown` and the links' own; what is in none of them is
 * told as it stands.
 */
export function describeWork(change: Change | undefined, timeZone: string): string | undefined {
  const words = useStrings().ticketWork
  const language = useLanguage()
  if (change === undefined) return undefined
  const { field, from, to } = change
  switch (field) {
    case 'task':
      return ofTask(words, from, to)
    case 'visit': {
      const said = (visit: string) => inLocalTime(visit, span => spanOf(span, timeZone, language))
      if (to !== null)
        return (from === null ? words.activity.visitScheduled : words.activity.visitChanged)(said(to))
      return from === null ? undefined : words.activity.visitCancelled(said(from))
    }
    case 'links':
      return ofLinks(words, listOf(from), listOf(to))
    default:
      return undefined
  }
}

type Words = Strings['ticketWork']

function ofTask({ activity: words }: Words, from: string | null, to: string | null): string | undefined {
  const title = titleOf(to ?? from ?? '')
  if (from === null) return words.taskAdded(title)
  if (to === null) return words.taskRemoved(title)
  const [was, is] = [isDone(from), isDone(to)]
  if (was === is) return words.taskChanged(title)
  return is ? words.taskDone(title) : words.taskOpened(title)
}

/** Links are recorded as a list: what it has more, or else less, is what was done. */
function ofLinks(
  { activity, links }: Words,
  from: readonly string[],
  to: readonly string[],
): string | undefined {
  const [added, removed] = [to.filter(each => !from.includes(each)), from.filter(each => !to.includes(each))]
  const [kind, number = ''] = (added[0] ?? removed[0] ?? '').split(' ')
  const known = linkKinds.find(each => each === kind)
  if (known === undefined || added.length > 1) return undefined
  return added.length === 0 ? activity.unlinked(number) : activity.linked(number, links.shown[known])
}

function listOf(recorded: string | null): string[] {
  return recorded === null ? [] : recorded.split(', ')
}

function isDone(task: string): boolean {
  return task.endsWith('done)')
}

/** Without its state in brackets behind it, and its place before it. */
function titleOf(task: string): string {
  return task.replace(/ \((?:required, )?(?:open|done)\)$/, '').replace(/^\d+\. /, '')
}

function inLocalTime(visit: string, say: (span: { startAt: string; endAt: string }) => string): string {
  const [, startAt, endAt, rest = ''] = /^(\S{20,30}) to (\S{20,30}?)(, [\s\S]*)?$/.exec(visit) ?? []
  const isSpan = startAt !== undefined && endAt !== undefined && !Number.isNaN(Date.parse(startAt))
  return isSpan && !Number.isNaN(Date.parse(endAt)) ? `${say({ startAt, endAt })}${rest}` : visit
}
