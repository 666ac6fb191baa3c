import { defineConfig } from 'vitest/config'
import { textAssets } from './test/web/text-assets.ts'

export default defineConfig({
  plugins: [textAssets()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
})
