import { describe, expect, it } from 'vitest';
import { entryToYaml } from '../../../src/layouts/catalogue/entry.ts';
import { CATALOGUE } from '../../../src/layouts/catalogue/index.ts';
import { isPageReferences } from '../../../src/layouts/domain.ts';
import { sameLayout } from '../../../src/layouts/notation.ts';
import { layoutToYaml } from '../../../src/layouts/yaml.ts';
import { layout } from '../arbitrary.ts';

const own = CATALOGUE.filter((entry) => !isPageReferences(entry.layout.domain));

describe('the entry of a layout', () => {
  it('names the catalogue for what only the catalogue has kinds for', () => {
    expect(own.length).toBeGreaterThan(5);
    for (const { id, layout } of own) {
      // Some are the same word under another name.
      if (own.find((entry) => sameLayout(entry.layout, layout))?.id !== id) continue;
      const named = entryToYaml({ ...layout, id });
      expect(named).toMatch(/^ {2}- \{ catalogue: \S.* \}$/);
      expect(named).not.toContain('name:');
      expect(entryToYaml({ ...layout, id: 'mine' })).toMatch(/^ {2}- \{ catalogue: \S.*, name: mine \}$/);
    }
  });

  it('is the layout itself for page references', () => {
    expect(entryToYaml(layout('4/4/24'))).toBe(layoutToYaml(layout('4/4/24')));
    for (const { layout } of CATALOGUE.filter((entry) => isPageReferences(entry.layout.domain)))
      expect(entryToYaml(layout)).toBe(layoutToYaml(layout));
  });
});
