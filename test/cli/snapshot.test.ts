import { copyFileSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/workloads/readers/snapshot.ts';
import { World } from './world.ts';

const shipped = (file: string): string =>
  fileURLToPath(new URL(`../../traces/snapshots/e_${file}.gz`, import.meta.url));

function worldWith(name: string): World {
  const world = new World();
  for (const what of ['kpagecount', 'kpageflags'])
    copyFileSync(shipped(`${name}.${what}`), world.path(`now.${what}.gz`));
  return world;
}

const FORK300 =
  '1,572,864 page frames. Mapped 256 times or more: 1,730 pages, 1,218 of them small and 512 in 1 large folio. The most is 304.';

describe('bitpart snapshot', () => {
  it('counts the pages that 300 forked children map, small ones and those of large folios, and says what the counts are', async () => {
    const world = worldWith('fork300');
    const { code, out, err } = await world.run(['snapshot', 'now']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(FORK300);
    expect(out).toContain('mapcounts of one moment, not reference counts');
    expect(out).toMatch(/^type +pages +small +large folios +mapped +most\n/);
    expect(out).toMatch(/\nfile +[\d,]+ +[\d,]+ +[\d,]+ +[\d,]+ +\d+\n/);
  });

  it('takes the two files in any order, plain or compressed, and any one of their names', async () => {
    const world = worldWith('fork300');
    await world.write('plain.kpagecount', gunzipSync(readFileSync(shipped('fork300.kpagecount'))));
    for (const files of [
      ['now.kpageflags.gz', 'plain.kpagecount'],
      ['plain.kpagecount', 'now.kpageflags.gz'],
      ['now.kpageflags.gz'],
    ])
      expect((await world.run(['snapshot', ...files])).out).toContain(FORK300);
    const { out } = await world.run(['snapshot', 'now', '--json', '--at-least', '300']);
    const found = JSON.parse(out) as Snapshot & { atLeast: { mapcount: number; pages: number } };
    const expected = [...found.small, ...found.large].reduce((n, row) => (row.mapcount >= 300 ? n + row.count : n), 0);
    expect(found.atLeast).toMatchObject({ mapcount: 300, pages: expected });
    expect(expected).toBeGreaterThan(0);
  });

  it('names the same file of two that are not there, however busy the disk is', async () => {
    const world = new World();
    const runs = await Promise.all(Array.from({ length: 40 }, () => world.run(['snapshot', 'now'])));
    const named = runs.map(({ err }) => /^now\.(\w+)\.gz: no such file/.exec(err)?.[1]);
    expect([...new Set(named)]).toEqual(['kpagecount']);
  });

  it('says what is wrong with files that are no snapshot', async () => {
    const world = worldWith('idle');
    await world.write('short.kpagecount', new Uint8Array(16));
    await world.write('bad.kpagecount.gz', readFileSync(shipped('idle.kpagecount')).subarray(0, 500));
    const failing: readonly (readonly [readonly string[], RegExp])[] = [
      [['nothing'], /nothing\.kpagecount\.gz.*no such file/],
      [['nothing'], /no such file, and no nothing\.kpagecount$/m],
      [['nwo'], /nwo\.kpagecount\.gz: no such file, and no nwo\.kpagecount; did you mean now\?/],
      [['short.kpagecount', 'now.kpageflags.gz'], /not of one machine/],
      [['bad.kpagecount.gz', 'now.kpageflags.gz'], /gzip data is cut off/],
      [['now', '--at-least', '0'], /whole number, 1 or more, not 0/],
      [['now', 'now', 'now'], /two files, kpagecount and kpageflags, not 3/],
    ];
    for (const [args, message] of failing)
      expect(await world.run(['snapshot', ...args])).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
});
