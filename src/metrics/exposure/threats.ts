import { guardTasks, type SplitGuard } from '../../harness/guard/index.ts';
import { type KindSet, kindSetOf, nameOfKindSet, ORDINARY, PAGE_REFERENCES } from '../../layouts/domain.ts';
import { limitOf } from '../../layouts/limits.ts';
import type { BiasLayout, Field, Layout, SplitLayout } from '../../layouts/types.ts';
import { formatCount as count } from '../format.ts';
import { referencesOf } from '../words.ts';
import type { Reach, ThreatId } from './types.ts';

/** References that add up to something: `units` in all, one of a kind giving the weight of the part that has it. */
export interface Need {
  readonly units: bigint;
  readonly parts: readonly { readonly kinds: KindSet; readonly weight: bigint }[];
  /** Only by moves that the kernel does not refuse where the count is negative. */
  readonly cannotFail?: true;
}

/** One way in which a threat comes true. */
export interface Way {
  /** To be met one after the other, all on one page. */
  readonly needs: readonly Need[];
  /** Tasks that have to be inside the window at once. */
  readonly tasks?: bigint;
  /** A sentence; made when somebody reads it, since a design space asks for thousands. */
  readonly how: () => string;
  /** What would make it safe: a sentence, or what is to be read before `bound`'s. Empty: only `bound` says it. */
  readonly remedy: string;
  /** What has to be out of the attacker's reach. */
  readonly bound?: 'limit' | 'bias-above' | 'bias-below' | 'tasks';
  readonly field?: Field;
}

/** What a layout opposes to a threat, whoever the attacker is. */
export interface Threat {
  readonly threat: ThreatId;
  readonly of: string;
  readonly label: () => string;
  /** Pages on which it hurts somebody. */
  readonly pages: readonly Reach[];
  /** Empty where no number of references does it. */
  readonly ways: readonly Way[];
  /** Why there is no way. */
  readonly why: () => string;
}

/** Others use it too. */
const SHARED: readonly Reach[] = ['shared-writable', 'read-only-file', 'cow-shared'];
/** Others may write it: what they have mapped for writing, the attacker may be allowed only to read. */
const WRITTEN: readonly Reach[] = ['shared-writable', 'read-only-file'];
const ANY: readonly Reach[] = ['own', ...SHARED];

/** Every threat to a layout, possible or not, in the order of THREATS. */
export function threatsTo(layout: Layout): readonly Threat[] {
  return layout.family === 'split' ? toSplit(layout) : toBias(layout);
}

/** References that a way takes at least, whatever the attacker may have. */
export function fewest(needs: readonly Need[]): bigint {
  return needs.reduce((sum, { units, parts }) => {
    const most = parts.reduce((a, { weight }) => (weight > a ? weight : a), 1n);
    return sum + (units + most - 1n) / most;
  }, 0n);
}

/** What can be refused: `read` and `write` where the domain has them, else each kind but the ordinary. */
function refusable(layout: Layout): readonly string[] {
  const { domain } = layout;
  const groups = ['read', 'write'].filter((name) => kindSetOf(domain, name) !== undefined);
  return groups.length > 0 ? groups : domain.kinds.filter((_, kind) => kind > 0 && !isState(layout, 1 << kind));
}

const references = (n: bigint): string => `${count(n)} reference${n === 1n ? '' : 's'}`;

/** Bits of state are set and cleared, not counted: there is nothing to deny, fill or forget. */
function isState(layout: Layout, kinds: KindSet): boolean {
  return (kinds & ~(layout.domain.state ?? 0)) === 0;
}

/**
 * What is asked in earnest. Of the page's own domain `longterm` is not: who acts on it (migration) tries again, and the
 * layouts in question do not claim to tell (docs/kernel-facts.md 2.3).
 */
function asked(layout: Layout): readonly (readonly [string, KindSet])[] {
  const questions = Object.entries(layout.domain.questions);
  return layout.domain === PAGE_REFERENCES ? questions.filter(([name]) => name !== 'longterm') : questions;
}

const FALSE_YES: Readonly<Record<string, string>> = {
  pinned: 'Make an unpinned page look pinned',
  written: 'Make a read pin look written',
};

