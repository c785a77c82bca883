import type * as z from 'zod';
import { suggest } from '../layouts/nearest.ts';
import { metricOf } from '../metrics/registry.ts';
import type { Problem } from './problems.ts';
import { quoted, shown } from './show.ts';
import type { Path, Source } from './source.ts';

type Issue = z.core.$ZodIssue;

/** The problems behind the issues of zod, at their own places. What the source has reported already is left out. */
export function problemsOfIssues(source: Source, issues: readonly Issue[], base: Path = []): readonly Problem[] {
  const found = issues.flatMap((issue) => explain(source, issue, base));
  const misspelt = new Set(
    found.flatMap(({ path, on, suggestion }) =>
      on === 'key' && suggestion !== undefined ? [JSON.stringify([...path.slice(0, -1), suggestion])] : [],
    ),
  );
  const isOfAnotherDomain = (path: Path): boolean =>
    path.some((_, i) => misspelt.has(JSON.stringify([...path.slice(0, i), 'domain'])));
  return (
    found
      // A key that stands there misspelt is not missing as well, and the kinds are those of the domain that it names.
      .filter(({ absent }) => absent === undefined || !misspelt.has(JSON.stringify(absent)))
      .filter(({ isKind, path }) => isKind !== true || !isOfAnotherDomain(path))
      .filter(({ absent, path }) => !source.isReported(absent ?? path))
      .map(({ path, message, on, absent: _, isKind: __, ...more }) => source.problemAt(path, message, more, on))
  );
}

/** Unknown keys of one map that are told. */
const MOST_KEYS = 100;

interface Found {
  readonly path: Path;
  /** Of a key that is missing: where it would be. */
  readonly absent?: Path;
  readonly message: string;
  readonly on?: 'key';
  /** It is about the name of a kind: which there are is a matter of the domain. */
  readonly isKind?: boolean;
  readonly seen?: string;
  readonly allowed?: string;
  readonly suggestion?: string;
}

function explain(source: Source, issue: Issue, base: Path): readonly Found[] {
  const path = [...base, ...(issue.path as Path)];
  const value = at(source.value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      // The message is the list of keys (schema.ts, strict).
      return issue.keys.slice(0, MOST_KEYS).map((key) => unknownKey(path, key, issue.message));
    case 'invalid_union':
      return union(source, issue, path, value);
    case 'invalid_type':
      if (value === undefined || (value === null && path.length === 0)) return [missing(path)];
      return [
        {
          path,
          message: typeMessage(issue.message, issue.expected, value),
          seen: shown(value),
          ...suggestedFor(path, issue.expected, value),
        },
      ];
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const nearest = typeof value === 'string' ? (suggest(value, allowed) ?? sameAs(value, allowed)) : undefined;
      return [
        {
          path,
          message: `${issue.message}, not ${shown(value)}`,
          seen: shown(value),
          allowed: allowed.join(', '),
          ...(nearest ? { suggestion: nearest } : {}),
        },
      ];
    }
    case 'custom': {
      const suggestion: unknown = issue.params?.['suggestion'];
      return [
        {
          path,
          message: issue.message,
          seen: shown(value),
          isKind: issue.params?.['isKind'] === true,
          ...(typeof suggestion === 'string' ? { suggestion } : {}),
        },
      ];
    }
    default:
      return [{ path, message: issue.message, seen: shown(value) }];
  }
}

/** Other words for values, as docs and YAML 1.1 have them. */
const SAME: Readonly<Record<string, string>> = {
  stick: 'saturate',
  sticky: 'saturate',
  eagain: 'fail',
  refuse: 'fail',
  overflow: 'carry',
  yes: 'true',
  on: 'true',
  no: 'false',
  off: 'false',
};

/** What a word is another one for, where that is allowed. */
function sameAs(word: string, allowed: readonly string[]): string | undefined {
  const folded = word.toLowerCase().replace(/[^a-z]/g, '');
  const same = Object.hasOwn(SAME, folded) ? SAME[folded]! : '';
  return allowed.includes(same) ? same : undefined;
}

/** What of another type was probably meant, and what is allowed where the message does not say. */
function suggestedFor(path: Path, expected: string, value: unknown): Pick<Found, 'allowed' | 'suggestion'> {
  if (expected === 'array' && typeof value === 'string' && /^[\w./+-]+$/.test(value)) {
    return { suggestion: `[${value}]` };
  }
  if (expected === 'boolean') {
    const meant = typeof value === 'string' ? sameAs(value, ['true', 'false']) : undefined;
    return { allowed: 'true, false', ...(meant === undefined ? {} : { suggestion: meant }) };
  }
  const [key, required] = path;
  if (key === 'require' && typeof required === 'string' && typeof value === 'number') {
    const isMore = metricOf(required.slice(0, required.indexOf('.')))?.direction === 'higher';
    return { suggestion: `"${isMore ? '>=' : '<='} ${value}"` };
  }
  return {};
}

