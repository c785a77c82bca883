// Runs at `npm ci` and before `npm pack`. Where development packages are left out there is no esbuild, so nothing can
// be built: then an existing dist/ is used as it is.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

function hasEsbuild() {
  try {
    createRequire(import.meta.url).resolve('esbuild');
    return true;
  } catch {
    return false;
  }
}

if (hasEsbuild()) {
  process.exitCode = spawnSync(process.execPath, [script('build.js')], { stdio: 'inherit' }).status ?? 1;
} else if (existsSync(script('../dist/cli.js'))) {
  console.error('bitpart: development packages are left out, so nothing is built; the existing dist/ is used.');
} else {
  console.error(
    'bitpart: not built. Building needs the development packages (esbuild): run `npm ci` without --omit=dev.',
  );
  console.error('To use bitpart without them, install a packed release: it brings its own dist/.');
  process.exitCode = 1;
}