function falseYes(layout: Layout, question: string, ways: readonly Way[], why: () => string): Threat {
  const own = layout.domain === PAGE_REFERENCES ? FALSE_YES[question] : undefined;
  return {
    threat: 'false-yes',
    of: question,
    label: () => own ?? `Have ${question} answered yes`,
    pages: SHARED,
    ways,
    why,
  };
}

function deny(layout: Layout, name: string, ways: readonly Way[]): Threat {
  const write = kindSetOf(layout.domain, 'write');
  const kinds = kindSetOf(layout.domain, name)!;
  // Only a page that they may write is of use to those who want write pins.
  const pages = write !== undefined && (kinds & ~write) === 0 ? WRITTEN : SHARED;
  const label = () => `Deny ${referencesOf(name)}`;
  return { threat: 'deny', of: name, label, pages, ways, why: () => `No field refuses ${referencesOf(name)}.` };
}

function toSplit(layout: SplitLayout): readonly Threat[] {
  const { domain } = layout;
  const fields = layout.fields.filter(({ counts }) => !isState(layout, counts));
  const ordinary = fields.find((field) => field.counts & ORDINARY);
  // Gets that nothing can refuse are not listed as such.
  const names = [...refusable(layout), ...(ordinary?.onLimit === 'fail' ? [domain.kinds[0]!] : [])];
  const top = layout.fields[0]!;
  return [
    ...names.map((name) => deny(layout, name, denials(layout, kindSetOf(domain, name)!, name))),
    ...asked(layout).map(([name, kinds]) =>
      falseYes(
        layout,
        name,
        layout.fields
          .filter((field) => field.counts & kinds)
          .flatMap((field) => falseAnswers(layout, field, name, kinds)),
        () => `Every field that answers ${name} counts nothing else, and none below it carries.`,
      ),
    ),
    ...fields.map((field) => saturation(layout, field)),
    ...fields.map((field) => carry(layout, field, layout.fields.indexOf(field))),
    {
      threat: 'sign',
      of: 'word',
      label: () => 'Reach the sign bit',
      pages: SHARED,
      ways: [],
      why: () =>
        `The word has no sign: its top bit counts ${top.name}. Code that still reads it as signed sees it negative from ${count(1n << BigInt(top.bits - 1))} references in ${top.name} on.`,
    },
    ...fields.map((field) => forgetting(layout, field)),
  ];
}

/** A field that is full refuses the next, whoever asks. */
function denials(layout: SplitLayout, kinds: KindSet, name: string): readonly Way[] {
  return layout.fields
    .filter((field) => field.counts & kinds && field.onLimit === 'fail')
    .map((field) => ({
      needs: [fill(layout, field, limitOf(field))],
      how: () =>
        `${references(limitOf(field))} ${limitOf(field) === 1n ? 'fills' : 'fill'} ${field.name}; the next is refused, to anybody.`,
      remedy: field.counts & ~kinds ? `A field of its own for ${referencesOf(name)}, and` : '',
      bound: 'limit',
      field,
    }));
}

function falseAnswers(layout: SplitLayout, field: Field, question: string, kinds: KindSet): readonly Way[] {
  const ways: Way[] = [];
  const outside = field.counts & ~kinds;
  if (outside) {
    ways.push({
      needs: [{ units: 1n, parts: [{ kinds: outside, weight: 1n }] }],
      how: () =>
        `${field.name} counts ${nameOfKindSet(layout.domain, outside)} too, so that one such reference answers ${question} with yes.`,
      remedy: `A field of its own for what ${question} asks about.`,
    });
  }
  if (field.onLimit === 'saturate') {
    ways.push({
      needs: [fill(layout, field, limitOf(field) + 1n)],
      how: () =>
        `${field.name} saturates, and stays when everything is dropped: it answers ${question} with yes for ever.`,
      remedy: 'A field that fails instead, or',
      bound: 'limit',
      field,
    });
  }
  const below = carriesInto(layout, field);
  if (below) {
    ways.push({
      needs: [fill(layout, below, 1n << BigInt(below.bits))],
      how: () => `${below.name} carries into ${field.name}, which then answers ${question} with yes.`,
      remedy: `A limit that ${below.name} keeps.`,
    });
  }
  return ways;
}

