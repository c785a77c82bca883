import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, cut, pad } from '../../src/report/columns.ts';
import { type Paint, terminalTable } from '../../src/report/terminal.ts';
import { fixture, large, renamed } from './fixture.ts';
import { HOSTILE } from './hostile.ts';

const bare: Paint = (_style, text) => text;
const tagged: Paint = (style, text) => `<${style}>${text}</${style}>`;
const table = (width: number, results = fixture()) => terminalTable(results, { width, paint: bare });

describe('the table for the terminal', () => {
  it('has a line a layout, with the verdict in words and the worst refusal', () => {
    const line = table(120)
      .split('\n')
      .find((text) => text.startsWith('4/4/24'));
    expect(line).toMatch(/^4\/4\/24 +does not hold +97\.7 % +≤ 0\.02 % +1\.23 % +– +≤ 0\.583 % +−6\.6 +8\.7$/);
  });

  it('is never wider than the terminal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 200 }), fc.boolean(), (width, hostile) => {
        for (const line of table(width, hostile ? renamed(HOSTILE, HOSTILE) : fixture()).split('\n')) {
          expect(columns(line)).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leaves out the least telling columns first where the terminal is narrow', () => {
    expect(table(120)).toMatch(/saturated/);
    const [head = ''] = table(60).split('\n');
    expect(head).not.toMatch(/saturated/);
    expect(head).toMatch(/refused/);
  });

  it('says of kinds of somebody’s own only that columns of theirs were left out', () => {
    const domain = { name: 'locks', kinds: ['reader', 'writer'], groups: {}, questions: {}, state: [] };
    const results = fixture();
    const own = results.layouts.map((layout) => ({ ...layout, domain }));
    for (const layouts of [own, [results.layouts[0]!, ...own.slice(1)]]) {
      const told = (width: number): string =>
        terminalTable({ ...results, layouts }, { width, paint: (_, text) => text }).replaceAll('\n', ' ');
      expect(told(200)).not.toContain('Left out');
      expect(told(60)).toMatch(/Left out for want of room: .*“bits left of fields”/);
      expect(told(60)).not.toMatch(/“refused of pins”|“bits left of pins”/);
      const needed = Number(/(\d+) columns show them/.exec(told(60))![1]);
      expect(told(needed)).not.toContain('Left out');
      expect(told(needed - 1)).toContain('Left out');
    }
  });

  it('says which columns it left out and how wide it must be to show them', () => {
    const told = (width: number): string =>
      table(width)
        .replaceAll('\n', ' ')
        .match(/Left out for want of room: .*? so does the report\./)?.[0] ?? '';
    const needed = Number(/(\d+) columns show them/.exec(told(60))![1]);
    for (let width = 40; width <= needed + 10; width++) {
      const text = table(width);
      const [what = '', ofWhat = ''] = text.split('\n');
      const titles = ['refused', 'false no', 'false yes', 'cannot tell', 'saturated'];
      for (const title of titles) expect(told(width).includes(title)).toBe(!what.includes(title));
      expect(told(width).includes('bits left of pins')).toBe(
        !/of pins.*of pins/.test(ofWhat) && !/bits left +bits left/.test(what),
      );
    }
    expect([told(needed), told(200)]).toEqual(['', '']);
    expect(told(60)).toMatch(
      /^Left out for want of room: .*“cannot tell of time”, “saturated of lives”, “bits left of pins”/,
    );
  });

  it('tells of drops that were ignored, and of none where there were none', () => {
    const whole = fixture();
    expect(terminalTable(whole, { width: 200, paint: tagged })).not.toContain('ignored');
    const [first, ...rest] = whole.scenarios;
    const some = { ...whole, scenarios: [{ ...first!, matching: { ...first!.matching, ignored: 3 } }, ...rest] };
    expect(terminalTable(some, { width: 200, paint: tagged })).toContain(
      `In ${first!.id}: 3 drops of what was not held were ignored`,
    );
  });

  it('has no control characters but its line breaks, whatever the names', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for.
    expect(table(100, renamed(HOSTILE, HOSTILE))).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('colours verdicts by what they say', () => {
    const text = terminalTable(fixture(), { width: 120, paint: tagged });
    expect(text).toMatch(/<red>does not hold<\/red>/);
    const good = { ...fixture(), verdicts: fixture().verdicts.map((verdict) => ({ ...verdict, holds: true })) };
    expect(terminalTable(good, { width: 120, paint: tagged })).toMatch(/<green>holds {8}<\/green>/);
  });

  it('says of a layout that was not judged neither that it holds nor that it does not', () => {
    const open = { ...fixture(), verdicts: fixture().verdicts.map((v) => ({ ...v, judged: false, holds: false })) };
    const text = terminalTable(open, { width: 120, paint: tagged });
    expect(text).toMatch(/<dim>not judged {3}<\/dim>/);
    expect(text).not.toMatch(/holds|does not hold/);
  });

  const unjudged = (reasons: readonly string[], results = fixture()) => ({
    ...results,
    verdicts: results.verdicts.map((verdict, i) => {
      const summary = reasons[i % reasons.length]!;
      return { ...verdict, judged: false, holds: false, summary };
    }),
  });

  it('says why layouts were not judged, each reason once', () => {
    const reason =
      'Not judged: in no scenario could it be measured; in b2, the source does not tell reads from writes.';
    const text = table(300, unjudged([reason, 'Meets 0 of 1 requirement; 1 could not be judged.']));
    expect(text).toContain(
      '\nNot judged: 4/4/24, 8/24, one bias 2^23 and red zone. In no scenario could it be measured; in b2, the source does not tell reads from writes.\n',
    );
    expect(text).toContain(
      '\nNot judged: 2/6/24, linux today and long and short. Meets 0 of 1 requirement; 1 could not be judged.\n',
    );
    expect(table(300)).not.toContain('Not judged');
  });

  it('gives three reasons at most, in lines that fit, whatever they hold', () => {
    const reasons = Array.from({ length: 9 }, (_, i) => `Not judged: in ${'x'.repeat(90)}${i}\u001b[31m ${i}.`);
    const text = table(60, unjudged(reasons, large()));
    expect(text.match(/Not judged:/g)).toHaveLength(3);
    expect(text).toContain('6 more reasons: summary.md has them.');
    expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(60);
    expect(text).not.toContain('\u001b');
  });

  it('says how many of many layouts it shows', () => {
    const text = table(100, large());
    expect(text).toMatch(/40 of 200 layouts/);
    expect(text.split('\n').length).toBeLessThan(50);
  });

  it('says so where there are no scenarios', () => {
    const results = fixture();
    const none = {
      ...results,
      scenarios: [],
      measurements: results.measurements.filter((row) => row.scenario === null),
    };
    expect(table(100, none)).toMatch(/No scenarios/);
  });
});

describe('columns of text', () => {
  it('a wide character takes two, a combining mark none', () => {
    expect(columns('日本')).toBe(4);
    expect(columns('e\u0301')).toBe(1);
    expect(columns('😀')).toBe(2);
  });

  it('a cut text fits, a padded one fills', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, width) => {
        expect(columns(cut(text, width))).toBeLessThanOrEqual(width);
        expect(columns(pad(cut(text, width), width, 'end'))).toBe(width);
        expect(columns(pad(cut(text, width), width, 'start'))).toBe(width);
      }),
    );
  });
});
