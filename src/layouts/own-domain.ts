import { type Domain, type KindSet, MOST_KINDS } from './domain.ts';
import { quote } from './kinds.ts';
import { suggest } from './nearest.ts';
import type { LayoutProblem } from './problem.ts';

/** Kinds of one's own, as somebody describes them. */
export interface DomainSpec {
  readonly name: string;
  /** The first one is what models and recordings call ordinary. */
  readonly kinds: readonly string[];
  /** Names for sets of kinds. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** What somebody asks: each of some kinds or groups. */
  readonly questions?: Readonly<Record<string, readonly string[]>>;
  /** Kinds that are no references but bits of state beside them; nobody acquires them. */
  readonly state?: readonly string[];
}

const MOST_NAMES = 16;

/** Names stand in events of a CSV (`pin-<kind>`), in keys (`refused.<kind>`) and in lists. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

/** The domain with every check made, or all problems, with paths into the description. */
export function buildDomain(
  spec: DomainSpec,
):
  | { readonly ok: true; readonly domain: Domain }
  | { readonly ok: false; readonly problems: readonly LayoutProblem[] } {
  const problems: LayoutProblem[] = [];
  const { kinds, groups = {}, questions = {}, state = [] } = spec;
  if (kinds.length === 0) problems.push({ path: ['kinds'], message: 'a domain has at least one kind' });
  if (kinds.length > MOST_KINDS) {
    problems.push({ path: ['kinds'], message: `${kinds.length} kinds, a domain has at most ${MOST_KINDS}` });
    return { ok: false, problems };
  }
  kinds.forEach((kind, i) => {
    problems.push(...nameProblems('kind', kind, ['kinds', i]));
    const first = kinds.findIndex((other) => other.toLowerCase() === kind.toLowerCase());
    if (first < i) problems.push({ path: ['kinds', i], message: `the kind ${quote(kind)} is listed twice` });
  });
  const known: Record<string, KindSet> = Object.fromEntries(kinds.map((kind, i) => [kind, 1 << i]));
  const setOf = (names: readonly string[], path: readonly (string | number)[]): KindSet => {
    if (names.length === 0) problems.push({ path, message: 'at least one kind is needed here' });
    return names.reduce((set, name, i) => {
      if (Object.hasOwn(known, name)) return set | known[name]!;
      const nearest = suggest(name, Object.keys(known));
      problems.push({
        path: [...path, i],
        message: `${quote(name)} is no kind or group of ${quote(spec.name)}; there are ${Object.keys(known).join(', ')}`,
        ...(nearest === undefined ? {} : { suggestion: nearest }),
      });
      return set;
    }, 0);
  };
  const sets: Record<string, KindSet> = {};
  for (const [name, members] of Object.entries(checkedSize('groups', groups, problems))) {
    const path = ['groups', name];
    problems.push(...nameProblems('group', name, path));
    if (kinds.includes(name)) problems.push({ path, message: `the group ${quote(name)} has the name of a kind` });
    sets[name] = setOf(members, path);
  }
  // Groups are names too, from here on.
  for (const [name, set] of Object.entries(sets)) if (!Object.hasOwn(known, name)) known[name] = set;
  const asked: Record<string, KindSet> = {};
  for (const [name, members] of Object.entries(checkedSize('questions', questions, problems))) {
    problems.push(...nameProblems('question', name, ['questions', name]));
    asked[name] = setOf(members, ['questions', name]);
  }
  const bits = state.length === 0 ? 0 : setOf(state, ['state']);
  if (bits & 1) {
    problems.push({
      path: ['state'],
      message: `${quote(kinds[0] ?? '')}, the first kind, counts references; it cannot be state`,
    });
  }
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    domain: { name: spec.name, kinds, groups: sets, questions: asked, ...(bits === 0 ? {} : { state: bits }) },
  };
}

function checkedSize<T>(what: string, entries: Readonly<Record<string, T>>, problems: LayoutProblem[]) {
  const size = Object.keys(entries).length;
  if (size <= MOST_NAMES) return entries;
  problems.push({ path: [what], message: `${size} ${what}, a domain has at most ${MOST_NAMES}` });
  return {};
}

function nameProblems(what: string, name: string, path: readonly (string | number)[]): readonly LayoutProblem[] {
  if (NAME.test(name)) return [];
  const message = `${quote(name)} is no name of a ${what}: a letter, then letters, digits, - and _, 40 at most`;
  return [{ path, message }];
}
