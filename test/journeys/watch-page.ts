import type { Page } from 'playwright-core'

/** What a page did that no page of the console may do. */
export interface Watch {
  /** Errors, refusals by a policy, dialogs, and requests that leave this machine; empty if all is well. */
  readonly problems: string[]
}

/** Listens to a page, its frames and its pop-ups; nothing but this machine is ever reached from them. */
export async function watchPage(page: Page): Promise<Watch> {
  const problems: string[] = []
  const context = page.context()
  // A step that cannot be taken fails by its own name, not by its test's time-out.
  page.setDefaultTimeout(20_000)
  context.on('console', message => {
    // The status of a page that was asked for is the test's own matter; 500 is nobody's.
    if (
      message.type() !== 'error' ||
      /^Failed to load resource: .* status of (?:4\d\d|502)/.test(message.text())
    )
      return
    problems.push(`console: ${message.text()}`)
  })
  context.on('weberror', ({ error }) => problems.push(`script: ${error().message}`))
  context.on('dialog', dialog => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await context.route(isElsewhere, route => {
    problems.push(`request: ${route.request().url()}`)
    return route.abort()
  })
  return { problems }
}

/** Whether an address leads off this machine. */
export function isElsewhere(url: URL): boolean {
  return url.protocol !== 'data:' && url.protocol !== 'blob:' && url.hostname !== '127.0.0.1'
}
