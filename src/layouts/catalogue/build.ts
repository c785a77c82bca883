import { type BiasSpec, buildBias } from '../bias.ts';
import type { Domain } from '../domain.ts';
import type { Built } from '../problem.ts';
import { buildSplit, type SplitSpec } from '../split.ts';
import type { BiasLayout, Layout, SplitLayout } from '../types.ts';

/** A split that is known to be possible. */
export function splitOf(spec: SplitSpec): SplitLayout {
  return must(buildSplit(spec));
}

/** A bias that is known to be possible. */
export function biasOf(spec: BiasSpec): BiasLayout {
  return must(buildBias(spec));
}

/** Kinds of references, then bits of state that share the word; questions by name, each about one or several kinds. */
export function domainOf(
  name: string,
  references: readonly string[],
  state: readonly string[],
  questions: Readonly<Record<string, readonly string[]>>,
): Domain {
  const kinds = [...references, ...state];
  const setOf = (names: readonly string[]): number => names.reduce((set, name) => set | (1 << kinds.indexOf(name)), 0);
  return {
    name,
    kinds,
    groups: {},
    questions: Object.fromEntries(Object.entries(questions).map(([name, about]) => [name, setOf(about)])),
    ...(state.length === 0 ? {} : { state: setOf(state) }),
  };
}

function must<L extends Layout>(built: Built<L>): L {
  if (!built.ok) throw new Error(built.problems.map(({ message }) => message).join('; '));
  return built.layout;
}
