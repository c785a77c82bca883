// Compiles what is in assembly/ (AssemblyScript: TypeScript that becomes WebAssembly) for the modules of src/ that use it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Source → the module that holds its code. */
const ASSEMBLED = {
  'assembly/kernel-text.ts': 'src/workloads/readers/kernel/text.wasm.ts',
  'assembly/usual.ts': 'src/harness/profile/usual.wasm.ts',
};

/** @returns {Promise<Record<string, string>>} the modules, by their paths from the root. */
export async function assembled() {
  const entries = await Promise.all(
    Object.entries(ASSEMBLED).map(async ([source, module]) => [module, moduleOf(source, await compiled(source))]),
  );
  return Object.fromEntries(entries);
}

/** @param {string} source */
async function compiled(source) {
  let binary;
  const { error, stderr } = await asc.main(
    [source, '-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--outFile', 'code.wasm'],
    {
      readFile: (name, base) => readFile(join(base, name), 'utf8').catch(() => null),
      writeFile: (_name, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
    { baseDir: root },
  );
  if (error !== null || binary === undefined) throw new Error(`${source}: ${stderr}`, { cause: error });
  return binary;
}

/**
 * @param {string} source
 * @param {Uint8Array} binary
 */
const moduleOf = (source, binary) => `// Made of ${source} by \`npm run generate\`.

export const CODE =
  '${Buffer.from(binary).toString('base64')}';
`;
