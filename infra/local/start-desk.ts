import { bootCloud, type Cloud } from './cloud/cloud.ts'
import { CannotStart } from './cloud/folder.ts'
import type { LocalHooks } from './cloud/hooks.ts'
import { readStartOptions, type StartOptions } from './start-options.ts'

/** What `seed.ts` does: fills an empty desk, and opens it for the doors. */
export interface Seed {
  seedDesk(options: {
    environment: Record<string, string>
    apiKey?: string
    demo: boolean
    domain: string
    now: () => Date
  }): Promise<{ adminEmail: string }>
  localHooks(environment: Record<string, string>, now: () => Date): LocalHooks
}

interface StartDeskOptions {
  seed: Seed
  /** Answers a folder with a bundle per function. */
  build?: () => Promise<string>
}

const stopMaxMs = 2000

/** Runs the desk until it is told to stop; says in one line why it cannot start, and exits 1 then. */
export async function startDesk(
  environment: Record<string, string | undefined>,
  { seed, build }: StartDeskOptions,
): Promise<void> {
  const stopping = { begun: false }
  let cloud: Cloud | undefined
  try {
    const options = readStartOptions(environment)
    cloud = await bootCloud({
      ...options,
      hooks: seed.localHooks,
      onError: (name, line) => console.error(`${name}: ${line}`),
      ...(build && { build }),
    })
    stopOnSignals(cloud, stopping)
    await welcome(cloud, options, seed)
  } catch (error) {
    // Stopped in the middle of the start, which was bound to fail then.
    if (stopping.begun) return
    if (error instanceof CannotStart) console.error(error.message)
    else console.error('Docket cannot start:', error)
    await cloud?.close()
    process.exit(1)
  }
}

async function welcome(cloud: Cloud, options: StartOptions, seed: Seed): Promise<void> {
  const { environment, clock } = cloud
  const { apiKey, demo, domain } = options
  const now = () => clock.now()
  const { adminEmail } = await seed.seedDesk({ environment, ...(apiKey && { apiKey }), demo, domain, now })
  const link = await seed.localHooks(environment, now).signInLink()
  console.log(`Docket is ready at ${cloud.url}`)
  console.log(`Sign in as ${adminEmail}: ${link}`)
  console.log(`A fresh link whenever you need one: ${cloud.url}/_local/sign-in`)
  console.log(
    `Mail in: SMTP at 127.0.0.1:${cloud.smtpPort} for support@${domain}; mail out: ${cloud.url}/_local/outbox`,
  )
  const aheadHours = Math.round(clock.offsetMs() / 3_600_000)
  if (aheadHours !== 0) console.log(`The desk's clock was moved and runs ${aheadHours} h ahead`)
}

function stopOnSignals(cloud: Cloud, stopping: { begun: boolean }): void {
  const stop = (): void => {
    if (stopping.begun) process.exit(1)
    stopping.begun = true
    setTimeout(() => process.exit(1), stopMaxMs).unref()
    cloud.close().then(
      () => process.exit(0),
      error => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
}
