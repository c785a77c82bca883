// Lets a script use the sources, which are TypeScript.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What a module of these lines exports, loaded by way of a bundle beside the packages that it needs.
 * @param {string} source TypeScript; paths are relative to the repository.
 */
export async function loadSource(source) {
  const outfile = join(root, `node_modules/.source-${process.pid}-${Date.now()}.mjs`);
  await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outfile,
    logLevel: 'warning',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile, { force: true });
  }
}
