import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LAYOUTS, type Message, RECORDING, SECTIONS } from '../scripts/messages.ts';
import { World } from './cli/world.ts';

const MESSAGES = SECTIONS.flatMap(({ messages }) => messages);

describe('every message of the catalogue', () => {
  it.each(MESSAGES.map((message) => [message.id, message] as const))(
    '%s is said as it stands there, exit 2',
    async (_, message) => {
      const { code, out, err } = await broughtAbout(message);
      expect([code, out]).toEqual([2, '']);
      const [first = ''] = err.replace(/^bitpart: /, '').split('\n');
      expect(first).toMatch(patternOf(message.says));
      expect(err).not.toMatch(/did not expect|node:internal|\n\s+at /);
    },
  );

  it('has a name of its own', () => {
    expect(new Set(MESSAGES.map(({ id }) => id)).size).toBe(MESSAGES.length);
  });
});

async function broughtAbout({ argv, layouts = LAYOUTS, files = {}, env = {} }: Message) {
  const world = new World();
  await world.write('layouts.yaml', layouts);
  await world.write('one.csv', RECORDING);
  for (const [name, content] of Object.entries(files)) await world.write(name, content);
  return world.run(argv, { env });
}

/** `…` stands for anything. */
function patternOf(says: string): RegExp {
  const parts = says.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** Messages that no entry brings about, by how they begin, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'another run is writing its report here': 'takes a second run: test/cli/folders.test.ts',
  'the header says ': 'takes thousands of lines: test/cli/bad-input.test.ts',
  'the line is longer than': 'takes a line of megabytes: test/node/lines.test.ts',
  'grows to more than': 'takes a gzip bomb: test/fuzz/hostile.test.ts',
  '${this.#moved': 'takes a recording of millions of references: test/fuzz/hostile.test.ts',
  'is too large to be read as one text': 'takes a baseline of 512 MB',
  'is larger than': 'takes a profile of 64 MB',
  'names ': 'takes a folder of 100,000 files',
  '${what}; ${readable': 'has no words of its own: gzip-cut-off',
};

describe('the sources', () => {
  it('say nothing that is wrong with an input without an entry in the catalogue', () => {
    const folder = fileURLToPath(new URL('../src/', import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const said = MESSAGES.map(({ says }) => says).join('\n');
    const missing: string[] = [];
    let found = 0;
    for (const name of files) {
      const text = readFileSync(join(folder, name), 'utf8');
      for (const [, plain, template] of text.matchAll(/new InputError\(\s*(?:'([^']*)'|`([^`]*)`)/g)) {
        const literal = plain ?? template;
        found++;
        // The longest piece that holds no value.
        const piece = literal!.split(/\$\{[^}]*\}/).reduce((a, b) => (b.length > a.length ? b : a));
        const isKnown =
          said.includes(piece.trim()) || Object.keys(ELSEWHERE).some((start) => literal!.startsWith(start));
        if (!isKnown) missing.push(`${name}: ${literal}`);
      }
    }
    expect(missing).toEqual([]);
    expect(found).toBeGreaterThan(20);
  });
});
