import { createWeb } from '../../functions/web/app.tsx'
import type { Desk } from '../../shared/runtime/desk.ts'
import type { IdentityProvider } from '../../shared/runtime/identity-provider.ts'
import { makeSignInLink } from '../../shared/use-cases/sign-in.ts'

/** What a browser does for a page: keeps cookies, sends forms with what stands in them, says where from. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #desk: Desk
  readonly #app: ReturnType<typeof createWeb>

  constructor(desk: Desk, provider?: IdentityProvider) {
    this.#desk = desk
    this.#app = createWeb(desk, provider)
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#request(path, { headers })
  }

  head(path: string): Promise<Response> {
    return this.#request(path, { method: 'HEAD' })
  }

  /** Sends a form as our page at `from` would; `headers` take the place of the browser's own. */
  async post(
    path: string,
    fields: Record<string, string>,
    more: { from?: string; headers?: Record<string, string> } = {},
  ) {
    const token = more.from === undefined ? undefined : tokenIn(await (await this.get(more.from)).text())
    return this.#request(path, {
      method: 'POST',
      body: new URLSearchParams({
        ...fields,
        ...(token === undefined ? {} : { formToken: token }),
      }).toString(),
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        ...(more.headers ?? { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }),
      },
    })
  }

  /** Sends a form that brings files, as our page at `from` would. */
  async postFiles(
    path: string,
    fields: Record<string, string>,
    { from, files }: { from: string; files: readonly File[] },
  ): Promise<Response> {
    const body = new FormData()
    const token = tokenIn(await (await this.get(from)).text())
    for (const [name, value] of Object.entries({ ...fields, formToken: token })) body.append(name, value)
    for (const file of files) body.append('files', file)
    // What a browser sends where no file was chosen.
    if (files.length === 0) body.append('files', new File([], ''))
    return this.#request(path, {
      method: 'POST',
      body,
      headers: { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
    })
  }

  /** Signs in by a link of the desk's own making. */
  async signIn(email: string): Promise<this> {
    const link = new URL(await makeSignInLink(this.#desk, email))
    const token = link.searchParams.get('token') ?? ''
    await this.post('/sign-in/link', { token }, { from: `${link.pathname}${link.search}` })
    return this
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const answer = await this.#app.request(path, { ...init, headers })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0/i.test(cookie)) this.cookies.delete(name)
      else this.cookies.set(name, decodeURIComponent(value))
    }
    return answer
  }
}

/** The first value of a hidden field on a page. */
export function fieldIn(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
}

function tokenIn(html: string): string {
  return fieldIn(html, 'formToken')
}
