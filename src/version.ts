/** Kept equal to package.json by test/package.test.ts: read here, so that `--version` need not look for a file. */
export const VERSION = '0.1.0';

/** Hash of the sources that this build was made of (scripts/build.js); undefined in tests of the sources: no cache then. */
export const BUILD: string | undefined = process.env['BITPART_BUILD'];
