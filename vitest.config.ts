import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Machines that run tests are loaded: what a page is waited for may take longer than the default second.
    expect: { poll: { timeout: 20_000, interval: 50 } },
    setupFiles: ['test/seed.ts'],
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
          isolate: false,
          // What these tests wait for they wait for however busy the machine is: none of them is about time.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
