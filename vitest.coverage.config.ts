import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ELSEWHERE } from './scripts/elsewhere.js';

/** `npm run coverage`: what the tests of this process run of the sources. Tests of other processes would add nothing. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: [
      'test/soak/**',
      'test/browser/**',
      'test/package.test.ts',
      'test/fuzz/kill.test.ts',
      'test/threads.test.ts',
      'test/cli/read-only.test.ts',
      'test/cli/signals.test.ts',
    ],
    setupFiles: ['test/seed.ts'],
    // What is counted takes several times as long: no hang.
    env: { BITPART_HANG_MS: '60000' },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: availableParallelism(),
    isolate: false,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: ['src/**'],
      exclude: Object.keys(ELSEWHERE),
      reporter: ['text', 'json', 'json-summary'],
      reportOnFailure: true,
      thresholds: { lines: 95, branches: 90 },
    },
  },
});
