/**
 * The inside of a function's process, in place of AWS's own bootstrap: loads the bundle named by the environment,
 * then takes one invocation after another from the Runtime API. Plain JavaScript, so that a cold start does not
 * pay for stripping types.
 */
import http from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

const environment = process.env
const [host, instance] = (environment.AWS_LAMBDA_RUNTIME_API ?? '').split('/')
const base = `http://${host}/${instance}/2018-06-01/runtime`
const agent = new http.Agent({ keepAlive: true })
const RealDate = Date
const clock = { offsetMs: 0 }

endWithParent()
shiftDate()
process.on('SIGINT', () => {
  // Ctrl-C reaches the whole terminal; the parent decides when its functions end.
})
process.on('uncaughtException', error => giveUp('Uncaught Exception', error))
process.on('unhandledRejection', error => giveUp('Unhandled Promise Rejection', error))

const handler = await loadHandler()
for (;;) await serveNext()

/** A thread of its own, as a function stuck in a loop must end with its parent too. */
function endWithParent() {
  const watch = `const parent = new (require('node:net').Socket)({ fd: 0 })
    parent.on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL')).resume()`
  new Worker(watch, { eval: true, env: {}, execArgv: [] }).unref()
}

/** The desk's clock may run ahead of the machine's; functions read it as they always do, through Date. */
function shiftDate() {
  const now = () => RealDate.now() + clock.offsetMs
  function ShiftedDate(...parts) {
    if (new.target === undefined) return new RealDate(now()).toString()
    return Reflect.construct(RealDate, parts.length === 0 ? [now()] : parts, new.target)
  }
  const statics = Object.getOwnPropertyDescriptors(RealDate)
  Object.defineProperties(ShiftedDate, { ...statics, now: { ...statics.now, value: now } })
  RealDate.prototype.constructor = ShiftedDate
  globalThis.Date = ShiftedDate
}

async function loadHandler() {
  try {
    const [file, name] = environment._HANDLER.split('.')
    const loaded = createRequire(import.meta.url)(join(environment.LAMBDA_TASK_ROOT, `${file}.js`))
    if (typeof loaded[name] !== 'function') throw new Error(`${environment._HANDLER} is not a function`)
    return loaded[name]
  } catch (error) {
    log('Init Error', error)
    await call('POST', '/init/error', describe(error))
    process.exit(1)
  }
}

async function serveNext() {
  const { headers, body } = await call('GET', '/invocation/next')
  const id = headers['lambda-runtime-aws-request-id']
  clock.offsetMs = Number(headers['docket-clock-offset-ms'])
  environment._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id']
  try {
    const result = await handler(JSON.parse(body), contextOf(headers))
    await call('POST', `/invocation/${id}/response`, JSON.stringify(result) ?? 'null')
  } catch (error) {
    log('Invoke Error', error)
    await call('POST', `/invocation/${id}/error`, describe(error))
  }
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms'])
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
}

/** Without its Runtime API a function has no reason to live. */
function call(method, path, body) {
  return new Promise(resolve => {
    const leave = () => process.exit(1)
    const request = http.request(base + path, { method, agent }, response => {
      const chunks = []
      response.on('data', chunk => chunks.push(chunk)).on('error', leave)
      response.on('end', () => {
        if (response.statusCode >= 300) leave()
        else resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() })
      })
    })
    request.on('error', leave)
    request.end(body)
  })
}

function giveUp(message, error) {
  log(message, error)
  process.exit(129)
}

function log(message, error) {
  process.stderr.write(`${JSON.stringify({ level: 'ERROR', message, ...JSON.parse(describe(error)) })}\n`)
}

function describe(error) {
  const known = error instanceof Error
  return JSON.stringify({
    errorType: known ? error.name : typeof error,
    errorMessage: known ? error.message : String(error),
    trace: known ? (error.stack ?? '').split('\n') : [],
  })
}
