/** The shortest of several runs, in milliseconds: what the work takes when the machine does nothing else. */
export async function quickest(work: () => unknown, tries: number): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < tries; count++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return Math.min(...times)
}

/** Whether work takes more than `factor` times of what other work takes, measured side by side; what looks slow is tried again. */
export async function isSlower(work: () => unknown, than: () => unknown, factor: number): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const allowed = factor * (await quickest(than, 1))
    if ((await quickest(work, 1 + attempt)) <= allowed) return false
  }
  return true
}
