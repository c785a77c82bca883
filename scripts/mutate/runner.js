// Runs tests for Stryker in its own process: bundled once, loaded once, and for each mutant the tests that reach it one after the other
// until one fails, the quickest first. Stryker's runner for vitest starts a thread for each file of tests and each mutant, which
// takes a hundred times as long. Mutants that act while a module loads cannot be seen so; they are left out anyway.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';

/** The tests, and how long each took in the first run, ms. A process that goes on where one was stuck finds what that one made. */
const BUNDLE = `.mutate-${process.ppid}.mjs`;
const TIMES = `.mutate-${process.ppid}.json`;

/** Modules know where they stand, though they are bundled; what tests import of vitest and fast-check is replaced. */
const adapted = {
  name: 'adapted',
  setup(bundling) {
    bundling.onLoad({ filter: /\.tsx?$/ }, ({ path }) => ({
      loader: path.endsWith('x') ? 'tsx' : 'ts',
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    }));
    bundling.onResolve({ filter: /^(vitest|fast-check)$/ }, ({ path, importer }) => {
      const own = resolve('scripts/mutate', `${path}.js`);
      return importer === own ? { path, external: true } : { path: own };
    });
  },
};

async function bundle() {
  const files = globSync(process.env['BITPART_MUTATE_TESTS'].split(' ')).sort();
  await build({
    stdin: {
      resolveDir: process.cwd(),
      contents: `import './test/seed.ts';
${files.map((file) => `import './${file}';`).join('\n')}
export { tests } from './scripts/mutate/vitest.js';`,
    },
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [adapted],
    logLevel: 'error',
  });
}

async function load() {
  if (!existsSync(BUNDLE)) await bundle();
  const times = existsSync(TIMES) ? JSON.parse(readFileSync(TIMES, 'utf8')) : {};
  const { tests } = await import(pathToFileURL(BUNDLE).href);
  const names = new Map();
  return tests.map(({ name, run }) => {
    const nth = (names.get(name) ?? 0) + 1;
    names.set(name, nth);
    const id = nth === 1 ? name : `${name} (${nth})`;
    return { id, run, ms: times[id] ?? 0 };
  });
}

class InProcess {
  #tests = [];
  #mutants = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    this.#tests = await load();
  }

  async dryRun() {
    const results = [];
    for (const test of this.#tests) {
      this.#mutants.currentTestId = test.id;
      results.push(await this.#run(test));
      this.#mutants.currentTestId = undefined;
    }
    writeFileSync(TIMES, JSON.stringify(Object.fromEntries(results.map(({ id, timeSpentMs }) => [id, timeSpentMs]))));
    return { status: 'complete', tests: results, mutantCoverage: this.#mutants.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const chosen = new Set(testFilter);
    Object.assign(this.#mutants, { activeMutant: activeMutant.id, hitLimit, hitCount: 0 });
    const results = [];
    const reaching = this.#tests.filter(({ id }) => chosen.has(id)).sort((a, b) => a.ms - b.ms);
    let failed;
    for (const test of reaching) {
      const result = await this.#run(test);
      results.push(result);
      if (result.status === PASSED) continue;
      failed = test;
      break;
    }
    const { hitCount } = this.#mutants;
    Object.assign(this.#mutants, { activeMutant: undefined, hitLimit: undefined });
    // What a module keeps may be spoilt for good: Stryker tries it again in a new process.
    if (failed !== undefined && (await this.#run(failed)).status === FAILED)
      throw new Error(`${failed.id}: fails always`);
    return toMutantRunResult(determineHitLimitReached(hitCount, hitLimit) ?? { status: 'complete', tests: results });
  }

  async #run(test) {
    const { id, run } = test;
    const start = performance.now();
    let failure;
    try {
      await run();
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    const ms = performance.now() - start;
    const of = { id, name: id, timeSpentMs: ms };
    return failure === undefined ? { ...of, status: PASSED } : { ...of, status: FAILED, failureMessage: failure };
  }
}

/** TestStatus of Stryker. */
const PASSED = 0;
const FAILED = 1;

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcess)];
