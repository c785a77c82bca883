import { defineConfig } from 'vitest/config';

/** The tests that `npm run mutate` (scripts/mutate.js) holds against changed sources: those that it names. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: (process.env['BITPART_MUTATE_TESTS'] ?? '').split(','),
    setupFiles: ['test/seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Stryker switches a mutant on in a set-up file, which has to run anew for each: files that share a process load it once, and every
    // mutant would survive.
    isolate: true,
  },
});
