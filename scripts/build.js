// Builds dist/: the command, the library, the worker, the browser's code and the types. `npm ci` runs it by way of
// `prepare`. What is built lies flat in dist/, so a chunk finds the worker and the page's assets beside itself.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const JSX = /** @type {const} */ ({ jsx: 'automatic', jsxImportSource: 'preact' });

/** Entry points of what Node runs: name in dist/ → source. */
const NODE_ENTRIES = {
  cli: 'src/cli.ts',
  index: 'src/index.ts',
  worker: 'src/node/worker.ts',
  bench: 'src/bench.ts',
};

/** Bundles what Node runs. Packages stay outside; `import()` becomes a chunk, so that `--help` loads neither vega nor zod. */
async function buildNode(outdir) {
  const entries = Object.entries(NODE_ENTRIES).filter(([, source]) => existsSync(join(root, source)));
  if (entries.length === 0) return;
  await build({
    ...JSX,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    chunkNames: 'chunk-[name]-[hash]',
    sourcemap: false,
    // Constants are compiled into the loops that use them.
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    define: { "process.env['BITPART_BUILD']": JSON.stringify(await hashOfSources()) },
  });
  const cli = join(outdir, 'cli.js');
  if (existsSync(cli)) await chmod(cli, 0o755);
}

/** Tells one build from another, so that what one has cached is not taken for what another would compute. */
async function hashOfSources() {
  const hash = createHash('sha256');
  const files = (await readdir(join(root, 'src'), { recursive: true })).filter((name) => /\.tsx?$/.test(name)).sort();
  for (const name of files) hash.update(name).update(await readFile(join(root, 'src', name)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The browser's script and style, minified, with the hashes that the page's Content-Security-Policy names and the
 * licences of what is embedded. This is `PageAssets` of src/report/page/assets.ts.
 */
export async function buildPage() {
  const options = {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    logLevel: 'warning',
    charset: 'ascii',
  };
  const target = ['es2022', 'chrome111', 'firefox113', 'safari16.4'];
  const program = {
    ...options,
    ...JSX,
    format: 'iife',
    platform: 'browser',
    target,
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
  };
  const [script, boot, css] = await Promise.all([
    build({ ...program, entryPoints: ['src/report/page/browser.tsx'] }),
    build({ ...program, entryPoints: ['src/report/page/boot.ts'] }),
    build({ ...options, entryPoints: ['src/report/page/page.css'], target }),
  ]);
  const text = (result) => result.outputFiles[0].text.trim();
  return {
    script: text(script),
    scriptHash: sha256(text(script)),
    boot: text(boot),
    bootHash: sha256(text(boot)),
    css: text(css),
    cssHash: sha256(text(css)),
    licences: await licencesOf(Object.keys(script.metafile.inputs)),
  };
}

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('base64');

/** Name, version, licence and the licence's text of each package from which a file was bundled; equal texts once. */
async function licencesOf(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
  const texts = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file === undefined ? '' : (await readFile(join(root, folder, file), 'utf8')).replaceAll('\r\n', '\n').trim();
    const packages = texts.get(text) ?? { license, packages: [], text };
    packages.packages.push(`${name} ${version}`);
    texts.set(text, packages);
  }
  return [...texts.values()];
}

/** Declarations for those who import the library. Types are checked by `npm run check`, not here. */
async function buildTypes(outdir) {
  if (!existsSync(join(root, NODE_ENTRIES.index))) return;
  const bin = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  await promisify(execFile)(process.execPath, [bin, '-p', 'tsconfig.build.json', '--outDir', outdir], { cwd: root });
}

/** Builds beside dist/ and puts the new folder in its place at the end, so a failed build leaves the last one whole. */
async function buildAll() {
  const started = performance.now();
  const fresh = join(root, `.cache/dist-${process.pid}`);
  const old = join(root, `.cache/dist-old-${process.pid}`);
  const dist = join(root, 'dist');
  await mkdir(fresh, { recursive: true });
  try {
    await Promise.all([
      buildNode(fresh),
      buildTypes(join(fresh, 'types')),
      buildPage().then((assets) => writeFile(join(fresh, 'page-assets.json'), JSON.stringify(assets))),
    ]);
    if (existsSync(dist)) await rename(dist, old);
    await rename(fresh, dist);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
  console.error(
    `built ${relative(process.cwd(), dist) || dist} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await buildAll();
  } catch (error) {
    // esbuild has printed its own errors, with the lines; tsc's are in stdout.
    console.error(error.stdout || (error.errors ? 'The build failed.' : error));
    process.exitCode = 1;
  }
}
