import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // By default one core would be left idle, of the two that most machines for tests have.
    maxWorkers: availableParallelism(),
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text', 'json-summary'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/soak/**', 'test/browser/**'],
          // Files share a process: loading the modules anew for each took a fourth of the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/setup.ts'],
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
