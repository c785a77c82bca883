import { database } from './database.ts';
import { libcPage } from './libc-page.ts';
import type { Preset } from './preset.ts';
import { rdma } from './rdma.ts';

export type { Preset } from './preset.ts';

/** The models that ship with bitpart, by id. A later preset is a file of its own, listed here. */
export const PRESETS: Readonly<Record<string, Preset>> = Object.fromEntries(
  [rdma, database, libcPage].map((preset) => [preset.id, preset]),
);
