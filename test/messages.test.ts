import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LAYOUTS, type Message, RECORDING, SECTIONS } from '../scripts/messages.ts';
import { World } from './cli/world.ts';

const MESSAGES = SECTIONS.flatMap(({ messages }) => messages);

describe('every message of the catalogue', () => {
  it.each(MESSAGES.filter(({ exit }) => exit !== undefined).map((message) => [message.id, message] as const))(
    '%s is said beside the result',
    async (_, message) => {
      const { code, err, world } = await broughtAbout(message);
      expect(code).toBe(message.exit);
      const notes = message.isNote ? (world.results().scenarios[0]!.notes ?? []) : err.split('\n');
      expect(notes.filter((line) => patternOf(message.says).test(line))).toHaveLength(1);
    },
  );

  it.each(MESSAGES.filter(({ exit }) => exit === undefined).map((message) => [message.id, message] as const))(
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

async function broughtAbout({ argv, layouts = LAYOUTS, files = {}, env = {}, isStopped }: Message) {
  const world = new World();
  await world.write('layouts.yaml', layouts);
  await world.write('one.csv', RECORDING);
  for (const [name, content] of Object.entries(files)) await world.write(name, content);
  const signal = isStopped ? { signal: AbortSignal.abort() } : {};
  return { ...(await world.run(argv, { env, ...signal })), world };
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
  'is a link to what is not there': 'takes a link: test/node/make-folder.test.ts',
  'is a profile, which is read from its file only': 'takes standard input: test/cli/stdin.test.ts',
  'names ': 'takes a folder of 100,000 files',
  '${what}; ${code ===': 'has no words of its own: gzip-cut-off',
  'became shorter while it was read': 'takes a file that is cut meanwhile: test/node/lines.test.ts',
};

/** What is said on stderr without being an error, and no entry brings about, by how it begins, and why. */
const SAID_ELSEWHERE: Readonly<Record<string, string>> = {
  '\\r\\x1b[K': 'is no message: it clears the line of the progress',
  'bitpart: ${explained': 'has no words of its own: The command line',
  '${state}. Ctrl-C stops.': 'takes a save: test/cli/watch.test.ts',
  'Stopped.': 'takes a watch: test/cli/watch.test.ts',
  'bitpart ${VERSION} met an error': 'takes a mistake in bitpart: test/cli/unexpected.test.ts',
  '${file}: ${plural(': 'is mostly values: profile-written, merge-written',
  '${file === undefined ?': 'has no words of its own: counted-twice',
  '${disagreed} numbers read off the profile': 'takes a mistake in bitpart: test/report/trust.test.ts',
  '${cache.hits} of ${plan': 'takes the built command: test/node/cache.test.ts',
  'The report could not be opened': 'takes a desktop: test/cli/watch.test.ts',
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

  it('say nothing else on stderr that is not in the catalogue either', () => {
    const folder = fileURLToPath(new URL('../src/', import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^[\w.-]+$|^(commands|node)\b/.test(name),
    );
    const said = MESSAGES.map(({ says }) => says).join('\n');
    const missing: string[] = [];
    let found = 0;
    for (const name of files.filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(join(folder, name), 'utf8');
      for (const [, plain, template] of text.matchAll(/(?:\berr|notes\.push)\(\s*(?:'([^']*)'|`((?:[^`\\]|\\.)*)`)/g)) {
        const literal = (plain ?? template!).replaceAll('\\`', '`');
        const piece = literal
          .split(/\$\{[^}]*\}|\\n/)
          .reduce((a, b) => (b.length > a.length ? b : a))
          .trim();
        if (piece.length < 4) continue;
        found++;
        const isKnown = said.includes(piece) || Object.keys(SAID_ELSEWHERE).some((start) => literal.startsWith(start));
        if (!isKnown) missing.push(`${name}: ${literal}`);
      }
    }
    expect(missing).toEqual([]);
    expect(found).toBeGreaterThan(10);
  });
});
