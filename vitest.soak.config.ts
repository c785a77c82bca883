import { defineConfig } from 'vitest/config';

/** Property tests try other values each time: of a seed that is said, and that BITPART_SEED chooses. */
const seed = process.env['BITPART_SEED'] ?? String(Math.floor(Math.random() * 2 ** 31));
console.log(`BITPART_SEED=${seed}`);

/** Long tests that the ordinary run leaves out, and the property tests with other values: `npm run soak`. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    projects: [
      { extends: true, test: { name: 'soak', include: ['test/soak/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/soak/browser/*.test.ts'],
          globalSetup: ['test/browser/setup.ts'],
          expect: { poll: { timeout: 60_000, interval: 50 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'properties',
          include: ['test/{cli,config,events,harness,layouts,metrics,report,workloads}/**/*.test.{ts,tsx}'],
          setupFiles: ['test/seed.ts'],
          env: { BITPART_SEED: seed },
          isolate: false,
        },
      },
    ],
  },
});
