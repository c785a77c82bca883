import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/report/results.ts';
import type { SpacePlace, SpaceRecord } from '../../src/report/space-record.ts';
import { goodWorld, LAYOUTS, RECORDING, type World } from '../cli/world.ts';

interface Printed {
  readonly schema: string;
  readonly space: SpaceRecord;
  readonly points: readonly (SpacePlace & {
    readonly isOnFront: boolean;
    readonly misses?: readonly unknown[];
    readonly unjudged?: readonly string[];
  })[];
  readonly scenarios: readonly { readonly id: string }[];
  readonly layouts: readonly { readonly id: string }[];
}

let world: World;
beforeAll(async () => {
  world = await goodWorld();
  await world.write('two.csv', RECORDING.replaceAll('read', 'write'));
});

async function printed(...flags: string[]): Promise<Printed> {
  const { code, out, err } = await world.run(['space', '--json', ...flags]);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Printed;
}

describe('space', () => {
  it('prints the front and where the named layouts stand, and says on stderr what to do next', async () => {
    const { code, out, err } = await world.run(['space']);
    expect(code).toBe(0);
    expect(out).toMatch(/2,210 layouts of a 32-bit word, on 1 scenario\./);
    expect(out).toMatch(/^The front: /m);
    for (const id of ['1/1/30', '4/4/24', 'linux today']) expect(out).toContain(`  ${id}`);
    expect(err).toMatch(
      /^2,210 layouts placed and judged in \d+ ms, on events read in .*\. Next: bitpart explore --layout \S+\n$/,
    );
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('--json prints every layout of the word, the front and the scenarios, and nothing else', async () => {
    const { schema, space, points, scenarios, layouts } = await printed();
    expect(schema).toBe('bitpart/space@1');
    expect(points.length).toBe(space.placed);
    expect(points.filter(({ isOnFront }) => isOnFront).length).toBe(space.front.layouts);
    expect(scenarios.map(({ id }) => id)).toEqual(['one']);
    expect(layouts.map(({ id }) => id)).toEqual(['1/1/30', '4/4/24', 'linux today']);
    // Of 3 reads a field of 1 bit refuses 1, and 2 bits refuse none.
    const refused = (layout: string) => points.find((point) => point.layout === layout)?.refused;
    expect(refused('1/1/30')).toMatchObject({ numerator: 1, denominator: 5 });
    expect(refused('2/1/29')).toMatchObject({ numerator: 0, denominator: 5 });
  });

  it('is the same as in the report of explore', async () => {
    const { space } = await printed();
    const { out } = await world.run(['explore', '--json']);
    const { space: reported } = JSON.parse(out) as Results;
    expect({ ...reported, excluded: [], named: [] }).toEqual({ ...space, excluded: [], named: [] });
    expect(reported?.named.map(({ layout, dominators }) => [layout, dominators])).toEqual(
      space.named.map(({ layout, dominators }) => [layout, dominators]),
    );
  });

  it('does not depend on the number of threads', async () => {
    expect((await printed('--jobs', '1')).points).toEqual((await printed('--jobs', '2')).points);
  });

  it('--word takes the space of 64 bits, --reserve that of some reserves', async () => {
    const wide = await printed('--word', '64');
    expect([wide.space.word, wide.space.layouts]).toEqual([64, 9522]);
    expect(wide.space.named.map(({ isUndominated }) => isUndominated)).toEqual([null, null, null]);
    const reserved = await printed('--reserve', '2', '--reserve', '4');
    expect(reserved.space.layouts).toBe(29 * 14 + 29 + (27 * 13 + 27) + 30);
  });

  it('--trace adds a scenario, --only keeps some', async () => {
    const added = await printed('--trace', 'two.csv');
    expect(added.scenarios.map(({ id }) => id)).toEqual(['one', 'two']);
    const kept = await printed('--trace', 'two.csv', '--only', 'two', '--only', '4/4/24');
    expect(kept.scenarios.map(({ id }) => id)).toEqual(['two']);
    expect(kept.space.named.map(({ layout }) => layout)).toEqual(['4/4/24']);
  });

  it('--top bounds every list', async () => {
    const { out } = await world.run(['space', '--top', '1']);
    expect(out).toMatch(/and \d+ more, that refuse more or are short of bits/);
  });

  it('--quiet says nothing', async () => {
    expect(await world.run(['space', '--quiet'])).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('what layouts.yaml requires', () => {
  const requiring = (text: string) => goodWorld(`${LAYOUTS}require:\n${text}`);

  it('is met by some layouts: exit 0, though a named layout misses it', async () => {
    const some = await requiring('  refused.pin: "<= 0"\n  limit.ordinary: ">= 2^20"\n');
    expect((await some.run(['explore', '--quiet'])).code).toBe(1);
    const { code, out } = await some.run(['space']);
    expect(code).toBe(0);
    expect(out).toMatch(/Best of those that meet all:\n {2}\S+$/m);
    expect(out).toMatch(/ {2}\S+ misses refused\.pin <= 0: 20 % in one/);
  });

  it('is met by none: exit 1, with what each of the nearest would have to give up', async () => {
    const none = await requiring('  refused.pin: "<= 0"\n  limit.ordinary: ">= 2^31"\n');
    const { code, out } = await none.run(['space']);
    expect(code).toBe(1);
    expect(out).toMatch(/None meets all\. The nearest, and what each would have to give up:/);
    expect(await none.run(['space', '--quiet'])).toEqual({ code: 1, out: '', err: '' });
    const { out: json } = await none.run(['space', '--json']);
    const { space, points } = JSON.parse(json) as Printed;
    expect(space.requirements?.met).toBe(0);
    expect(space.requirements?.nearest.length).toBeGreaterThan(0);
    expect(points.every(({ misses }) => misses !== undefined && misses.length > 0)).toBe(true);
  });
});

/** A file with a domain of its own: a layout, and a scenario of it. */
const OWN = `domains:
  - { name: buffers, kinds: [pin, share], groups: { lock: [share] }, questions: { pinned: [pin] } }
layouts:
  - 4/4/24
  - { name: buffer, domain: buffers, fields: [{ name: share, bits: 8, counts: [share] }, { name: pin, bits: 24, counts: [pin] }] }
scenarios:
  - { name: locks, domain: buffers, trace: locks.csv }
`;
const LOCKS = 'time_s,event,page,ref\n0,get,A,a\n1,pin-share,A,b\n2,unpin,A,b\n3,put,A,a\n';

describe('kinds of one’s own', () => {
  const worldOf = async (text: string): Promise<World> => {
    const own = await goodWorld(text);
    await own.write('locks.csv', LOCKS);
    return own;
  };

  it.each([[[]], [['--json']], [['--quiet']]])(
    'have no design space: exit 2, by the name of the domain (%j)',
    async (flags) => {
      const own = await worldOf(`${OWN}require: { refused.pin: "== 0", refused.share: "== 0" }\n`);
      const { code, out, err } = await own.run(['space', ...flags]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^layouts\.yaml: there is no design space of buffers: the space is of page references/);
      expect(err).toMatch(/^[^\n]*\n$/);
      const { code: explored, out: results } = await own.run(['explore', '--json', '--fail-on', 'none']);
      expect([explored, (JSON.parse(results) as Results).space]).toEqual([0, undefined]);
    },
  );

  it('a model without a domain is of the kinds of its layouts where all are of others and it has only the first', async () => {
    const model = (more: string): string =>
      `layouts: [{ catalogue: postgres-buffer }]\nscenarios:\n  - { name: m, duration: 1s, pages: [{ ordinary: { steady: 2 }${more} }] }\n`;
    const { code, err } = await (await worldOf(model(''))).run(['space']);
    expect(code).toBe(2);
    expect(err).toMatch(/no design space of postgres-buffer/);
    const pins = await worldOf(model(', pins: [{ kind: read, rate: 50/s, hold: 1ms }]'));
    expect((await pins.run(['space'])).code).toBe(0);
  });

  it('beside page references are not placed, and it is said once; what is required of their names is not of the space', async () => {
    const mixed = await worldOf(
      `${OWN}  - { name: one, trace: one.csv }\nrequire: { refused.pin: "<= 0", refused.lock: "<= 0" }\n`,
    );
    const { code, out } = await mixed.run(['space']);
    expect(code).toBe(0);
    const text = out.replace(/\n */g, ' ');
    expect(text).toMatch(/2,210 layouts of a 32-bit word, on 1 scenario\./);
    expect(text.match(/buffers/g)).toHaveLength(1);
    expect(text).toContain('these are of buffers: layout buffer; scenario locks.');
    expect(text).toContain('Not held against the space, of which no layout has such a name: refused.lock.');
    expect(text).not.toMatch(/not judged/);
    const { space, points } = JSON.parse((await mixed.run(['space', '--json'])).out) as Printed;
    expect(space.apart).toEqual([{ domain: 'buffers', layouts: ['buffer'], scenarios: ['locks'] }]);
    expect(space.named.map(({ layout }) => layout)).toEqual(['4/4/24']);
    expect(space.scenarios).toEqual([{ id: 'one' }]);
    expect(space.requirements).toMatchObject({ open: 0, elsewhere: ['refused.lock'] });
    expect(points.every(({ unjudged }) => unjudged?.length === 0)).toBe(true);
  });
});

describe('a point that could not be judged', () => {
  const BLIND = RECORDING.replace(/pin-(read|write)(-long)?/g, 'pin-short');
  const text = `${LAYOUTS}  - { name: blind, trace: blind.csv }\nrequire: { refused.pin: "<= 0" }\n`;

  it('does not meet what is required: a split into read and write where a source does not tell them apart', async () => {
    const mixed = await goodWorld(text);
    await mixed.write('blind.csv', BLIND);
    const { code, out, err } = await mixed.run(['space', '--json']);
    expect([code, err]).toEqual([0, '']);
    const { space, points } = JSON.parse(out) as Printed;
    const { met, open, each } = space.requirements!;
    const meeting = points.filter(({ misses, unjudged }) => misses!.length + unjudged!.length === 0);
    const undecided = points.filter(({ misses, unjudged }) => misses!.length === 0 && unjudged!.length > 0);
    expect([meeting.length, undecided.length]).toEqual([met, open]);
    expect(each).toEqual([{ key: 'refused.pin', text: '<= 0', met, unjudged: open }]);
    expect(Math.min(met, open)).toBeGreaterThan(0);
    expect(meeting.every(({ family }) => family !== 'read/write')).toBe(true);
    expect(undecided.every(({ family }) => family === 'read/write')).toBe(true);
    for (const { family, meets } of space.front.shown) if (family === 'read/write') expect(meets).toBe(false);
    const printed = (await mixed.run(['space'])).out;
    expect(printed).toMatch(/^ {2}refused\.pin <= 0 +[\d,]+; [\d,]+ not judged$/m);
    expect(printed).not.toMatch(/^.*\/\d+\/.*\n +meets all that is required/m);
  });

  it('where no point is judged, none is known to meet it: exit 1, and what misses nothing is listed', async () => {
    const blank = await goodWorld(LAYOUTS.replace('one.csv', 'idle.csv').concat('require: { refused.pin: "<= 0" }\n'));
    await blank.write('idle.csv', 'time_s,event,page,ref\n0,level,A,2\n1,check,A,\n');
    const { code, out } = await blank.run(['space']);
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}refused\.pin <= 0 +0; 2,210 not judged$/m);
    expect(out.replace(/\n */g, ' ')).toMatch(
      /None is known to meet all\. These miss none, but could not be judged for all: 1\/31\+0 not judged: refused\.pin/,
    );
    expect(out).not.toMatch(/meets? all that is required/);
  });
});

describe('bad usage of space ends with 2 and says what is allowed', () => {
  it.each([
    [['--word', '16'], /--word takes 32 or 64, not 16/],
    [['--reserve', '5'], /--reserve takes a whole number from 0 to 4, not 5/],
    [['--top', '0'], /--top takes a whole number from 1 on, not 0/],
    [['--jobs', '0'], /--jobs takes a whole number from 1 to 256, not 0/],
    [['--only', 'nothing'], /nothing/],
    [['--wrod', '64'], /Did you mean --word/],
    [['nowhere.yaml'], /nowhere\.yaml/],
  ])('%j', async (flags, says) => {
    const { code, out, err } = await world.run(['space', ...flags]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(says);
  });

  it('works without any scenario: only the limits differ', async () => {
    const bare = await goodWorld('layouts:\n  - 4/4/24\n');
    const { code, out } = await bare.run(['space']);
    expect(code).toBe(0);
    expect(out).toMatch(/on no scenario: only their limits differ/);
    expect(out).toMatch(/ {2}1\/31\+0 +31 /);
  });
});
