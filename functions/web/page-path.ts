import { createContext, useContext } from 'hono/jsx'

const context = createContext<string | undefined>(undefined)

/** Tells everything inside of it where the page is that is being drawn. */
export const PagePathProvider = context.Provider

/** Path and query of the page that is being drawn; undefined where it answers a form, and cannot be come back to. */
export function usePagePath(): string | undefined {
  return useContext(context)
}
