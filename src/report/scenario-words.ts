import { count, list } from './numbers.ts';
import type { ScenarioRecord } from './results.ts';

/** What a source shows of the references. */
export function shows({ observed }: ScenarioRecord): string {
  const seen = [
    observed.ordinary ? 'ordinary counts' : '',
    observed.pins ? (observed.direction ? 'pins, read or write' : 'pins, not their direction') : '',
    observed.checks ? 'checks' : '',
  ].filter((text) => text !== '');
  return seen.length === 0 ? 'nothing' : list(seen);
}

/** How many drops were matched to their acquisition by which rule (DESIGN 4.2). */
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
  return rules.length === 0 ? 'none' : rules.map(([rule, n]) => `${count(n)} ${rule}`).join(', ');
}
