import type { TextTable } from '../charts/chart.ts';
import { shareOf } from '../numbers.ts';
import type { Results } from '../results.ts';
import { chooseLayouts, indexOf } from '../select.ts';
import { Section, TextTableView } from './parts.tsx';

const MOST_LAYOUTS = 20;
const GROUPS = ['read', 'write', 'pin'] as const;

/** What the layouts would have done to large folios, which keep an exact count of their own. */
export function LargeFolios({ results }: { readonly results: Results }) {
  if (results.large.length === 0) return null;
  return (
    <Section
      id="large"
      title="Large folios, apart"
      lead="A large folio keeps an exact count of its pins beside the word, so no layout applies to it today. This is what each layout would have refused if it did: refused / attempted acquisitions."
    >
      {tables(results).map((table) => (
        <TextTableView key={table.caption} table={table} />
      ))}
    </Section>
  );
}

function tables(results: Results): TextTable[] {
  const index = indexOf(results);
  const layouts = chooseLayouts(results, MOST_LAYOUTS).shown;
  return GROUPS.flatMap((of) => {
    const rows = results.scenarios.flatMap((scenario) => {
      const cells = layouts.map((layout) => index.get(layout.id, scenario.id, 'refused', of, 'large'));
      if (cells.every((cell) => cell === undefined)) return [];
      return [[scenario.id, ...cells.map((cell) => (cell === undefined ? '–' : shareOf(cell)))]];
    });
    const caption =
      of === 'pin' ? 'All pins of large folios' : `${of === 'read' ? 'Read' : 'Write'} pins of large folios`;
    return rows.length === 0 ? [] : [{ caption, columns: ['Scenario', ...layouts.map((layout) => layout.id)], rows }];
  });
}
