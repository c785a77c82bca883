/** Only for Node: it needs Vega-Lite. */
import { compile, type TopLevelSpec } from 'vega-lite';

/** What was made under a key, so that a process that makes report after report makes it once; the oldest goes first. */
export class Kept<V> {
  readonly #values = new Map<string, V>();
  readonly #most: number;
  /** How many were made. */
  made = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  /** @returns the value. */
  add(key: string, value: V): V {
    this.made++;
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#most && oldest !== undefined) this.#values.delete(oldest);
    return value;
  }
}

/** Every chart in both forms, twice. */
const vegaSpecs = new Kept<object>(40);

/**
 * Vega-Lite to Vega, so that the page needs no compiler. How a chart is drawn does not depend on its data: whatever somebody
 * changes in layouts.yaml, it is compiled once.
 *
 * @param spec without data.
 */
export function toVega({ description, ...spec }: TopLevelSpec): object {
  const key = JSON.stringify(spec);
  const vega = vegaSpecs.get(key) ?? vegaSpecs.add(key, compile(spec as TopLevelSpec).spec);
  return { ...vega, description };
}

/** How many specs this process has compiled. */
export const specsCompiled = (): number => vegaSpecs.made;
