import type { Strings } from '../strings.ts'

/** Every word of console and portal in German. */
export const german: Partial<Strings> = {}
