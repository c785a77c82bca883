// Writes what is generated from the sources: documents, the JSON Schemas, WebAssembly. `--check` writes nothing and fails
// where a file is not what it should be.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assembled } from './assemble.js';
import { loadSource } from './load-source.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

const { definitionsMarkdown, layoutsJsonSchema, messagesDocument, PROFILE_JSON_SCHEMA, RESULTS_JSON_SCHEMA, VERSION } =
  await loadSource(`
  export { definitionsMarkdown } from './scripts/definitions.ts';
  export { layoutsJsonSchema } from './src/config/index.ts';
  export { messagesDocument } from './scripts/messages.ts';
  export { PROFILE_JSON_SCHEMA } from './src/report/profile.schema.ts';
  export { RESULTS_JSON_SCHEMA } from './src/report/results.schema.ts';
  export { VERSION } from './src/version.ts';
`);
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const files = {
  ...(await assembled()),
  'docs/definitions.md': definitionsMarkdown(),
  'layouts.schema.json': `${JSON.stringify(layoutsJsonSchema(), null, 2)}\n`,
  'docs/messages.md': messagesDocument(),
  'profile.schema.json': `${JSON.stringify(PROFILE_JSON_SCHEMA, null, 2)}\n`,
  'results.schema.json': `${JSON.stringify(RESULTS_JSON_SCHEMA, null, 2)}\n`,
};

let failed = version !== VERSION;
if (failed) console.error(`src/version.ts says ${VERSION}, package.json ${version}`);
for (const [name, text] of Object.entries(files)) {
  const now = await readFile(join(root, name), 'utf8').catch(() => undefined);
  if (now === text) continue;
  if (check) {
    console.error(`${name} is not what the sources say: run npm run generate`);
    failed = true;
  } else {
    await writeFile(join(root, name), text);
    console.error(`wrote ${name}`);
  }
}
process.exitCode = failed ? 1 : 0;
