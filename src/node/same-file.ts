import { stat } from 'node:fs/promises';

/** Whether two paths name one file, by links too; `-`, standard input, is none. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  if (a === '-') return false;
  const [one, other] = await Promise.all([a, b].map((path) => stat(path, { bigint: true }).catch(() => undefined)));
  return a === b || (one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev);
}
