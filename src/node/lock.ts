import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { InputError } from './input-error.ts';
import { makeFolder } from './make-folder.ts';
import { writeError } from './output.ts';

/** Beside the report, while a run is at work in the folder. */
const NAME = '.bitpart.lock';
/** A holder touches its lock so often; where its process cannot be looked for (another host), a lock untouched for long is left over. */
const TOUCHED_EVERY = 30_000;
const LEFT_AFTER = 600_000;

/** Who holds a lock. */
interface Holder {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the kernel counts; tells it from another that got its number later. Absent: unknown. */
  readonly began?: string;
  /** ISO 8601. */
  readonly since: string;
}

/** Ends the lock. Never throws. */
export type Unlock = () => Promise<void>;

/**
 * Makes the folder, its parents included, and locks it, so that of two runs into one folder the second says so at once
 * instead of mixing its files with those of the first. A lock whose process is gone, as `kill -9` leaves it, is taken over.
 *
 * @param shown the folder as the user named it
 * @throws InputError where another run holds it, or where the folder cannot be written
 */
export async function lockFolder(folder: string, shown: string): Promise<Unlock> {
  const path = join(folder, NAME);
  const own: Holder = { token: randomBytes(8).toString('hex'), pid: process.pid, host: hostname(), ...(await since()) };
  try {
    await makeFolder(folder, shown);
    for (let attempt = 0; !(await claimed(path, own)); attempt++) {
      const holder = await holderOf(path);
      // A lock that vanished meanwhile, or that is half written, is looked at again.
      if (holder === undefined && attempt < 20) {
        await new Promise((done) => setTimeout(done, 10 * attempt));
        if (attempt < 10) continue;
      }
      if (holder !== undefined && (await isAtWork(holder, path))) throw heldBy(holder, shown);
      await removeLeft(path, holder?.token);
    }
  } catch (error) {
    throw writeError(error, shown);
  }
  const touch = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, TOUCHED_EVERY);
  touch.unref();
  return async () => {
    clearInterval(touch);
    if ((await holderOf(path))?.token === own.token) await rm(path, { force: true }).catch(() => {});
  };
}

async function since(): Promise<Pick<Holder, 'began' | 'since'>> {
  const began = await beganAt(process.pid);
  return { ...(began === undefined ? {} : { began }), since: new Date().toISOString() };
}

/** Whether the lock is ours now: it is written whole under another name and linked, so nobody reads half of it. */
async function claimed(path: string, own: Holder): Promise<boolean> {
  const temporary = `${path}-${own.token}`;
  try {
    await writeNew(temporary, JSON.stringify(own));
    await link(temporary, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // A file system without links.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return claimedByCreating(path, own);
    throw error;
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

async function claimedByCreating(path: string, own: Holder): Promise<boolean> {
  try {
    await writeNew(path, JSON.stringify(own));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

/** What the lock says; undefined where there is none or nothing that this version wrote. */
async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    const isWhole = typeof holder.token === 'string' && Number.isInteger(holder.pid) && typeof holder.host === 'string';
    return isWhole ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

async function isAtWork({ pid, host, began }: Holder, path: string): Promise<boolean> {
  if (host !== hostname()) {
    const touched = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return Date.now() - touched < LEFT_AFTER;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return began === undefined || began === ((await beganAt(pid)) ?? began);
}

/** When a process began, in ticks since the machine did; undefined where there is no /proc. */
async function beganAt(pid: number): Promise<string | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name of the program, in parentheses, and may hold anything; the 22nd is the time.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/**
 * Removes a lock that nobody holds. Another run may have done so in the same moment and hold a new one: what is taken away
 * is looked at, and put back where it is not what was found.
 */
async function removeLeft(path: string, token: string | undefined): Promise<void> {
  const aside = `${path}-${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await holderOf(aside))?.token !== token) await link(aside, path).catch(() => {});
  await rm(aside, { force: true, recursive: true });
}

function heldBy({ pid, host, since }: Holder, shown: string): InputError {
  const who = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return new InputError(
    `another run is writing its report here: ${who}, since ${since}. Wait for it, or name another folder with --out. If there is no such run, remove ${NAME} in the folder`,
    { file: shown },
  );
}