function unknownKey(path: Path, key: string, allowed: string): Found {
  const nearest = suggest(key, allowed.split(', '));
  return {
    path: [...path, key],
    on: 'key',
    message: `unknown key ${quoted(key)}`,
    seen: key,
    allowed,
    ...(nearest === undefined ? {} : { suggestion: nearest }),
  };
}

function missing(path: Path): Found {
  return path.length === 0
    ? { path, message: 'the file is empty: layouts is needed', suggestion: 'layouts: [4/4/24]' }
    : { path: path.slice(0, -1), absent: path, message: `the key ${quoted(String(path.at(-1)))} is missing` };
}

function typeMessage(message: string, expected: string, value: unknown): string {
  const needed = message.startsWith('Invalid input') ? `${NAMES[expected] ?? expected} is needed here` : message;
  const bare =
    typeof value === 'string' && expected === 'number' && /^\d+(\.\d+)?$/.test(value)
      ? '; write it without quotes'
      : '';
  return `${needed}, not ${shown(value)}${bare}`;
}

const NAMES: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'a text',
  number: 'a number',
};

/**
 * Of the alternatives of a union, the one that was meant: of the right kind (text, map), with the fewest keys unknown and
 * missing. Where several are as near, the message of the union says what there is; unknown keys are not told then, for
 * they may be the ones that were meant.
 */
function union(source: Source, issue: Issue & { code: 'invalid_union' }, path: Path, value: unknown): readonly Found[] {
  if (value === undefined) return [missing(path)];
  const options = issue.errors.filter((errors) => !isOtherKind(errors));
  const distances = options.map((errors) => distance(errors, value));
  const least = Math.min(...distances);
  const nearest = options.filter((_, i) => distances[i] === least);
  const told = nearest.length === 1 ? nearest[0]! : undefined;
  if (told && told.length > 0) return told.flatMap((error) => explain(source, error, path));
  // A key of the map that is reported already may be the one that says which was meant.
  if (source.isMarred(path)) return [];
  if (nearest.length > 1) {
    // One unknown key and nothing else that speaks for an alternative: the key is the mistake.
    const keys = unknownToAll(nearest);
    const allowed = [...new Set(nearest.flatMap((errors) => errors.flatMap(allowedKeys)))].join(', ');
    if (keys.length > 0 && allowed !== '') return keys.slice(0, MOST_KEYS).map((key) => unknownKey(path, key, allowed));
    return [{ path, message: issue.message, seen: shown(value) }];
  }
  return [{ path, message: `${issue.message}, not ${shown(value)}`, seen: shown(value) }];
}

/** Whether an alternative is for values of another kind: a text where a map stands. */
function isOtherKind(errors: readonly Issue[]): boolean {
  return errors.some((error) => {
    if (error.path.length > 0) return false;
    return error.code === 'invalid_type' || (error.code === 'invalid_union' && error.errors.every(isOtherKind));
  });
}

/** Keys of the map itself that an alternative does not know, and those that it misses; one that is misspelt is both, and counts once. */
function distance(errors: readonly Issue[], value: unknown): number {
  const unknown = errors.flatMap((error) =>
    error.code === 'unrecognized_keys' && error.path.length === 0 ? error.keys : [],
  );
  const missed = new Set(
    errors.flatMap(({ path: [key, ...inside] }) =>
      typeof key === 'string' && inside.length === 0 && at(value, [key]) === undefined ? [key] : [],
    ),
  );
  const all = unknown.length + missed.size;
  const misspelt = unknown.filter((key) => missed.delete(suggest(key, [...missed]) ?? ''));
  return all - misspelt.length;
}

function allowedKeys(error: Issue): readonly string[] {
  return error.code === 'unrecognized_keys' && error.path.length === 0 ? error.message.split(', ') : [];
}

function unknownToAll(options: readonly (readonly Issue[])[]): readonly string[] {
  const unknown = options.map((errors) =>
    errors.flatMap((e) => (e.code === 'unrecognized_keys' && e.path.length === 0 ? e.keys : [])),
  );
  return unknown[0]!.filter((key) => unknown.every((keys) => keys.includes(key)));
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}
