import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { catalogueEntry } from '../../../src/layouts/catalogue/index.ts';
import { LOCAL_USER, MOVES, warningGaps, warningsOf } from '../../../src/metrics/exposure/index.ts';
import { split } from './layouts.ts';

const warned = (ordinary: { bits: number; reserve: number; warn: number }, read?: { bits: number; warn: number }) =>
  split({
    id: 'warned',
    fields: [
      { bits: read?.bits ?? 4, counts: ['read'], ...(read === undefined ? {} : { warn: read.warn }) },
      { bits: 32 - ordinary.bits - (read?.bits ?? 4), counts: ['write'] },
      { ...ordinary, counts: ['ordinary'] },
    ],
  });

describe('from the warning to the limit', () => {
  it('a field of 10 bits that warns at half of them leaves 512 references: 2.74 ms at 10,240 in 54.8 ms', () => {
    const [record, ...others] = warningsOf(warned({ bits: 22, reserve: 12, warn: 512 }));
    expect(others).toEqual([]);
    expect(record).toMatchObject({ of: 'ordinary', level: 512, references: 512, verdict: 'open', move: 'vmsplice' });
    expect(record?.seconds).toBeCloseTo((512 * 0.0548) / 10_240, 12);
    expect(record?.text).toMatch(/at the mean pace of 10,240 in 54\.8 ms as measured, that takes 2\.74 ms/);
  });

  it('the pace of vmsplice is that of recording c3, from the first reference to the last', () => {
    const text = gunzipSync(
      readFileSync(new URL('../../../traces/c3_vmsplice_libcpage_64pipes.trace.txt.gz', import.meta.url)),
    );
    const times = [
      ...text.toString('latin1').matchAll(/ (\d+\.\d+): grab_fast: .* folio=0xffffea0005ed39c0 rc=\d+ /g),
    ].map((line) => Number(line[1]));
    const rate = MOVES.find(({ id }) => id === 'vmsplice')?.rate;
    expect(rate?.references).toBe(times.length);
    expect(rate?.seconds).toBeCloseTo(times.at(-1)! - times[0]!, 4);
  });

  it('with 2 bits of reserve and the same warning the time is 2,048 times as long, less what warned', () => {
    const [record] = warningsOf(warned({ bits: 22, reserve: 2, warn: 512 }));
    expect(record?.references).toBe(2 ** 20 - 512);
  });

  it('ends with the count at which something comes about: the limit of a field that fails, one more of any other', () => {
    const at = (onLimit: 'fail' | 'saturate' | 'carry' | 'wrap') => {
      const layout = split({
        id: 'warned',
        fields: [
          { bits: 8, counts: ['pin'] },
          { bits: 24, counts: ['ordinary'], reserve: 0, warn: 2 ** 20, onLimit },
        ],
      });
      const [record] = warningsOf(layout);
      return [record!.references, /more (.*?)\./.exec(record!.text)?.[1]];
    };
    const left = 2 ** 24 - 1 - 2 ** 20;
    expect(at('fail')).toEqual([left, 'it is full']);
    expect(at('saturate')).toEqual([left + 1, 'it saturates']);
    expect(at('carry')).toEqual([left + 1, 'it carries']);
    expect(at('wrap')).toEqual([left + 1, 'it wraps to 0']);
  });

  it('read pins come by direct I/O, 2,097,152 in 10 s: 8 more fill a field of 15', () => {
    const [record] = warningsOf(warned({ bits: 22, reserve: 2, warn: 512 }, { bits: 4, warn: 7 }));
    expect(record).toMatchObject({ of: 'read', references: 8, move: 'direct-write' });
    expect(record?.seconds).toBeCloseTo((8 * 10) / 2 ** 21, 12);
  });

  it('an attacker whose limits end in the red zone has no time to the limit, and the reason is told', () => {
    const poor = { ...LOCAL_USER, limits: { ...LOCAL_USER.limits } };
    const only = MOVES.filter(({ id }) => id === 'zero-copy-send');
    const [record] = warningsOf(warned({ bits: 24, reserve: 2, warn: 1024 }), { attacker: poor, moves: only });
    expect(record).toMatchObject({ verdict: 'short', seconds: null, move: null });
    expect(record?.text).toMatch(/comes to 2,048 and no further/);
    expect(warningGaps([record!])).toEqual([
      { layout: 'warned', metric: 'exposure-warned-time', of: 'ordinary', reason: record!.text.slice(0, -1) },
    ]);
    const [silent] = warningsOf(warned({ bits: 24, reserve: 2, warn: 4096 }), { attacker: poor, moves: only });
    expect(silent?.verdict).toBe('silent');
  });

  it('what nobody timed has no time', () => {
    const only = MOVES.filter(({ id }) => id === 'mappings');
    const [record] = warningsOf(warned({ bits: 22, reserve: 12, warn: 512 }), { moves: only });
    expect(record).toMatchObject({ verdict: 'open', seconds: null });
  });

  it('nothing is said of layouts in which nothing warns', () => {
    expect(warningsOf(catalogueEntry('linux-page')!.layout)).toEqual([]);
    expect(warningsOf(catalogueEntry('refcount_t')!.layout)).toEqual([]);
  });
});
