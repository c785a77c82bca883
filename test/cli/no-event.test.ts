import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { goodWorld, LAYOUTS } from './world.ts';

const HEADER = 'time_s,event,page,ref\n';
const SAID = 'empty.csv: A recording holds no event, only its header: nothing in it tells for or against any layout.\n';

describe('a CSV with only its header', () => {
  it.each([
    ['profile', 'empty.csv'],
    ['profile', 'one.csv', 'empty.csv', '-o', 'both.json'],
    ['import', 'empty.csv'],
    ['import', 'empty.csv', '-o', 'copy.csv'],
    ['explore', '--trace', 'empty.csv', '--json'],
    ['space', '--trace', 'empty.csv'],
  ])('is told by name: %s %s %s %s', async (...argv) => {
    const world = await goodWorld();
    await world.write('empty.csv', HEADER);
    const { code, err } = await world.run(argv);
    expect(code).toBe(0);
    const name = ['explore', 'space'].includes(argv[0]!) ? SAID.replace('empty.csv', 'empty') : SAID;
    expect(err).toContain(name);
    expect((await world.run([...argv, '--quiet'])).err).toBe('');
  });

  it('is told of compressed ones, of a folder and of a profile, and beside layouts.yaml in CI', async () => {
    const world = await goodWorld(`${LAYOUTS.replace('one.csv', 'folder/')}  - { name: hosts, trace: hosts.json }\n`);
    await world.write('folder/a.csv', world.read('one.csv'));
    await world.write('folder/b.csv.gz', gzipSync(HEADER));
    await world.run(['profile', 'one.csv', 'folder/b.csv.gz', '-o', 'hosts.json', '--quiet']);
    const { out, err } = await world.run(['explore', '--format', 'github']);
    for (const id of ['one', 'hosts']) {
      const said = SAID.replace('empty.csv', id);
      expect(err).toContain(said);
      expect(out).toContain(`::warning file=layouts.yaml,title=bitpart%3A no event::${said}`);
    }
  });

  it('is not said of one that has an event', async () => {
    const world = await goodWorld();
    for (const command of ['profile', 'import']) {
      const { err } = await world.run([command, 'one.csv', '-o', 'out']);
      expect(err).toMatch(/^out: \d+ (events|rows) /);
      expect(err).not.toContain('no event');
    }
  });
});
