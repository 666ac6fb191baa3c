import type { Hono } from 'hono'
import * as z from 'zod'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { visitorPost } from './console/sign-in.tsx'
import type { WebEnv } from './env.ts'
import { parseForm } from './form.ts'
import { routes } from './routes.ts'
import { writeCookie } from './security/cookies.ts'
import { safeNextPath } from './security/next-path.ts'
import { isLanguage } from './strings.ts'

const languageForm = z.strictObject({ language: z.string().refine(isLanguage), back: z.string() })

/** Hangs up the choice of a language, for whoever has a page of ours. */
export function hangLanguage(app: Hono<WebEnv>, desk: Desk): void {
  visitorPost(app, desk, routes.language, async (c, form) => {
    const parsed = parseForm(languageForm, form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    writeCookie(c, 'language', parsed.data.language)
    return c.redirect(safeNextPath(parsed.data.back) ?? routes.home.href({}), 303)
  })
}
