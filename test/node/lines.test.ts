import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/node/input-error.ts';
import { blocksOf, noFacts } from '../../src/node/lines.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bitpart lines '));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, bytes: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

/** Copies of the blocks, and how many lines stood before each. */
async function read(path: string): Promise<{ blocks: Buffer[]; before: number[]; sha256: string; bytes: number }> {
  const facts = noFacts();
  const blocks: Buffer[] = [];
  const before: number[] = [];
  for await (const block of blocksOf({ path, shown: 'shown' }, facts)) {
    blocks.push(Buffer.from(block));
    before.push(facts.lines);
  }
  return { blocks, before, sha256: facts.sha256, bytes: facts.bytes };
}

/** Lines of 0 to `longest` characters, 9 MB of them. */
function lines(longest: number, end: string): string {
  const all: string[] = [];
  let state = 1;
  for (let size = 0; size < 9e6; size += all[all.length - 1]!.length + 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    all.push(String.fromCharCode(97 + (state % 26)).repeat(Math.floor((state / 2 ** 32) * longest)));
  }
  return all.join('\n') + end;
}

describe('the blocks of a file', () => {
  it.each([
    ['short lines', lines(200, '\n')],
    ['lines of up to 1 MiB', lines(1 << 20, '\n')],
    ['a last line without its end', lines(200, '\nlast')],
    ['one line without its end', 'a'],
    ['one line end', '\n'],
    ['nothing', ''],
  ])('are the file, cut at line ends, with the lines before each: %s', async (name, text) => {
    const bytes = Buffer.from(text);
    for (const onDisk of [bytes, gzipSync(bytes, { level: 1 })]) {
      const { blocks, before, ...facts } = await read(written(name.replaceAll(' ', '-').slice(0, 20), onDisk));
      expect(Buffer.concat(blocks).equals(bytes)).toBe(true);
      expect(facts).toEqual({ sha256: createHash('sha256').update(onDisk).digest('hex'), bytes: onDisk.length });
      let seen = 0;
      for (const [i, block] of blocks.entries()) {
        expect(before[i]).toBe(seen);
        expect(block.length).toBeLessThanOrEqual(3 << 20);
        if (i < blocks.length - 1) expect(block[block.length - 1]).toBe(10);
        seen += block.toString('latin1').split('\n').length - 1;
      }
    }
  });

  it('use the memory again that is given back, and that of the blocks before', async () => {
    const spare: ArrayBuffer[] = [];
    const memories = new Set<ArrayBufferLike>();
    const path = written('many', lines(100, '\n'));
    for await (const block of blocksOf({ path, shown: 'shown' }, noFacts(), undefined, spare))
      memories.add(block.buffer);
    expect(memories.size).toBe(2);
  });

  it('may be transferred to another thread while the next is read', async () => {
    const path = written('sent', lines(100, '\n'));
    let size = 0;
    for await (const block of blocksOf({ path, shown: 'shown' }, noFacts())) {
      size += block.length;
      structuredClone(block, { transfer: [block.buffer as ArrayBuffer] });
    }
    expect(size).toBeGreaterThan(9e6);
  });

  it.each([
    ['in the middle', `a\n${'b'.repeat((1 << 20) + 1)}\nc\n`, 2],
    ['at the end', `a\nb\n${'c'.repeat((1 << 20) + 1)}`, 3],
    ['of several blocks', `a\n${'b'.repeat(8 << 20)}`, 2],
  ])('end at a line longer than 1 MiB, with its number: %s', async (_, text, line) => {
    const failed = await read(written('long', text)).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(InputError);
    expect(failed).toMatchObject({ file: 'shown', line, message: expect.stringContaining('longer than 1 MiB') });
  });

  it('end with an error where the file was cut meanwhile, at the end of a line too', async () => {
    const path = written('cut', lines(100, '\n'));
    const whole = readFileSync(path);
    const blocks = blocksOf({ path, shown: 'shown' }, noFacts());
    await blocks.next();
    truncateSync(path, whole.indexOf(10, 6e6) + 1);
    const rest = async (): Promise<void> => {
      for await (const block of blocks) expect(block.length).toBeGreaterThan(0);
    };
    await expect(rest()).rejects.toThrow(/became shorter while it was read: 6,[\d,]+ of 9,[\d,]+ bytes are left/);
  });

  it('need not be read to the end', async () => {
    for await (const block of blocksOf({ path: written('left', lines(100, '\n')), shown: 'shown' }, noFacts())) {
      expect(block.length).toBeGreaterThan(0);
      break;
    }
  });
});
