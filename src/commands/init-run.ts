import { join, relative, resolve } from 'node:path';
import { EXIT, type Io } from '../io.ts';
import { readShipped } from '../node/assets.ts';
import { writeNew } from '../node/new-files.ts';
import type { InitArgs } from './init.ts';

/** The example that a beginner gets, and what it needs, as the package ships them. */
const EXAMPLE = 'examples/start/layouts.yaml';
const SCHEMA = 'layouts.schema.json';
const RECORDING = 'traces/r5_vivid_userptr.trace.txt.gz';

/** Writes nothing where one of the files is there already. */
export async function runInit(args: InitArgs, io: Io): Promise<number> {
  const shown = args.folder ?? '.';
  const example = (await readShipped(EXAMPLE)).toString('utf8');
  await writeNew(resolve(io.cwd, shown), shown, [
    // In the repository the example stands two folders below the schema and the recording.
    { name: 'layouts.yaml', content: example.replaceAll('../../', './') },
    { name: SCHEMA, content: await readShipped(SCHEMA) },
    { name: RECORDING, content: await readShipped(RECORDING) },
  ]);
  const layouts = join(shown, 'layouts.yaml');
  const argument =
    relative('layouts.yaml', layouts) === '' ? '' : ` ${/[^\w./-]/.test(layouts) ? JSON.stringify(layouts) : layouts}`;
  io.out(
    `Wrote ${layouts}; beside it ${SCHEMA}, by which an editor completes it, and a recording, ${RECORDING}.\n` +
      `Next: bitpart explore${argument} writes reports/index.html. Edit the file and run it again, or add --watch.\n`,
  );
  return EXIT.done;
}
