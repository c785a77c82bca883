import { quoted } from './names.ts';
import { count, list, plural } from './numbers.ts';
import type { ScenarioRecord } from './results.ts';

/** The name of a scenario inside a sentence, with a mark where it is an attack. */
export const named = ({ id, hostile }: Pick<ScenarioRecord, 'id' | 'hostile'>, length = 60): string =>
  `${quoted(id, length)}${hostile ? ' (hostile)' : ''}`;

/** How scenarios of these results are called, by id: inside a sentence, and in a cell of a table. */
export function namesOf({ scenarios }: { readonly scenarios: readonly Pick<ScenarioRecord, 'id' | 'hostile'>[] }): {
  readonly sentence: (id: string, length?: number) => string;
  readonly cell: (id: string) => string;
} {
  const attacks = new Set(scenarios.filter(({ hostile }) => hostile).map(({ id }) => id));
  const mark = (id: string): string => (attacks.has(id) ? ' (hostile)' : '');
  return {
    sentence: (id, length) => `${quoted(id, length)}${mark(id)}`,
    cell: (id) => `${id}${mark(id)}`,
  };
}

/** Where all events are of kinds of one's own there are no folios, only what they call pages. */
export const isOfOwnKinds = ({
  scenarios,
}: {
  readonly scenarios: readonly Pick<ScenarioRecord, 'domain'>[];
}): boolean => scenarios.length > 0 && scenarios.every(({ domain }) => domain !== undefined);

/** What the numbers are of, where large folios are apart: behind a sentence's last word. */
export const foliosOf = (results: Parameters<typeof isOfOwnKinds>[0]): string =>
  isOfOwnKinds(results) ? '' : ', small folios';

/** What became of drops for which nothing was held, in a sentence. */
export const ignoredText = (ignored: number): string =>
  `${plural(ignored, 'drop')} of what was not held ${ignored === 1 ? 'was' : 'were'} ignored: refs that are unknown, on another page or dropped before, or pins from before the first event.`;

/** What a source shows of the references. */
export function shows({ observed }: ScenarioRecord): string {
  const seen = [
    observed.ordinary ? 'ordinary counts' : '',
    observed.pins ? (observed.direction ? 'pins, read or write' : 'pins, not their direction') : '',
    observed.checks ? 'checks' : '',
  ].filter((text) => text !== '');
  return seen.length === 0 ? 'nothing' : list(seen);
}

/** How many drops were matched to their acquisition by which rule (docs/definitions.md). */
export function matched({ matching }: ScenarioRecord): string {
  const rules = (
    [
      ['by ref', matching.byRef],
      ['from interrupt', matching.interrupt],
      ['by task', matching.task],
      ['by command', matching.comm],
      ['oldest', matching.oldest],
      ['ignored', matching.ignored],
    ] as const
  ).filter(([, n]) => n > 0);
  const text = rules.length === 0 ? 'none' : rules.map(([rule, n]) => `${count(n)} ${rule}`).join(', ');
  return matching.directed === 0 ? text : `${text}; ${count(matching.directed)} of them told read from write`;
}
