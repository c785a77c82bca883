import { count } from '../numbers.ts';
import type { LayoutRecord, Results } from '../results.ts';
import { Captioned, Name, Sentence } from './parts.tsx';

const VERDICTS = {
  open: '▲ can',
  short: '◆ stopped in the red zone',
  silent: '◆ stopped before it',
} as const;

const CAPTION =
  'A field with a warning level still serves what comes above it; who takes so many is taken for an attacker. How many references, and how long, are left between the warning and the limit.';

/** From the warning level of each field that has one to its limit, for each attacker; nothing where no field warns. */
export function Warnings({
  results,
  layouts,
}: {
  readonly results: Results;
  readonly layouts: readonly LayoutRecord[];
}) {
  const shown = new Set(layouts.map(({ id }) => id));
  const warnings = (results.warnings ?? []).filter(({ layout }) => shown.has(layout));
  if (warnings.length === 0) return null;
  const nameOf = (id: string): string => results.attackers?.find((attacker) => attacker.id === id)?.name ?? id;
  return (
    <>
      <h3>From the warning to the limit</h3>
      <Captioned caption={CAPTION}>
        <table class="data" aria-label="From the warning to the limit">
          <thead>
            <tr>
              <th scope="col">Layout</th>
              <th scope="col">Field</th>
              <th scope="col">Attacker</th>
              <th scope="col" class="number">
                Warns from
              </th>
              <th scope="col" class="number">
                References left
              </th>
              <th scope="col">Comes to the limit</th>
              <th scope="col">How fast</th>
            </tr>
          </thead>
          <tbody>
            {warnings.map(({ layout, attacker, of, level, references, verdict, text }) => (
              <tr key={`${layout} ${of} ${attacker}`}>
                <th scope="row">
                  <Name of={layout} length={30} />
                </th>
                <td>
                  <Name of={of} length={20} />
                </td>
                <td>
                  <Sentence text={nameOf(attacker)} />
                </td>
                <td class="number">{count(level)}</td>
                <td class="number">{count(references)}</td>
                <td>{VERDICTS[verdict]}</td>
                <td class="because">
                  <Sentence text={text} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Captioned>
    </>
  );
}
