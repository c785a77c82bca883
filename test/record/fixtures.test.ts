import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { evaluateRecording } from '../../src/node/recording.ts';

const path = (release: string): string =>
  fileURLToPath(new URL(`fixtures/linux-${release}-qemu.trace.txt.gz`, import.meta.url));
const text = (release: string): string => gunzipSync(readFileSync(path(release))).toString();

/**
 * What record/qemu/workload.c pins. Direct I/O: 3 processes × 4 rounds × 8 pages, of which 3 requests read the disk (write
 * pins) and 1 writes it (read pins). process_vm: 8 × 8 pages each way. io_uring: 6 rings × 4 pages, and 16 of a huge page.
 */
const DIRECT = { write: 3 * 4 * 3 * 8, read: 3 * 4 * 8 };
const PROCESS_VM = 8 * 8;
const RINGS = 6 * 4;
const HUGE = 16;

// In 6.1 direct I/O takes ordinary references, not pins.
describe.each([
  ['6.1', { write: 0, read: 0 }],
  ['6.12', DIRECT],
  ['7.3', DIRECT],
])('the recording of Linux %s', (release, direct) => {
  const pins = direct.write + direct.read + 2 * PROCESS_VM + RINGS + HUGE;

  it('is read without an unreadable line, and each drop finds its pin', async () => {
    const { evaluated } = await evaluateRecording({ path: path(release), shown: release }, { replays: [] });
    expect(evaluated.unreadable).toEqual({ count: 0 });
    const { interrupt, task, comm, oldest, ignored } = evaluated.matching;
    expect({ comm, oldest, ignored }).toEqual({ comm: 0, oldest: 0, ignored: 0 });
    expect(interrupt + task).toBe(pins);
    // All but those of io_uring's buffers, of which nothing tells the direction.
    expect(evaluated.matching.directed).toBe(pins - RINGS - HUGE);
    expect(evaluated.notes.join(' ')).not.toMatch(/lost|too small/);
  });

  it('has the pins that the workload takes, by direction and term', async () => {
    const { evaluated } = await evaluateRecording({ path: path(release), shown: release }, { replays: [] });
    const [{ small, large }] = evaluated.runs as [(typeof evaluated.runs)[number]];
    const [, readShort, readLong, writeShort, writeLong] = small.profile.attempted;
    expect({ readShort, readLong, writeShort, writeLong }).toEqual({
      readShort: direct.read + PROCESS_VM,
      readLong: 0,
      writeShort: direct.write + PROCESS_VM,
      writeLong: RINGS,
    });
    expect([...large.profile.attempted].slice(1)).toEqual([0, 0, 0, HUGE]);
  });

  it("agrees with the kernel's own count of pins, and nothing was lost", () => {
    expect(text(release)).toContain(`# vmstat: nr_foll_pin_acquired +${pins}, nr_foll_pin_released +${pins}\n`);
    expect(text(release)).toContain(`# pins ${pins}, unpins ${pins}\n`);
    expect(text(release)).toMatch(/^# lost: overrun 0, commit overrun 0, dropped 0, missed (0|unknown)$/m);
    expect(text(release)).not.toContain('LOST');
  });

  it('has the events that tell the direction of a drop, those of a bio right before the drops that it causes', () => {
    const events = text(release)
      .split('\n')
      .flatMap((line) => {
        const [, cpu, name] = /-\d+ +\[(\d+)\] \S+ +[\d.]+: (\w+): /.exec(line) ?? [];
        return cpu === undefined || name === undefined ? [] : [{ cpu, name }];
      });
    const of = (wanted: string): number => events.filter(({ name }) => name === wanted).length;
    // One bio for each request; process_vm drops each way in one go, and without make_dirty by way of unpin_user_pages.
    expect(of('brp')).toBe(3 * 4 * 4);
    expect(of('updl')).toBe(2 * 8);
    expect(of('upages')).toBeGreaterThanOrEqual(8);
    if (direct.write === 0) return; // its bios hold no pins
    for (const [at, { cpu, name }] of events.entries()) {
      if (name !== 'brp') continue;
      const next = events.slice(at + 1).find((event) => event.cpu === cpu);
      expect(['ufolio', 'put']).toContain(next?.name);
    }
  });
});
