import { useState } from 'preact/hooks';
import { formatInterval } from '../../metrics/format.ts';
import { metricOf } from '../../metrics/registry.ts';
import type { BaselineRecord, Change } from '../baseline-record.ts';
import {
  absoluteText,
  baselineSentences,
  betterWords,
  estimateText,
  NOISE_WORDS,
  relativeText,
  wayWords,
} from '../baseline-words.ts';
import type { Shown } from '../filter.ts';
import { shown as shownName } from '../names.ts';
import { plural } from '../numbers.ts';
import { useLinked } from './links.ts';
import { Name, ScenarioName, Scroll, Section, Sentence, Unbroken } from './parts.tsx';
import { ShowMore } from './show-more.tsx';

const MOST = 30;

/** What changed since the run that was named as the baseline; nothing where none was. */
export function Changes({ shown: { whole, results } }: { readonly shown: Shown }) {
  const { baseline } = whole;
  const [most, setMost] = useState(MOST);
  const [withNoise, setNoise] = useState(false);
  if (baseline === undefined) return null;
  const layouts = new Set(results.layouts.map(({ id }) => id));
  const scenarios = new Set<string | null>([null, ...results.scenarios.map(({ id }) => id)]);
  const inView = baseline.changes.filter(({ layout, scenario }) => layouts.has(layout) && scenarios.has(scenario));
  const changes = withNoise ? inView : inView.filter((change) => !change.noise);
  const noise = inView.filter((change) => change.noise).length;
  return (
    <Section id="changes" title="What changed" lead={<Against baseline={baseline} />}>
      {changes.length === 0 ? null : (
        <Scroll label="What changed">
          <table class="data">
            <thead>
              <tr>
                <th scope="col">Change</th>
                <th scope="col">Layout</th>
                <th scope="col">Scenario</th>
                <th scope="col">What</th>
                <th scope="col" class="number">
                  Before
                </th>
                <th scope="col" class="number">
                  Now
                </th>
                <th scope="col" class="number">
                  By
                </th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, most).map((change, i) => (
                <ChangeRow key={i} change={change} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p class="tools needs-script">
        {changes.length > MOST ? <ShowMore total={changes.length} most={most} onMost={setMost} /> : null}
        {noise > 0 ? (
          <label>
            <input type="checkbox" checked={withNoise} onChange={() => setNoise(!withNoise)} /> with{' '}
            {plural(noise, 'row')} of noise
          </label>
        ) : null}
      </p>
      <ul class="sentences">
        {baselineSentences(baseline, (id) => shownName(id, 40)).map((sentence, i) => (
          <li key={i}>
            <Sentence text={sentence} />
          </li>
        ))}
        <li class="muted">{NOISE_WORDS}</li>
      </ul>
    </Section>
  );
}

function Against({ baseline }: { readonly baseline: BaselineRecord }) {
  return (
    <>
      Against <Name of={baseline.from} length={80} />, made by bitpart <Name of={baseline.bitpart} length={20} /> at{' '}
      <time dateTime={baseline.startedAt}>{baseline.startedAt}</time> with{' '}
      <code>
        <Sentence text={baseline.command} />
      </code>
      . {baseline.regressed ? 'Something is worse.' : 'Nothing is worse.'}
    </>
  );
}

function ChangeRow({ change }: { readonly change: Change }) {
  const linked = useLinked(change.layout);
  const relative = relativeText(change);
  const better = betterWords(change.metric);
  const { metric } = change;
  const unit = metricOf(metric)?.unit ?? 'references';
  const before = formatInterval(unit, change.before);
  const after = formatInterval(unit, change.after);
  return (
    <tr {...linked}>
      <th scope="row">
        <span class={change.noise ? 'none' : change.way}>{wayWords(change)}</span>
        {better === '' ? null : <small>{better}</small>}
      </th>
      <td>
        <Name of={change.layout} length={30} />
      </td>
      <td>
        {change.scenario === null ? <span class="none">–</span> : <ScenarioName of={change.scenario} length={30} />}
      </td>
      <td>
        {metricOf(metric)?.label ?? metric}
        <small>
          <Name of={change.of} length={24} />
          {change.class === 'large' ? ', large folios' : ''}
        </small>
      </td>
      <td class="number">
        {estimateText(metric, change.before)}
        {before === '' ? null : (
          <small class="interval">
            <Unbroken text={before} />
          </small>
        )}
      </td>
      <td class="number">
        {estimateText(metric, change.after)}
        {after === '' ? null : (
          <small class="interval">
            <Unbroken text={after} />
          </small>
        )}
      </td>
      <td class="number">
        {absoluteText(change)}
        {relative === '' ? null : <small>{relative}</small>}
      </td>
    </tr>
  );
}
