import { describe, expect, it } from 'vitest';
import { MOVES } from '../../src/metrics/exposure/moves.ts';
import { GLOSSARY } from '../../src/metrics/glossary.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { METHODS } from '../../src/report/explain.ts';
import { World } from './world.ts';

const unwrapped = (text: string): string => text.replace(/\n {2}(?! )/g, ' ');

describe('explain', () => {
  const world = new World();
  const explain = async (...argv: string[]) => {
    const { code, out, err } = await world.run(['explain', ...argv]);
    return { code, out: unwrapped(out), err };
  };

  it.each(METRICS.map((metric) => [metric.id, metric] as const))(
    'says of %s what its record says',
    async (id, { label, definition, howToRead, source }) => {
      const { code, out, err } = await explain(id);
      expect([code, err]).toEqual([0, '']);
      for (const text of [label, definition, howToRead, source]) expect(out).toContain(text);
    },
  );

  it('takes a metric as it stands in require', async () => {
    expect((await explain('refused.pin')).out).toBe((await explain('refused')).out);
  });

  it.each(Object.entries(METHODS))('says what the method %s is', async (method, text) => {
    expect((await explain(method)).out).toContain(text);
  });

  it('says of a key what the schema says, at each place where it may stand', async () => {
    const { out } = await explain('hold');
    expect(out).toContain('scenarios.pages.pins.hold · a key of layouts.yaml, needed');
    expect(out).toContain('scenarios.pages.ordinary.hold · a key of layouts.yaml');
    expect(out).toContain('Example: hold: { exponential: 2ms }');
    const one = await explain('pins.hold');
    expect(one.out).not.toContain('scenarios.pages.ordinary.hold');
    expect((await explain('on-limit')).out).toContain('Takes fail, saturate, carry or wrap.');
    expect((await explain('reserve')).out).toContain('Takes a whole number from 0 to 63.');
  });

  it('says a key is needed only where no other form of its map does without it', async () => {
    const { out } = await explain('domain');
    expect(out).toContain('layouts.domain · a key of layouts.yaml Whose kinds');
    expect(out).toContain('Default: the references of a page.');
    expect(out).not.toContain('needed');
    for (const key of ['layouts.fields', 'layouts.catalogue', 'scenarios.trace', 'domains.kinds'])
      expect((await explain(key)).out).toContain(`${key} · a key of layouts.yaml, needed`);
  });

  it('says a metric and a key of one name both', async () => {
    const { out } = await explain('limit');
    expect(out).toContain('limit · Limit');
    expect(out).toContain('moves.uses.limit · a key of layouts.yaml');
  });

  it('without a word lists what there is', async () => {
    const { code, out } = await explain();
    expect(code).toBe(0);
    for (const { id } of METRICS) expect(out).toContain(id);
    for (const text of ['on-limit', 'closed-form', 'hold']) expect(out).toContain(text);
  });

  it.each(['', ' ', '\t'])('with %j for a word says the same as without one', async (blank) => {
    expect(await explain(blank)).toEqual(await explain());
  });

  it.each(GLOSSARY.flatMap(({ word, meaning }) => word.split(', ').map((each) => [each, meaning] as const)))(
    'says what the word %s means',
    async (word, meaning) => {
      for (const argv of [[word], word.split(' ')]) {
        const { code, out, err } = await explain(...argv);
        expect([code, err]).toEqual([0, '']);
        expect(out).toContain(meaning);
      }
    },
  );

  it.each(MOVES.map(({ id, name }) => [id, name] as const))('says what the move %s is', async (id, name) => {
    expect((await explain(id)).out).toContain(`${id} · a move of an attacker: ${name}`);
    expect((await explain()).out).toContain(id);
  });

  it.each(['stands', 'soft limit', 'carry', 'NR_CPUS', 'interrupt', 'by task', 'beside', 'holds'])(
    'knows the word %s of the report, and says it before a key of the same name',
    async (word) => {
      expect((await explain(word)).out).toMatch(/^[^·]* · a word of reports and docs/);
    },
  );

  it('says what a preset is', async () => {
    const { out } = await explain('rdma');
    expect(out).toContain('rdma · a preset: RDMA server');
    expect(out).toContain('docs/presets.md');
  });

  it.each([
    ['PIN', 'pin'],
    ['Pins', 'pin'],
    ['lives', 'life'],
    ['biases', 'bias'],
    ['red_zone', 'red zone'],
    ['Red-Zones', 'red zone'],
    ['Bits left', 'bits-left'],
    ['CLOSED FORM', 'closed-form'],
    ['FALSE_POSITIVE', 'false-positive'],
    ['On_Limit', 'on-limit'],
    ['PINS.HOLD', 'pins.hold'],
    ['RDMA', 'rdma'],
  ])('takes %s for %s', async (said, meant) => {
    const { code, out } = await explain(said);
    expect(code).toBe(0);
    expect(out).toContain((await explain(meant)).out);
  });

  it.each([
    ['refusd', 'did you mean refused'],
    ['on-limt', 'on-limit'],
    ['hedroom', 'did you mean headroom'],
    ['splitt', 'split'],
    ['vfoi', 'did you mean vfio'],
    ['zzzzzz', 'bitpart explain lists what there is'],
  ])('%s is no word: it says the nearest', async (word, said) => {
    const { code, out, err } = await explain(word);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`no word, metric, key, method, move or preset is called "${word}"`);
    expect(err).toContain(said);
  });

  it('keeps to the width of the terminal', async () => {
    const { out } = await world.run(['explain', 'guard'], { width: 60 });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});
