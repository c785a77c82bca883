import { defineConfig } from 'vitest/config';

/** Long tests that the ordinary run leaves out: `npm run soak`. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.test.ts'],
    testTimeout: 600_000,
    fileParallelism: false,
  },
});
