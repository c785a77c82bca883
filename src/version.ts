/** Kept equal to package.json by test/package.test.ts: read here, so that `--version` need not look for a file. */
export const VERSION = '0.1.0';
