import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GLOSSARY } from '../src/metrics/glossary.ts';
import { METRICS } from '../src/metrics/registry.ts';

/** The text files of a folder and of those in it. */
function textsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|js|md|yaml|sh|awk|bt|c)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const FILES = [
  ...['src', 'docs', 'record', 'examples', 'scripts', 'traces'].flatMap(textsIn),
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'layouts.yaml',
];

const lines = FILES.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((text, i) => ({ at: `${file}:${i + 1}`, text })),
);

describe('what is cited', () => {
  it('is never a paper that is not in the repository', () => {
    const dead = lines.filter(({ text }) => /\bDESIGN( \d|\.md)|reference\/kernel\.md/.test(text));
    expect(dead.map(({ at }) => at)).toEqual([]);
  });

  it('of the docs is a file that is there', () => {
    const cited = lines.flatMap(({ at, text }) =>
      [...text.matchAll(/\b(?:docs|traces|record)\/[\w.-]+\.(?:md|json)\b/g)].map(([path]) => ({ at, path })),
    );
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.filter(({ path }) => !existsSync(path))).toEqual([]);
  });

  it('of docs/kernel-facts.md is a section that it has', () => {
    const sections = new Set(
      [...readFileSync('docs/kernel-facts.md', 'utf8').matchAll(/^(?:##+|-) (\d(?:\.\d)?)[. ]/gm)].map(([, n]) => n),
    );
    const cited = lines.flatMap(({ at, text }) =>
      [...text.matchAll(/kernel-facts\.md (\d(?:\.\d)?)/g)].map(([, section]) => ({ at, section })),
    );
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.filter(({ section }) => !sections.has(section))).toEqual([]);
  });

  it('of traces/README.md by title is a section that it has', () => {
    const readme = readFileSync('traces/README.md', 'utf8');
    const cited = lines.flatMap(({ text }) =>
      [...text.matchAll(/traces\/README\.md, "([^"]+)"/g)].map(([, title]) => title),
    );
    expect(new Set(cited).size).toBeGreaterThan(1);
    expect(cited.filter((title) => !readme.includes(`## ${title}\n`))).toEqual([]);
  });
});

describe('docs/definitions.md', () => {
  const text = readFileSync('docs/definitions.md', 'utf8');

  it('has every word and every metric', () => {
    expect(GLOSSARY.filter(({ word, meaning }) => !text.includes(`**${word}**: ${meaning}`))).toEqual([]);
    expect(METRICS.filter(({ id, definition }) => !text.includes(`(\`${id}\`)`) || !text.includes(definition))).toEqual(
      [],
    );
  });

  it('has its words once, by the alphabet', () => {
    const words = GLOSSARY.map(({ word }) => word);
    expect(words).toEqual([...new Set(words)].sort());
  });
});
