import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { viewRecording } from '../../scripts/portraits.ts';
import { loadRecordings, neededRecordings, presetsDocument } from '../../scripts/presets-table.ts';
import { PRESETS } from '../../src/workloads/presets/index.ts';

const fileOf = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const recordings = await loadRecordings(fileOf('docs/recordings.json'));

describe('docs/presets.md', () => {
  const text = presetsDocument(recordings);

  it('is what the sources say: else run node scripts/presets-table.js', () => {
    expect(readFileSync(fileOf('docs/presets.md'), 'utf8')).toBe(text);
  });

  it('has a row for each comparison and each parameter of every preset', () => {
    for (const { id, comparisons, sources } of Object.values(PRESETS)) {
      expect(text.split('\n').filter((line) => line.startsWith(`| \`${id}\` |`))).toHaveLength(comparisons.length);
      for (const { parameter } of sources) expect(text).toContain(`| \`${parameter}\` | `);
      expect(sources.every(({ source }) => text.includes(source))).toBe(true);
    }
  });

  it('says how far off a preset is, where it is far off', () => {
    const far = { ...recordings, d1: { ...recordings['d1']!, peak: 100, refused: { '4/4/24': 0.5 } } };
    const row = presetsDocument(far)
      .split('\n')
      .find((line) => line.startsWith('| `rdma` | shared'));
    expect(row).toContain('| 100 → 128 | +28 % |');
    expect(row).toMatch(/\| 50 % → 88\.\d % \| \+38 pp \|/);
  });

  it('gives a share both ways where it depends on which pin of a page a drop ended', () => {
    const row = text.split('\n').find((line) => line.startsWith('| `attacker-dio-libc` |'));
    expect(row).toMatch(/\| 65\.4 % or 90\.4 % → [\d.]+ % \|/);
  });

  it('needs every recording that something is held against', () => {
    expect(Object.keys(recordings)).toEqual(neededRecordings());
    const { d1: _, ...rest } = recordings;
    expect(() => presetsDocument(rest)).toThrow('nothing is known of the recording d1');
  });
});

describe('docs/recordings.json', () => {
  it.each([
    ['a1', 'a1_fio_uring_randrw_shmbuf'],
    ['b2', 'b2_uring_32rings_same_buf'],
    ['d1', 'd1_regmr_2dev_64x'],
    ['r6', 'r6_af_xdp'],
  ])('has of %s what its file shows', async (id, name) => {
    const { seen, sha256 } = await viewRecording(fileOf(`traces/${name}.trace.txt.gz`));
    expect(recordings[id]).toEqual({ ...seen, sha256 });
  });
});
