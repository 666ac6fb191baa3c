/** `npm start`: the whole desk on this machine. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Docket needs Node 22.18 or newer, not ${process.version}; run "npm ci && npm start", which brings its own`,
  )
  process.exit(1)
}

// Not imported before: older versions would stumble over the sources instead of saying what they need.
const { startDesk } = await import('./start-desk.ts')
await startDesk(process.env, { seed: await import('./seed.ts') })
