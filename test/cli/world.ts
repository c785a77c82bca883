import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Io } from '../../src/io.ts';
import type { Results } from '../../src/report/results.ts';
import { run } from '../../src/run.ts';

/** What a command said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own that commands run in, removed at the end. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'bitpart-test-'));

  constructor() {
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  results(name = 'reports/results.json'): Results {
    return JSON.parse(this.read(name)) as Results;
  }

  /** Every file below a folder, with its bytes; what is cached beside the report is no part of it. */
  files(name = '.'): Record<string, string> {
    const all = readdirSync(this.path(name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes('/.cache/'))
      .sort();
    return Object.fromEntries(
      all.map((path) => [path.slice(this.folder.length + 1), readFileSync(path).toString('latin1')]),
    );
  }

  async run(argv: readonly string[], io: Partial<Io> = {}): Promise<Ended> {
    let out = '';
    let err = '';
    const code = await run(argv, {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      cwd: this.folder,
      env: {},
      isTerminal: false,
      width: 100,
      colours: false,
      now: () => Date.UTC(2026, 10, 22),
      ...io,
    });
    return { code, out, err };
  }
}

/** Two pages, some pins of both kinds, checks; of 3 reads and 2 writes a field of 1 bit refuses 1 and 0. */
export const RECORDING = `time_s,event,page,ref
0,level,A,2
1,pin-read,A,r1
2,pin-read,A,r2
3,check,A,
4,unpin,A,r1
4,unpin,A,r2
5,pin-write,B,w1
6,check,B,
7,unpin,B,w1
7.5,pin-write-long,B,w2
8,pin-read,A,r3
9,check,A,
`;

export const LAYOUTS = `layouts:
  - 1/1/30
  - 4/4/24
  - { name: linux today, bias: 1024 }
scenarios:
  - { name: one, trace: one.csv }
`;

/** A world with a good layouts.yaml and its recording. */
export async function goodWorld(layouts = LAYOUTS): Promise<World> {
  const world = new World();
  await world.write('layouts.yaml', layouts);
  await world.write('one.csv', RECORDING);
  return world;
}
