import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/entries.ts'
import { given } from '../../../shared/contract/given.ts'
import { type Entry, versionOf } from '../../../shared/domain/timeline.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { editEntry, readEntryHistory } from '../../../shared/use-cases/edit-entry.ts'
import { redactEntry } from '../../../shared/use-cases/redact-entry.ts'
import { presentEntry, presentPerson } from '../present.ts'
import { type Answer, serve } from '../serve.ts'

export function serveEntries(app: Hono, ground: Desk): void {
  serve(app, ground, contract.editEntry, async ({ desk, actor, params, body, ifVersion }) => {
    const words = given({ text: body.bodyText, html: body.bodyHtml })
    return answerOf(await editEntry(desk, actor, { ...params, ...ifVersion }, words))
  })
  serve(app, ground, contract.readEntryHistory, async ({ desk, actor, params, query }) => {
    const { versions, nextCursor } = await readEntryHistory(desk, actor, params, given(query))
    const data = versions.map(({ version, at, by, text, html, quoted }) => {
      return { version, at, by: presentPerson(by), text, html: html ?? null, quoted: quoted ?? null }
    })
    return { body: { data, nextCursor } }
  })
  serve(app, ground, contract.redactEntry, async ({ desk, actor, params, body, ifVersion }) =>
    answerOf(await redactEntry(desk, actor, { ...params, ...given(body), ...ifVersion })),
  )
}

function answerOf(entry: Entry): Answer {
  return { body: presentEntry(entry), version: versionOf(entry) }
}