function saturation(layout: SplitLayout, field: Field): Threat {
  const ways: readonly Way[] =
    field.onLimit === 'saturate'
      ? [
          {
            needs: [fill(layout, field, limitOf(field) + 1n)],
            how: () =>
              `Reference ${count(limitOf(field) + 1n)} saturates ${field.name}: the page is never freed again.`,
            remedy: '',
            bound: 'limit',
            field,
          },
        ]
      : [];
  const why = () => `${field.name} does not saturate: at its limit it is to ${field.onLimit}.`;
  return { threat: 'saturate', of: field.name, label: () => `Saturate ${field.name}`, pages: ANY, ways, why };
}

function carry(layout: SplitLayout, field: Field, f: number): Threat {
  const above = layout.apart ? undefined : layout.fields[f - 1];
  const into = above ? `into ${above.name}` : layout.apart ? 'out of its word' : 'out of the word';
  const base = {
    threat: 'carry',
    of: field.name,
    label: () => `Carry from ${field.name} ${into}`,
    pages: ANY,
  } as const;
  if (field.onLimit === 'carry') {
    const units = 1n << BigInt(field.bits);
    const how = () => `Nothing stops ${field.name} at its limit: reference ${count(units)} carries ${into}.`;
    const way: Way = { needs: [fill(layout, field, units)], how, remedy: `A limit that ${field.name} keeps.` };
    return { ...base, ways: [way], why: () => '' };
  }
  if (field.onLimit === 'wrap') return { ...base, ways: [], why: () => `${field.name} wraps inside its own bits.` };
  const limit = limitOf(field);
  if (field.reserve === 0) {
    const why = () =>
      `Without a red zone ${field.name} has to be updated by compare-and-swap, which never carries. With an addition that is undone, one task would carry at ${count(limit)} references.`;
    return { ...base, ways: [], why };
  }
  const word: SplitGuard = layout.apart
    ? { word: 'split', fields: [field], on: [0], protocol: 'add-undo' }
    : { word: 'split', fields: layout.fields, on: [f], protocol: 'add-undo' };
  const tasks = guardTasks(word, 'any')! + 1n;
  const then = field.onLimit === 'fail' ? 'undoing' : 'saturating';
  const how = () =>
    `${references(limit)}, then ${count(tasks)} tasks between adding and ${then}, carry ${into}. Where the window cannot be interrupted, that is as many CPUs.`;
  return {
    ...base,
    ways: [{ needs: [fill(layout, field, limit)], tasks, how, remedy: '', bound: 'tasks', field }],
    why: () => '',
  };
}

function forgetting(layout: SplitLayout, field: Field): Threat {
  const base = { threat: 'wrap', of: field.name, label: () => `Have ${field.name} forgotten`, pages: ANY } as const;
  if (field.onLimit === 'fail' || field.onLimit === 'saturate') {
    const does = field.onLimit === 'fail' ? 'refuses' : 'saturates';
    return {
      ...base,
      ways: [],
      why: () => `${field.name} ${does} at its limit, and does not come to 0 while references are held.`,
    };
  }
  const units = 1n << BigInt(field.bits);
  const how = () => `After ${count(units)} references ${field.name} reads 0, as if nobody held any.`;
  return {
    ...base,
    ways: [{ needs: [fill(layout, field, units)], how, remedy: `A limit that ${field.name} keeps.` }],
    why: () => '',
  };
}

/** References that bring a field to a value: of its own kinds, or of those right below it that carry into it. */
function fill(layout: SplitLayout, field: Field, units: bigint): Need {
  const below = carriesInto(layout, field);
  const own = { kinds: field.counts, weight: 1n };
  if (!below) return { units, parts: [own] };
  const scale = 1n << BigInt(below.bits);
  return {
    units: units * scale,
    parts: [
      { ...own, weight: scale },
      { kinds: below.counts, weight: 1n },
    ],
  };
}

function carriesInto(layout: SplitLayout, field: Field): Field | undefined {
  if (layout.apart) return undefined;
  const below = layout.fields[layout.fields.indexOf(field) + 1];
  return below?.onLimit === 'carry' ? below : undefined;
}

