import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { functions, schedules } from '../infra/parts.ts'

const project = fileURLToPath(new URL('..', import.meta.url))

/** Which rooms each room may enter, and which packages it may bring in; a package stands for its own subpaths. */
const house: Record<string, { enters: string[]; brings: string[] }> = {
  'shared/domain': { enters: [], brings: [] },
  'shared/contract': { enters: ['shared/domain'], brings: ['zod'] },
  'shared/mail': {
    enters: ['shared/domain'],
    brings: ['chardet', 'ical-generator', 'mailparser', 'nodemailer', 'sanitize-html'],
  },
  'shared/runtime': {
    enters: ['shared/domain'],
    brings: ['@aws-sdk/*', '@aws-lambda-powertools/logger', 'ipaddr.js', 'openid-client', 'ulid'],
  },
  'shared/store': { enters: ['shared/domain', 'shared/runtime'], brings: [] },
  'shared/use-cases': {
    enters: ['shared/domain', 'shared/mail', 'shared/runtime', 'shared/store'],
    brings: [],
  },
  'functions/*': {
    enters: ['shared/use-cases', 'shared/contract', 'shared/domain', 'shared/runtime'],
    brings: ['hono', '@middy/core', '@aws-lambda-powertools/batch', 'aws-lambda', 'csv-stringify', 'zod'],
  },
  'infra/aws': {
    enters: [
      'infra/parts',
      'infra/config',
      'infra/bundle',
      'shared/store/schema',
      'shared/runtime/config',
      'shared/runtime/identity-provider-config',
    ],
    brings: ['aws-cdk-lib', 'constructs', 'cdk-nag', 'aws-lambda', '@aws-sdk/client-ses'],
  },
  'infra/local': {
    enters: ['infra/parts', 'infra/bundle', 'shared/*'],
    brings: [
      'dynalite',
      'esbuild',
      'zod',
      'smtp-server',
      'nodemailer',
      'mailparser',
      'ulid',
      'aws-lambda',
      '@aws-sdk/*',
    ],
  },
}

/** Packages with one owning file each: what they do is asked for there and nowhere else. */
const owners: Record<string, string[]> = {
  mailparser: ['shared/mail/mime-parts.ts'],
  chardet: ['shared/mail/guess-charset.ts'],
  'sanitize-html': ['shared/mail/sanitise-html.ts'],
  nodemailer: ['shared/mail/compose-mail.ts'],
  'ical-generator': ['shared/mail/invitation.ts'],
  '@aws-sdk/lib-dynamodb': ['shared/runtime/table.ts'],
  '@aws-sdk/client-ses': ['shared/runtime/mailer.ts', 'shared/runtime/desk.ts'],
  '@aws-sdk/client-sqs': ['shared/runtime/wake-ups.ts', 'shared/runtime/desk.ts'],
  '@aws-sdk/util-dynamodb': ['shared/runtime/stream-images.ts'],
  '@aws-sdk/client-ssm': ['shared/runtime/parameters.ts'],
  'openid-client': ['shared/runtime/identity-provider.ts'],
  'ipaddr.js': ['shared/runtime/outside-address.ts'],
  '@aws-sdk/client-s3': ['shared/runtime/files.ts', 'shared/runtime/desk.ts'],
}

interface Import {
  file: string
  /** A path in the project, or a package. */
  target: string
  isPackage: boolean
}

const sources = globSync('{shared,functions,infra}/**/*.{ts,tsx}', { cwd: project }).filter(
  file => !file.endsWith('.d.ts'),
)
const imports = sources.flatMap(importsOf)

describe('the house', () => {
  it('was really read', () => {
    expect(sources.length).toBeGreaterThan(120)
    expect(imports.length).toBeGreaterThan(500)
  })

  it('lets each room enter only the rooms it may', () => {
    const trespasses = imports.filter(({ file, target, isPackage }) => {
      const room = roomOf(file)
      if (isPackage || room === undefined || target.startsWith(`${folderOf(file)}/`)) return false
      return !house[room]?.enters.some(allowed => isWithin(target, allowed))
    })
    expect(trespasses).toEqual([])
  })

  it('lets each room bring in only its own packages', () => {
    const strangers = imports.filter(({ file, target, isPackage }) => {
      const room = roomOf(file)
      if (!isPackage || room === undefined || target.startsWith('node:')) return false
      return !house[room]?.brings.some(allowed => isWithin(target, allowed))
    })
    expect(strangers).toEqual([])
  })

  it('gives each large package one owner', () => {
    const others = imports.filter(
      ({ file, target }) =>
        file.startsWith('shared/') &&
        Object.entries(owners).some(([name, files]) => isWithin(target, name) && !files.includes(file)),
    )
    expect(others).toEqual([])
  })

  it('has no room that nobody could guess', () => {
    const names = sources.flatMap(file => file.split('/'))
    expect(names.filter(name => /^(utils?|helpers?|lib|types|common|index)(\.tsx?)?$/.test(name))).toEqual([])
  })

  it('has a folder for every function and a part for every folder', () => {
    const folders = globSync('functions/*/handler.ts', { cwd: project }).map(file => file.split('/')[1])
    expect(folders.sort()).toEqual(Object.keys(functions).sort())
  })

  it('has a job for every schedule', () => {
    const handler = readFileSync(join(project, 'functions/schedules/handler.ts'), 'utf8')
    for (const name of Object.keys(schedules)) expect(handler).toMatch(new RegExp(`\\b'?${name}'?\\b`))
  })

  it('takes the whole of zod nowhere: the named import bundles five times as much', () => {
    const named = sources.filter(file =>
      /import \{[^}]*\} from 'zod'/.test(readFileSync(join(project, file), 'utf8')),
    )
    expect(named).toEqual([])
  })
})

function importsOf(file: string): Import[] {
  const text = readFileSync(join(project, file), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import '([^']+)'/g,
  )
  return [...found].map(([, from, dynamic, bare]) => {
    const target = from ?? dynamic ?? bare ?? ''
    return target.startsWith('.')
      ? { file, target: relative(project, join(project, dirname(file), target)), isPackage: false }
      : { file, target, isPackage: true }
  })
}

function roomOf(file: string): string | undefined {
  return Object.keys(house).find(room => isWithin(file, room))
}

/** `functions/api` for a function, the room itself elsewhere. */
function folderOf(file: string): string {
  return file.split('/').slice(0, 2).join('/')
}

function isWithin(path: string, allowed: string): boolean {
  const plain = allowed.replace(/\/\*$/, '')
  return path === plain || path.startsWith(`${plain}/`) || path === `${plain}.ts`
}
