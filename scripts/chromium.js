// Finds a browser for the tests and the screenshots: CHROME_PATH, an installed Chrome, Chromium or Edge, then the one
// that the npm package @sparticuz/chromium carries. There is no fourth choice: without a browser the tests fail.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../.cache/', import.meta.url));

const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...PLACES].find(isExecutable);
}

const INSTALL =
  'Set CHROME_PATH to a Chrome, Chromium or Edge, install one of them, or run `npm ci` on x64 Linux with glibc, where the package @sparticuz/chromium brings one.';

/**
 * Options for playwright-core's `chromium.launch`.
 * @returns {Promise<{ executablePath: string, args: string[], chromiumSandbox: false, env: Record<string, string> }>}
 * @throws {Error} if there is no browser; the message says what to install.
 */
export async function findBrowser() {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`CHROME_PATH is ${named}, which cannot be executed. ${INSTALL}`);
    return launch(named, ['--headless=new'], {});
  }
  const found = installed();
  if (found !== undefined) return launch(found, ['--headless=new'], {});
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(`No browser was found. ${INSTALL}`);
  const folder = await unpacked();
  return launch(join(folder, 'chromium'), ['--headless=shell'], {
    LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    HOME: folder,
  });
}

function launch(executablePath, args, env) {
  return { executablePath, args, chromiumSandbox: false, env: { ...process.env, ...env } };
}

/**
 * Unpacks the packaged Chromium once per version. The package unpacks to the temporary directory and trusts what lies
 * there, so it is given a private one, which takes its final name in one rename: a half-unpacked browser is never
 * started, and of two processes that race, the second throws its own away.
 */
async function unpacked() {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const version = JSON.parse(await readFile(join(entry, '..', '..', '..', 'package.json'), 'utf8')).version;
  const final = join(cache, `chromium-${version}`);
  if (existsSync(join(final, 'ready'))) return final;
  await mkdir(cache, { recursive: true });
  const stage = await mkdtemp(join(cache, 'chromium-stage-'));
  try {
    await chmod(stage, 0o700);
    const program = "import('@sparticuz/chromium').then((m) => m.default.executablePath())";
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, TMPDIR: stage, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
      encoding: 'utf8',
    });
    if (child.status !== 0) throw new Error(`The packaged Chromium could not be unpacked. ${INSTALL}\n${child.stderr}`);
    await writeFile(join(stage, 'fonts.conf'), fontsConf(final));
    await writeFile(join(stage, 'ready'), version);
    try {
      await rename(stage, final);
    } catch (error) {
      if (!existsSync(join(final, 'ready'))) throw error;
    }
    return final;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/**
 * Without it no font is found on a bare machine and every text has height 0. Text looks alike whatever else is installed:
 * the packaged font goes before.
 */
const fontsConf = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <alias binding="same"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <cachedir>${folder}/fontconfig</cachedir>
</fontconfig>
`;
