import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Annotation, githubCommand } from '../../src/report/annotations.ts';
import { goodWorld, LAYOUTS, RECORDING } from './world.ts';

/** As the runner reads a line, after its own sources. */
function read(line: string): { level: string; properties: Record<string, string>; message: string } {
  const [, level, properties, message] = /^::(\w+) ([^\r\n]*?)::([^\r\n]*)\n$/.exec(line)!;
  const plain = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  return {
    level: level!,
    message: message!.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%'),
    properties: Object.fromEntries(
      properties!
        .split(',')
        .map((pair) => [pair.slice(0, pair.indexOf('=')), plain(pair.slice(pair.indexOf('=') + 1))]),
    ),
  };
}

describe('githubCommand', () => {
  it('is one line that is read as what it was, whatever the texts hold', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[%:,\r\n0-9A-D=]{0,20}$/));
    fc.assert(
      fc.property(text, text, text, (title, message, file) => {
        const annotation: Annotation = { level: 'error', title, message, file, line: 3, column: 5 };
        const found = read(githubCommand(annotation));
        expect(found).toEqual({ level: 'error', message, properties: { title, file, line: '3', col: '5' } });
      }),
    );
  });
});

const annotations = (out: string): string[] => out.split('\n').filter((line) => line.startsWith('::'));

describe('--format github', () => {
  it('says every problem of layouts.yaml at its place, the most important first, beside the words', async () => {
    const world = await goodWorld(LAYOUTS.replace('4/4/24', '4/4/25').replace('scenarios', 'scenarois'));
    for (const command of ['explore', 'check']) {
      const { code, out, err } = await world.run([command, '--format', 'github']);
      expect(code).toBe(2);
      expect(err).toContain('2 problems in layouts.yaml');
      expect(annotations(out)).toEqual([
        '::error file=layouts.yaml,line=5,col=1,endColumn=9,title=bitpart::unknown key "scenarois"%0Atry: scenarios',
        '::error file=layouts.yaml,line=3,col=5,endColumn=10,title=bitpart::4 + 4 + 25 = 33 bits, the word has 32 or 64%0Atry: 4/4/24',
      ]);
    }
  });

  it('says a recording that cannot be read with its line and column', async () => {
    const world = await goodWorld();
    await world.write('one.csv', RECORDING.replace('3,check', '3,chekc'));
    const { code, out } = await world.run(['explore', '--format', 'github']);
    expect(code).toBe(2);
    expect(annotations(out)).toEqual([
      expect.stringMatching(/^::error file=one\.csv,line=5,col=3,title=bitpart::unknown event/),
    ]);
  });

  it('says a missed requirement at its line: an error where it fails the run, else a warning', async () => {
    const world = await goodWorld(`${LAYOUTS}require:\n  limit.ordinary: ">= 1"\n  refused.pin: "<= 0.1"\n`);
    for (const [failOn, code, level] of [
      ['require', 1, 'error'],
      ['none', 0, 'warning'],
    ] as const) {
      const ended = await world.run(['explore', '--format', 'github', '--only', '1/1/30', '--fail-on', failOn]);
      expect(ended.code).toBe(code);
      expect(annotations(ended.out)).toEqual([
        `::${level} file=layouts.yaml,line=9,title=bitpart%3A a requirement is missed::1/1/30 misses refused.pin <= 0.1: 0.2 in one`,
      ]);
    }
  });

  it('warns of a requirement that is not judged and of nothing else about it, exit 0', async () => {
    const world = await goodWorld(`${LAYOUTS}require:\n  refused.pin: "<= 0.1"\n`);
    await world.write('one.csv', 'time_s,event,page,ref\n1,level,A,2\n');
    const { code, out } = await world.run(['explore', '--format', 'github', '--only', '4/4/24']);
    expect(code).toBe(0);
    expect(annotations(out)).toEqual([
      expect.stringMatching(
        /^::warning file=layouts\.yaml,line=8,title=bitpart%3A a requirement is not judged::4\/4\/24: refused\.pin <= 0\.1 is not judged: not measured in one \(.+\)$/,
      ),
    ]);
  });

  it('says what is worse than in the baseline', async () => {
    const world = await goodWorld();
    await world.run(['explore', '--quiet', '--out', 'old']);
    const worse = RECORDING.replace('2,pin-read,A,r2', '2,pin-read,A,r2\n2,pin-read,A,r9');
    await world.write('one.csv', worse);
    const flags = ['--format', 'github', '--baseline', 'old/results.json', '--fail-on', 'require,regression'];
    const { code, out } = await world.run(['explore', ...flags]);
    expect(code).toBe(1);
    expect(annotations(out)).toContainEqual(
      expect.stringMatching(
        /^::error file=layouts\.yaml,title=bitpart%3A worse than the baseline::1\/1\/30: refused\.read in one was .*, is /,
      ),
    );
  });

  it('names files from the root of the repository', async () => {
    const world = await goodWorld();
    await world.write('sub/layouts.yaml', 'layouts: [4/4/25]\n');
    const { out } = await world.run(['check', '--format', 'github'], {
      cwd: world.path('sub'),
      env: { GITHUB_WORKSPACE: world.folder },
    });
    expect(annotations(out)[0]).toContain('file=sub/layouts.yaml,');
  });

  it('does not mix with --json', async () => {
    const world = await goodWorld();
    const { code, err } = await world.run(['explore', '--format', 'github', '--json']);
    expect(code).toBe(2);
    expect(err).toContain('--json and --format github both write to standard output');
  });
});

describe('examples/ci', () => {
  it('calls bitpart in a way that there is, and shows the summary', async () => {
    const text = readFileSync(new URL('../../examples/ci/bitpart.yml', import.meta.url), 'utf8');
    const workflow = parse(text) as { jobs: Record<string, { steps: { run?: string }[] }> };
    const runs = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    const [call] = runs.flatMap((run) => /npx bitpart (explore.*)/.exec(run)?.[1] ?? []);
    const world = await goodWorld();
    await world.run(['explore', '--quiet']);
    await world.write('baseline/results.json', world.read('reports/results.json'));
    const { code, err } = await world.run(call!.split(' '));
    expect([code, err]).toEqual([0, expect.stringMatching(/^$|from the cache/)]);
    expect(runs.join('\n')).toContain('cat reports/summary.md >> "$GITHUB_STEP_SUMMARY"');
    expect(world.read('reports/summary.md')).toContain('layout');
  });
});
