import { PAGE_REFERENCES } from '../domain.ts';
import { sameLayout } from '../notation.ts';
import type { Layout } from '../types.ts';
import { layoutToYaml, yamlText } from '../yaml.ts';
import { CATALOGUE } from './index.ts';

/**
 * The entry of `layouts:` that gives any layout again, those of the catalogue included, whose kinds no `domains:` of the
 * file names. Under `layouts:`, without a newline at the end.
 */
export function entryToYaml(layout: Layout): string {
  const isOfPages = layout.domain.kinds.join() === PAGE_REFERENCES.kinds.join();
  const known = isOfPages ? undefined : CATALOGUE.find((entry) => sameLayout(entry.layout, layout));
  if (known === undefined) return layoutToYaml(layout);
  const name = known.id === layout.id ? '' : `, name: ${yamlText(layout.id)}`;
  return `  - { catalogue: ${yamlText(known.id)}${name} }`;
}
