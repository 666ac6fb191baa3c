import type { Batch, Item, Level } from './dynalite.ts'
import type { Change } from './indexes.ts'

const attributePrefix = 'docket-ttl~'
const expiryPrefix = 'docket-expiry~'
/** AWS leaves an item alone whose time to live lies further back than this. */
const expiryMaxAgeSeconds = 5 * 365 * 24 * 3600

/** When items expire, kept in LevelDB by time, so that a sweep costs what is due and not what is stored. */
export class Expiries {
  readonly #level: Level
  readonly #attributes: Map<string, string>

  private constructor(level: Level, attributes: Map<string, string>) {
    this.#level = level
    this.#attributes = attributes
  }

  static async open(level: Level): Promise<Expiries> {
    const stored = await level.iterator({ gt: attributePrefix, lt: `${attributePrefix}~` }).all()
    const attributes = stored.map(
      ([key, value]) => [key.slice(attributePrefix.length), String(value)] as const,
    )
    return new Expiries(level, new Map(attributes))
  }

  /** The attribute that holds the table's time to live, if it has one. */
  attribute(table: string): string | undefined {
    return this.#attributes.get(table)
  }

  /** Turns time to live on, or off when there is no attribute; items already there are taken in. */
  async configure(table: string, attribute: string | undefined): Promise<void> {
    const itemPrefix = `item-${table}~`
    await this.#level.clear({ gt: `${expiryPrefix}${table}~`, lt: `${expiryPrefix}${table}~~` })
    this.#attributes.delete(table)
    if (attribute === undefined) {
      return this.#level.batch([{ type: 'del', key: attributePrefix + table }])
    }
    this.#attributes.set(table, attribute)
    const items = this.#level.iterator({ gt: itemPrefix, lt: `${itemPrefix}~` })
    for (let page = await items.nextv(256); page.length > 0; page = await items.nextv(256)) {
      const entries = page.map(([key, item]) =>
        this.#entry(table, key.slice(itemPrefix.length), item as Item),
      )
      await this.#level.batch(
        entries.filter(key => key !== undefined).map(key => ({ type: 'put', key, value: 1 })),
      )
    }
    await items.close()
    await this.#level.put(attributePrefix + table, attribute)
  }

  /** The batch that keeps the order of expiry in step with a change. */
  changes({ table, key, before, after }: Change): Batch[] {
    const old = this.#entry(table.TableName, key, before)
    const entry = this.#entry(table.TableName, key, after)
    if (old === entry) return []
    return [
      ...(old ? [{ type: 'del' as const, key: old }] : []),
      ...(entry ? [{ type: 'put' as const, key: entry, value: 1 }] : []),
    ]
  }

  /** Some of the items of a table that are over at that time: their keys within the table. */
  async due(table: string, at: Date, maxItems: number): Promise<string[]> {
    const nowSeconds = at.getTime() / 1000
    const prefix = `${expiryPrefix}${table}~`
    const oldest = prefix + inOrder(Math.max(0, Math.floor(nowSeconds) - expiryMaxAgeSeconds))
    const range = { gte: oldest, lt: prefix + inOrder(Math.ceil(nowSeconds)) }
    const keys = await this.#level.keys({ ...range, limit: maxItems }).all()
    return keys.map(key => key.slice(oldest.length + 1))
  }

  /** The tables that have a time to live. */
  tables(): string[] {
    return [...this.#attributes.keys()]
  }

  #entry(table: string, key: string, item: Item | undefined): string | undefined {
    const seconds = Math.floor(Number(item?.[this.#attributes.get(table) ?? '']?.N ?? Number.NaN))
    if (!(seconds >= 0 && seconds < 1e12)) return undefined
    return `${expiryPrefix}${table}~${inOrder(seconds)}~${key}`
  }
}

function inOrder(seconds: number): string {
  return String(seconds).padStart(12, '0')
}
