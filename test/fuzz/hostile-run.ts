import { fixture } from '../report/fixture.ts';
import { HOSTILE, type Hostile, spoiltJson } from './hostile.ts';
import { Bench, processOf } from './outcome.ts';
import { CSV, LAYOUTS } from './references.ts';

/** The command that reads each file, and whose result is compared. */
const COMMAND: Readonly<Record<Hostile['file'], readonly string[]>> = {
  'layouts.yaml': ['check'],
  bad: ['profile', 'bad', '--quiet', '--jobs', '1'],
  'p.json': ['merge', 'p.json'],
  'old.json': ['explore', '--baseline', 'old.json'],
};

let bench: Bench | undefined;

/** All inputs made to do harm, those made of a good profile and a good results.json included. */
export async function everyHostile(): Promise<readonly Hostile[]> {
  bench = new Bench();
  bench.write('one.csv', CSV);
  bench.write('bad', CSV);
  await bench.run(['profile', 'bad', '--quiet', '--output', 'good.json'], 'bad');
  const results = JSON.stringify({ ...fixture(), space: undefined, baseline: undefined });
  return [...HOSTILE, ...spoiltJson(bench.take('good.json'), results)];
}

/** What became of it, in words. @throws Error where it is not what must become of it */
export async function tryHostile({ file, make, is, isLarge }: Hostile): Promise<string> {
  const world = bench!;
  world.write('layouts.yaml', LAYOUTS);
  world.write(file, make());
  const argv = COMMAND[file];
  if (isLarge) {
    const { code, out, err, seconds, mebibytes } = await processOf(argv, world.folder);
    const isRight = is instanceof RegExp ? is.test(err) && code === 2 && out === '' : code === 0 && out !== '';
    if (!isRight || seconds > 5 || mebibytes > 512) {
      throw new Error(`exit ${code}, ${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB: ${err.slice(0, 1000)}`);
    }
    const cost = `${seconds.toFixed(1)} s of processor time, ${mebibytes.toFixed(0)} MiB`;
    return `${is instanceof RegExp ? 'clear error' : 'read as it stands'}; ${cost}`;
  }
  if (is instanceof RegExp) {
    const said = await world.refusal(argv, file);
    if (!is.test(said)) throw new Error(`${is} is not in: ${said.slice(0, 1000)}`);
    return 'clear error';
  }
  const found = await world.run(argv, file);
  if (found === undefined) throw new Error('a good input is refused');
  if (is === 'whole') return 'read as it stands';
  world.write(file, file === 'bad' ? CSV : LAYOUTS);
  const good = (await world.run(argv, file)) ?? '';
  if (numbers(found) !== numbers(good)) throw new Error('another result than that of the good input');
  return 'same as the good input';
}

/** A result without what differs by how the file is packed. */
const numbers = (text: string): string => text.replace(/"inputs":\[.*?\]/, '').replace(', gzip"', '"');
