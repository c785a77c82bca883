import * as z from 'zod';
import { layoutsFile } from './schema.ts';

/**
 * layouts.schema.json: what editors complete and explain. Draft 7, which every YAML language server knows. Made from the
 * schema that loads the file; it accepts whatever that accepts, and leaves to it what needs more than one key.
 */
export function layoutsJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(layoutsFile, {
    target: 'draft-7',
    io: 'input',
    // zod leaves the examples of whatever is transformed out, taking them for examples of the output. Ours are of the input.
    override({ zodSchema, jsonSchema }) {
      const examples = z.globalRegistry.get(zodSchema)?.['examples'];
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
}
