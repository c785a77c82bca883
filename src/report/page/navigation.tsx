import { useEffect, useState } from 'preact/hooks';
import type { Results } from '../results.ts';
import { ThemeSwitch } from './theme.tsx';

export interface NavigationProps {
  /** What the filter shows: a section of which it leaves nothing is not there. */
  readonly results: Results;
  readonly hasCharts: boolean;
  readonly hasWhatIf: boolean;
}

/** Links to the sections that there are; the one that is read is marked. */
export function Navigation({ results, hasCharts, hasWhatIf }: NavigationProps) {
  const entries: readonly (readonly [string, string, boolean])[] = [
    ['verdict', 'Verdict', true],
    ['changes', 'What changed', results.baseline !== undefined],
    ['requirements', 'Requirements', results.requirements.length > 0],
    ['what-if', 'What if', hasWhatIf],
    ['layouts', 'Layouts', true],
    ['decoder', 'Read a word', true],
    ['exposure', 'What an attacker needs', (results.exposure?.length ?? 0) > 0],
    ['questions', 'The four questions', results.scenarios.some(({ domain }) => domain === undefined)],
    ['charts', 'Charts', hasCharts],
    ['rows', 'All rows', true],
    ['who', 'Who hit a limit', true],
    ['large', 'Large folios', results.large.length > 0],
    ['scenarios', 'Scenarios', true],
    ['trust', 'Can I trust this?', results.trust !== undefined],
    ['unmeasured', 'Not measured', true],
    ['definitions', 'What the numbers mean', true],
    ['provenance', 'Provenance', true],
  ];
  const there = entries.filter(([, , isThere]) => isThere);
  const read = useRead(there.map(([id]) => id));
  return (
    <>
      <a class="skip" href="#verdict">
        Skip to the answer
      </a>
      <nav id="contents" aria-label="Sections">
        <p class="brand">bitpart</p>
        <ul>
          {there.map(([id, text]) => (
            <li key={id}>
              <a href={`#${id}`} aria-current={id === read ? 'true' : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
        <ThemeSwitch />
      </nav>
    </>
  );
}

/** The part of the window, from its top, in which the section that is read stands. */
const READ = '-15% 0px -70% 0px';

/** Which of the sections stands where one reads; undefined in Node, and where none of them does. */
function useRead(ids: readonly string[]): string | undefined {
  const [read, setRead] = useState<string | undefined>(undefined);
  const key = ids.join(' ');
  useEffect(() => {
    const seen = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const id = target.getAttribute('data-of') ?? target.id;
          if (isIntersecting) seen.add(id);
          else seen.delete(id);
        }
        setRead(key.split(' ').find((id) => seen.has(id)));
      },
      { rootMargin: READ },
    );
    for (const id of key.split(' ')) {
      // An island stays where what is in it may be drawn from scratch.
      const section = document.querySelector(`.island[data-of="${id}"]`) ?? document.getElementById(id);
      if (section !== null) observer.observe(section);
    }
    return () => observer.disconnect();
  }, [key]);
  return read;
}
