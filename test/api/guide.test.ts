import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { problem } from '../../functions/api/problem.ts'
import { operations } from '../../shared/contract/api.ts'
import { DeskError, type ErrorCode, errorKinds } from '../../shared/domain/errors.ts'

const guide = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
const table = new Map(
  [...guide.matchAll(/^\| `([\w.-]+)` \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(
    ([, code = '', status = '', meaning = '', advice = '']) => [code, { status, meaning, advice }],
  ),
)
const codes = Object.keys(errorKinds).filter(isErrorCode)
const examples = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, shell = '']) => shell).join('\n')

describe('the API guide', () => {
  it.each(codes)('says of %s what it means, what to do, and the status it is answered with', async code => {
    const app = new Hono().get('/', () => {
      throw new DeskError(code)
    })
    app.onError((error, c) => problem(c, error, 'id', () => {}))
    const { status } = await app.request('/')
    const line = table.get(code)
    expect(line?.status).toMatch(new RegExp(`\\b${status}\\b`))
    expect(line?.meaning.length).toBeGreaterThan(10)
    expect(line?.advice).not.toBe('')
  })

  it('lists no code that there is not', () => {
    expect([...table.keys()].filter(code => !isErrorCode(code))).toEqual(['internal'])
  })

  it('shows calls of the contract only, and some of every resource', () => {
    const calls = [...examples.replaceAll('\\\n', ' ').matchAll(/curl .*?"\$API(\/[^"?]*).*/g)]
      .map(([line, path = '']) => ({ method: methodOf(line), path: path.replace(/\$[A-Z]+/g, '{}') }))
      .filter(({ path }) => path !== '/openapi.json')
    const tags = calls.map(call => {
      const shown = operations.find(
        ({ method, path }) => method === call.method && path.replace(/\{\w+\}/g, '{}') === call.path,
      )
      return shown?.tag ?? `${call.method} ${call.path}`
    })
    expect([...new Set(tags)].sort()).toEqual([...new Set(operations.map(({ tag }) => tag))].sort())
  })
})

function methodOf(line: string): string {
  const [, method] = / -X ([A-Z]+) /.exec(line) ?? []
  return method?.toLowerCase() ?? (/ -d /.test(line) ? 'post' : 'get')
}

function isErrorCode(code: string): code is ErrorCode {
  return code in errorKinds
}
