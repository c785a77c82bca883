import type { Results } from '../results.ts';
import { ThemeSwitch } from './theme.tsx';

export interface NavigationProps {
  readonly results: Results;
  readonly hasCharts: boolean;
  readonly hasWhatIf: boolean;
}

/** Links to the sections that there are. */
export function Navigation({ results, hasCharts, hasWhatIf }: NavigationProps) {
  const entries: readonly (readonly [string, string, boolean])[] = [
    ['verdict', 'Verdict', true],
    ['changes', 'What changed', results.baseline !== undefined],
    ['requirements', 'Requirements', results.requirements.length > 0],
    ['what-if', 'What if', hasWhatIf],
    ['layouts', 'Layouts', true],
    ['decoder', 'Read a word', true],
    ['exposure', 'What an attacker needs', (results.exposure?.length ?? 0) > 0],
    ['questions', 'The four questions', results.scenarios.length > 0],
    ['charts', 'Charts', hasCharts],
    ['rows', 'All rows', true],
    ['who', 'Who hit a limit', true],
    ['large', 'Large folios', results.large.length > 0],
    ['scenarios', 'Scenarios', true],
    ['trust', 'Can I trust this?', results.trust !== undefined],
    ['unmeasured', 'Not measured', true],
    ['definitions', 'Definitions', true],
    ['provenance', 'Provenance', true],
  ];
  return (
    <nav aria-label="Sections">
      <p class="brand">bitpart</p>
      <ul>
        {entries
          .filter(([, , isThere]) => isThere)
          .map(([id, text]) => (
            <li key={id}>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
      </ul>
      <ThemeSwitch />
    </nav>
  );
}