function toBias(layout: BiasLayout): readonly Threat[] {
  const { terms } = layout;
  const red = 1n << BigInt(layout.word - 1);
  const all = terms.map((term) => ({ kinds: term.counts, weight: BigInt(term.bias) }));
  const toSign: Need = { units: red, parts: [...all, { kinds: ORDINARY, weight: 1n }] };
  const negative = () =>
    `${count(fewest([toSign]))} references of ${count(BigInt(terms.at(-1)!.bias))} make the word negative`;
  const sign = (how: () => string): Way => ({ needs: [toSign], how, remedy: '', bound: 'bias-below' });
  const none = () => '';
  const ownDomain = layout.domain !== PAGE_REFERENCES;
  return [
    ...refusable(layout).map((name) =>
      deny(layout, name, [sign(() => `${negative()}, and then every pin is refused.`)]),
    ),
    ...asked(layout).map(([name, kinds]) =>
      falseYes(layout, name, falseAnswersOfBias(layout, name, kinds), () => `Nothing answers ${name}.`),
    ),
    {
      threat: 'saturate',
      of: 'word',
      label: () => 'Saturate the word',
      pages: ANY,
      ways: [],
      why: () => 'A bias does not saturate: ordinary references go on counting.',
    },
    ...terms.map((term, t): Threat => {
      const above = terms[t + 1];
      const units = above ? BigInt(above.bias) : red;
      const needs = [{ units, parts: [{ kinds: term.counts, weight: BigInt(term.bias) }] }];
      const into = above ? above.name : 'the sign';
      const how = () => `Nothing stops ${term.name}: reference ${count(fewest(needs))} carries into ${into}.`;
      const way: Way = above
        ? { needs, how, remedy: `A split, or a larger bias for ${above.name}.` }
        : { needs, how, remedy: '', bound: 'bias-below' };
      return {
        threat: 'carry',
        of: term.name,
        label: () => `Carry from ${term.name} into ${into}`,
        pages: ANY,
        ways: [way],
        why: none,
      };
    }),
    {
      threat: 'carry',
      of: 'ordinary',
      label: () => `Carry from ordinary into ${terms[0]!.name}`,
      pages: ANY,
      ways: [
        {
          needs: [{ units: BigInt(terms[0]!.bias), parts: [{ kinds: ORDINARY, weight: 1n }] }],
          how: () => `${count(BigInt(terms[0]!.bias))} ordinary references are one of ${terms[0]!.name}.`,
          remedy: '',
          bound: 'bias-above',
        },
      ],
      why: none,
    },
    {
      threat: 'sign',
      of: 'word',
      label: () => 'Reach the sign bit',
      pages: SHARED,
      ways: [sign(() => `${negative()}.`)],
      why: none,
    },
    {
      threat: 'wrap',
      of: 'word',
      label: () => 'Wrap the word to 0',
      pages: ANY,
      ways: [
        {
          // Once the word is negative, pins and the gets of vmsplice and zero-copy are refused (try_grab_folio), and so is
          // the duplication of pipes (try_get_page); what page tables take is not.
          needs: [toSign, { units: red, parts: [{ kinds: ORDINARY, weight: 1n }], cannotFail: true }],
          how: () =>
            `${negative()}; ${ownDomain ? 'ordinary references' : 'references of page tables'}, which nothing refuses, bring it on to 0, and the page is freed while all are held.`,
          remedy: `${ownDomain ? 'Gets' : 'References of page tables'} that can fail, as try_get_page can, or`,
          bound: 'bias-below',
        },
      ],
      why: none,
    },
  ];
}

function falseAnswersOfBias(layout: BiasLayout, question: string, kinds: KindSet): readonly Way[] {
  return layout.terms.flatMap((term, t): readonly Way[] => {
    if ((term.counts & kinds) === 0) return [];
    const outside = term.counts & ~kinds;
    const below = layout.terms
      .slice(0, t)
      .map((lower) => ({ kinds: lower.counts & ~kinds, weight: BigInt(lower.bias) }))
      .filter((part) => part.kinds !== 0);
    const need = { units: BigInt(term.bias), parts: [...below, { kinds: ORDINARY, weight: 1n }] };
    const adds: Way = {
      needs: [need],
      how: () => `${count(fewest([need]))} references of less weight read as one of ${term.name}.`,
      remedy: '',
      bound: 'bias-above',
    };
    if (!outside) return [adds];
    const one: Way = {
      needs: [{ units: 1n, parts: [{ kinds: outside, weight: 1n }] }],
      how: () =>
        `${term.name} counts ${nameOfKindSet(layout.domain, outside)} too, so that one such reference answers ${question} with yes.`,
      remedy: `A bias, or a field, of its own for what ${question} asks about.`,
    };
    return [one, adds];
  });
}
