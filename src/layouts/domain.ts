/**
 * Kinds of reference, and the sets of them that people name or ask about (docs/definitions.md). Kinds are data: a domain has at
 * most 8, so a set of kinds is a bit mask in one small integer.
 */

/** A set of kinds: bit i stands for `domain.kinds[i]`. */
export type KindSet = number;

/** Kinds of a domain, at most: a class code of an event has three bits. */
export const MOST_KINDS = 8;

export interface Domain {
  /** As layouts.yaml calls it; absent: `PAGE_REFERENCES`. */
  readonly name?: string;
  /** At most 8 names; index 0 is the ordinary reference. */
  readonly kinds: readonly string[];
  /** Names for sets of kinds; wherever a kind may stand, a group may. */
  readonly groups: Readonly<Record<string, KindSet>>;
  /** What somebody asks of a page: `pinned`, `written`, `longterm`. */
  readonly questions: Readonly<Record<string, KindSet>>;
  /** Kinds that are no references: bits of state (a lock, a queue, flags) that share the word. Nobody acquires them. */
  readonly state?: KindSet;
}

const READ_SHORT = 1 << 1;
const READ_LONG = 1 << 2;
const WRITE_SHORT = 1 << 3;
const WRITE_LONG = 1 << 4;

/** The set that holds only the ordinary reference, in every domain. */
export const ORDINARY: KindSet = 1;
export const READ: KindSet = READ_SHORT | READ_LONG;
export const WRITE: KindSet = WRITE_SHORT | WRITE_LONG;
export const SHORT: KindSet = READ_SHORT | WRITE_SHORT;
export const LONG: KindSet = READ_LONG | WRITE_LONG;
export const PIN: KindSet = READ | WRITE;

/** `page->_refcount`: ordinary references and the four pins of get_user_pages. */
export const PAGE_REFERENCES: Domain = {
  kinds: ['ordinary', 'read-short', 'read-long', 'write-short', 'write-long'],
  groups: { read: READ, write: WRITE, short: SHORT, long: LONG, pin: PIN },
  questions: { pinned: PIN, written: WRITE, longterm: LONG },
};

/**
 * What an acquisition may turn out to be, as far as its source can tell: index = the class code in event columns
 * (0…7). A kprobe pin is one of 1…4; a page_ref pin, whose direction is not recorded, is 5, and 6 if it is known to be
 * long-term. A pin of unknown term is short (docs/definitions.md).
 */
export const ACQUIRED: readonly KindSet[] = [ORDINARY, READ_SHORT, READ_LONG, WRITE_SHORT, WRITE_LONG, SHORT, LONG];
export const ACQUIRED_NAMES: readonly string[] = [
  'ordinary',
  'read-short',
  'read-long',
  'write-short',
  'write-long',
  'short',
  'long',
];

/** `ACQUIRED` of any domain: of one's own, each class code is a kind, in its order. */
export function acquiredOf(domain: Domain): readonly KindSet[] {
  return isPageReferences(domain) ? ACQUIRED : domain.kinds.map((_, kind) => 1 << kind);
}

/** Whether kinds are those of `page->_refcount`, as a domain that came from another thread may say too. */
export function isPageReferences(domain: Domain): boolean {
  return domain === PAGE_REFERENCES || haveSameKinds(domain, PAGE_REFERENCES);
}

/** Whether class codes mean the same in both, so that events of one are events of the other. */
export function haveSameKinds(a: Domain, b: Domain): boolean {
  return a.kinds.length === b.kinds.length && a.kinds.every((kind, i) => kind === b.kinds[i]);
}

/** The set that a kind's or a group's name stands for, or undefined. */
export function kindSetOf(domain: Domain, name: string): KindSet | undefined {
  const index = domain.kinds.indexOf(name);
  if (index >= 0) return 1 << index;
  return Object.hasOwn(domain.groups, name) ? domain.groups[name] : undefined;
}

/** The shortest name of a set: a group, a kind, or kinds joined by `+`. */
export function nameOfKindSet(domain: Domain, set: KindSet): string {
  for (const [name, group] of Object.entries(domain.groups)) if (group === set) return name;
  return domain.kinds.filter((_, i) => set & (1 << i)).join('+');
}

/** Code (0…6) of the class to which a pin named by a kind or group belongs: `read` is `read-short`, `pin` is `short`. */
export function acquiredClassOf(name: string): number | undefined {
  switch (name) {
    case 'ordinary':
      return 0;
    case 'read':
    case 'read-short':
      return 1;
    case 'read-long':
      return 2;
    case 'write':
    case 'write-short':
      return 3;
    case 'write-long':
      return 4;
    case 'pin':
    case 'short':
      return 5;
    case 'long':
      return 6;
    default:
      return undefined;
  }
}

/**
 * The class code of what a kind's or group's name stands for, in any domain; undefined where it stands for none. Of a
 * domain of one's own only a kind has one, or a group of one kind.
 */
export function classOf(domain: Domain, name: string): number | undefined {
  if (isPageReferences(domain)) return acquiredClassOf(name);
  const set = kindSetOf(domain, name);
  const code = set === undefined ? -1 : acquiredOf(domain).indexOf(set);
  return code < 0 ? undefined : code;
}
