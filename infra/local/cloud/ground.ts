import { join } from 'node:path'
import type { IdentityProviderConfig } from '../../../shared/runtime/identity-provider-config.ts'
import { type FunctionName, functions } from '../../parts.ts'
import type { MovableClock } from '../clock.ts'
import { Faults } from '../faults.ts'
import { type Lambdas, startLambdas } from '../lambda/lambda.ts'
import type { ErrorListener } from '../lambda/log.ts'
import { Usage } from '../usage.ts'
import { freshBundles } from './bundles.ts'
import { type DataFolder, openClock, openDataFolder } from './folder.ts'
import { type Endpoints, environmentOf, providerEnvironmentOf } from './names.ts'
import { type Services, startServices } from './services.ts'

export interface GroundOptions {
  dataDir: string
  domain: string
  publicUrl: string
  identityProvider?: IdentityProviderConfig
  build?: () => Promise<string>
  onError?: ErrorListener
}

/** Services and functions, with nothing that sets them in motion. */
export interface Ground {
  folder: DataFolder
  clock: MovableClock
  /** Keeps the clock's place for the next start. */
  saveClock(): void
  usage: Usage
  faults: Faults
  services: Services
  lambdas: Lambdas<FunctionName>
  endpoints: Endpoints
  environment: Record<string, string>
}

/** Opens the data folder and starts what runs over it; `closers` receives how to undo each step. */
export async function openGround(options: GroundOptions, closers: (() => unknown)[]): Promise<Ground> {
  const { dataDir, domain, publicUrl, identityProvider, build = freshBundles, onError = () => {} } = options
  const folder = openDataFolder(dataDir)
  closers.push(() => folder.release())
  const { clock, save: saveClock } = openClock(folder.path('clock.json'))
  const [usage, faults] = [new Usage(), new Faults()]
  const building = build()
  // Its failure is heard below, after the services are known and can be closed.
  building.catch(() => {})
  let crash = (_accessKeyId: string): void => {}
  const services = await startServices({
    ...{ folder, clock, usage, faults, publicUrl },
    onCrash: key => crash(key),
  })
  closers.push(() => services.close())
  const { dynamodb, s3, ses, sqs } = services
  const endpoints = {
    dynamodb: dynamodb.endpoint,
    s3: s3.endpoint,
    ses: ses.endpoint,
    sqs: sqs.endpoint,
  }
  const environment = {
    ...environmentOf({ domain, publicUrl, endpoints }),
    ...providerEnvironmentOf(identityProvider),
  }
  const lambdas = await startLambdas({
    functions: deploy(await building, environment),
    ...{ clock, usage, faults, onError },
    logDir: folder.path('logs'),
  })
  closers.push(() => lambdas.close())
  crash = key => lambdas.crash(key)
  return { folder, clock, saveClock, usage, faults, services, lambdas, endpoints, environment }
}

function deploy(bundles: string, environment: Record<string, string>) {
  const one = (name: FunctionName) => {
    const { memoryMb, timeoutSeconds } = functions[name]
    return { folder: join(bundles, name), memoryMb, timeoutSeconds, environment }
  }
  return {
    api: one('api'),
    web: one('web'),
    'mail-in': one('mail-in'),
    'mail-out': one('mail-out'),
    'mail-feedback': one('mail-feedback'),
    'ticket-changes': one('ticket-changes'),
    webhooks: one('webhooks'),
    schedules: one('schedules'),
  }
}
