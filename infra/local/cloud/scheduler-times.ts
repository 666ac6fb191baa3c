export interface Due<Name extends string> {
  schedule: Name
  at: Date
}

type Intervals<Name extends string> = Record<Name, { everyMinutes: number }>

/**
 * Every firing after `from` and up to `to`, in order. Should they be more than `most`, the time is cut into even
 * spans, in each of which every schedule that fell due fires once, at its last due time there.
 */
export function dueBetween<Name extends string>(
  schedules: Intervals<Name>,
  from: Date,
  to: Date,
  most = Number.POSITIVE_INFINITY,
): Due<Name>[] {
  const names = Object.keys(schedules) as Name[]
  const all = names.flatMap(schedule => {
    const stepMs = schedules[schedule].everyMinutes * 60_000
    return {
      schedule,
      stepMs,
      first: Math.floor(from.getTime() / stepMs) + 1,
      last: Math.floor(to.getTime() / stepMs),
    }
  })
  const total = all.reduce((sum, { first, last }) => sum + Math.max(0, last - first + 1), 0)
  const spans = Math.max(1, Math.floor(most / Math.max(1, names.length)))
  const spanMs = (to.getTime() - from.getTime()) / spans
  const due = all.flatMap(({ schedule, stepMs, first, last }) => {
    const steps =
      total <= most
        ? range(first, last)
        : lastOfEach(spans, span => Math.floor((from.getTime() + span * spanMs) / stepMs), first)
    return steps.map(step => ({ schedule, at: new Date(step * stepMs) }))
  })
  return due.sort((one, other) => one.at.getTime() - other.at.getTime())
}

/** The first instant after this one at which some schedule is due. */
export function nextDueAfter(schedules: Intervals<string>, from: Date): Date {
  const next = Object.values(schedules).map(({ everyMinutes }) => {
    const stepMs = everyMinutes * 60_000
    return (Math.floor(from.getTime() / stepMs) + 1) * stepMs
  })
  return new Date(Math.min(...next))
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}

/** The last step of each span that has one. */
function lastOfEach(spans: number, lastStepIn: (span: number) => number, first: number): number[] {
  const ends = range(1, spans).map(lastStepIn)
  return [...new Set(ends)].filter(step => step >= first)
}
