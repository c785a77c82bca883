import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** How a desktop opens a file with what it has for it: the program and what stands before the file. */
const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * Opens a file in the user's browser, and waits for no more than that the program starts. No shell reads the name.
 * @returns why it could not be opened, or undefined
 */
export function openFile(path: string): Promise<string | undefined> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  return new Promise((done) => {
    const child = spawn(program, [...args, pathToFileURL(path).href], { detached: true, stdio: 'ignore' });
    child.on('error', (error) => done(error.message));
    child.on('spawn', () => {
      child.unref();
      done(undefined);
    });
  });
}
