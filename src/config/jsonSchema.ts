import * as z from 'zod';
import { layoutsFile } from './schema.ts';

/**
 * layouts.schema.json: what editors complete and explain. Draft 7, which every YAML language server knows. Made from the
 * schema that loads the file; it accepts whatever that accepts, and leaves to it what needs more than one key.
 */
export function layoutsJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(layoutsFile, { target: 'draft-7', io: 'input' });
}
