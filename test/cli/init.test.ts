import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv, type AnySchema } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { World } from './world.ts';

const shipped = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

const MADE = 'folder can be made in /proc, which is no folder of a disk; name another place';

describe('init', () => {
  it('writes a layouts.yaml whose schema and recording are there, and that explore takes as it is', async () => {
    const world = new World();
    const { code, out, err } = await world.run(['init']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Next: bitpart explore writes');
    const text = world.read('layouts.yaml');
    const schema = /^# yaml-language-server: \$schema=(.*)$/m.exec(text)![1]!;
    const isValid = new Ajv({ strict: false }).compile(JSON.parse(world.read(schema)) as AnySchema);
    expect(isValid(parse(text))).toBe(true);
    expect(world.read(schema)).toBe(shipped('layouts.schema.json'));
    expect((await world.run(['check'])).code).toBe(0);
    const ended = await world.run(['explore', '--runs', '1']);
    expect([ended.code, ended.err]).toEqual([0, '']);
    expect(world.results().scenarios.map(({ id }) => id)).toEqual(['v4l2', 'rdma', 'shared libc page']);
  });

  it('writes what stands in the comments so that it can be used: the marks taken away, it loads', async () => {
    const world = new World();
    await world.run(['init']);
    const text = world.read('layouts.yaml');
    const marked = /^( *)# (- name: red zone| {2}fields:| {4}- \{|require:| {2}[a-z]+\.[a-z]+: )/gm;
    await world.write('layouts.yaml', text.replace(marked, '$1$2'));
    const { code, out, err } = await world.run(['check']);
    expect([code, err]).toEqual([0, '']);
    for (const words of ['red zone', 'refused.pin <= 0.0001', 'limit.ordinary >= 1048576'])
      expect(out).toContain(words);
  });

  it('writes into another folder, which it makes', async () => {
    const world = new World();
    const { code, out } = await world.run(['init', 'new/a b']);
    expect(code).toBe(0);
    expect(out).toContain('Next: bitpart explore "new/a b/layouts.yaml"');
    expect((await world.run(['check', 'new/a b/layouts.yaml'])).code).toBe(0);
    expect(existsSync(world.path('layouts.yaml'))).toBe(false);
  });

  it.each(['layouts.yaml', 'layouts.schema.json', 'traces/r5_vivid_userptr.trace.txt.gz'])(
    'never overwrites: where %s is there nothing is written',
    async (name) => {
      const world = new World();
      await world.write(name, 'mine');
      const { code, out, err } = await world.run(['init']);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain(`there already: ${name}. Nothing was written`);
      expect(world.files()).toEqual({ [name]: 'mine' });
    },
  );

  it('into a file is an error', async () => {
    const world = new World();
    await world.write('file', 'mine');
    for (const folder of ['file', 'file/sub']) {
      const { code, err } = await world.run(['init', folder]);
      expect(code).toBe(2);
      expect(err).toMatch(/^file(\/sub)?: a part of the path is a file, not a folder/);
    }
    expect(world.files()).toEqual({ file: 'mine' });
  });

  it.each(['/proc/none', '/proc/none/deeper', '/proc'])(
    'into %s, where nothing can be made, ends with 2',
    async (folder) => {
      const { code, out, err } = await new World().run(['init', folder]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toBe(`${folder}: no ${folder === '/proc' ? 'file can be made there' : MADE}\n`);
    },
  );

  it('starts from an example that is in order where it stands in the repository', async () => {
    const world = new World();
    const path = new URL('../../examples/start/layouts.yaml', import.meta.url).pathname;
    expect(await world.run(['check', path])).toMatchObject({ code: 0, err: '' });
    const schema = /\$schema=(.*)$/m.exec(readFileSync(path, 'utf8'))![1]!;
    expect(existsSync(join(dirname(path), schema))).toBe(true);
  });
});
