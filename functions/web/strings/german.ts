import type { Strings } from '../strings.ts'
import { palette } from './german/palette.ts'

/** Every word of console and portal in German. */
export const german: Partial<Strings> = { palette }
