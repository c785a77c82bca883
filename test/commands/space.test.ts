import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/report/results.ts';
import type { SpacePlace, SpaceRecord } from '../../src/report/space-record.ts';
import { goodWorld, LAYOUTS, RECORDING, type World } from '../cli/world.ts';

interface Printed {
  readonly schema: string;
  readonly space: SpaceRecord;
  readonly points: readonly (SpacePlace & { readonly isOnFront: boolean; readonly misses?: readonly unknown[] })[];
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
