import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { shownOf } from '../../src/report/filter.ts';
import { Questions } from '../../src/report/page/questions.tsx';
import { DEFAULT_STATE } from '../../src/report/page/state.ts';
import { fixture } from './fixture.ts';

/** The section as text, where these scenarios are attacks. */
function textOf(...attacks: readonly string[]): string {
  const { scenarios, ...results } = fixture();
  const marked = scenarios.map((each) => (attacks.includes(each.id) ? { ...each, hostile: true as const } : each));
  return renderToString(<Questions shown={shownOf({ ...results, scenarios: marked }, DEFAULT_STATE)} />)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/ +/g, ' ')
    .replaceAll(' .', '.');
}

describe('the four questions', () => {
  it('are answered of ordinary load, and apart from it of attacks, which are as bad as somebody made them', () => {
    const text = textOf('c3', 'g4');
    expect(text).toContain('At most 1,391 ordinary references at once on one small folio (shared libc page): 11 bits.');
    expect(text).toContain(
      'Under attack: at most 10,240 ordinary references at once on one small folio (c3): 14 bits.',
    );
    expect(text).toContain('At most 128 (d1) at once on one small folio. Under attack: at most 1,536 (g4) at once');
    expect(text).toMatch(/In all of the benign scenarios .*In all of the hostile scenarios/);
    expect(text).toContain('In how many benign scenarios;');
    expect(text).toContain('In how many hostile scenarios;');
    expect(text).toContain('Only READ pins: a5, d1, g4 (hostile) and r7.');
    // There, in the tables of pins, of ordinary references and of bits, and of what each layout did: everywhere.
    expect(text.match(/ g4 \(hostile\) /g)).toHaveLength(5);
    expect(text.match(/ g4 /g)).toHaveLength(5);
  });

  it('are answered of all together where none is an attack, or all are', () => {
    const all = fixture().scenarios.map(({ id }) => id);
    for (const attacks of [[], all]) {
      const text = textOf(...attacks);
      expect(text).toContain('At most 10,240 ordinary references at once on one small folio (c3): 14 bits.');
      expect(text).not.toContain('Under attack');
      expect(text).toContain('In how many scenarios;');
    }
  });

  it('are asked of pages only: layouts and scenarios of other kinds are in no table', () => {
    const { layouts, scenarios, ...results } = fixture();
    const domain = { name: 'locks', kinds: ['reader', 'writer'], groups: {}, questions: {}, state: [] };
    const mixed = {
      ...results,
      layouts: [...layouts, { ...layouts[0]!, id: 'rwlock', domain }],
      scenarios: [...scenarios, { ...scenarios[0]!, id: 'own', domain: 'locks' }],
    };
    const textIn = (all: typeof mixed): string => renderToString(<Questions shown={shownOf(all, DEFAULT_STATE)} />);
    expect(textIn(mixed)).not.toMatch(/rwlock|>own</);
    expect(textIn(mixed)).toBe(textIn({ ...mixed, layouts: [...layouts], scenarios: [...scenarios] }));
    expect(textIn({ ...mixed, scenarios: mixed.scenarios.slice(-1) })).toBe('');
  });
});
