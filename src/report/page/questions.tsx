import {
  directionsSentence,
  directionsTable,
  type Facts,
  factsOf,
  machinesTable,
  ordinarySentence,
  ordinaryTable,
  pinsSentence,
  pinsTable,
  standingSentence,
  standingTable,
  tallyTable,
} from '../answers.ts';
import type { TextTable } from '../charts/chart.ts';
import type { Shown } from '../filter.ts';
import type { Results } from '../results.ts';
import { namesOf } from '../scenario-words.ts';
import { Section, Sentence, TextTableView } from './parts.tsx';

/** Scenarios in a table of this section; a file may have thousands. */
const MOST_SCENARIOS = 40;
/** Layouts side by side. */
const MOST_LAYOUTS = 12;

/** The four questions of the mail of January 2021, answered by this run. */
export function Questions({ shown }: { readonly shown: Shown }) {
  // They are of pages: scenarios and layouts of somebody's own kinds do not answer them.
  const [results, whole] = [ofPages(shown.results), ofPages(shown.whole)];
  if (results.scenarios.length === 0) return null;
  const by = results.scenarios.length < whole.scenarios.length ? 'the scenarios shown' : 'the scenarios of this run';
  const facts = factsOf(results).slice(0, MOST_SCENARIOS);
  const attacks = new Set(results.scenarios.filter(({ hostile }) => hostile).map(({ id }) => id));
  const named = namesOf(results).cell;
  const parts = partsOf(facts, attacks);
  /** What a sentence says of ordinary load, and apart from it of attacks: these are as bad as somebody made them. */
  const apart = (sentence: (part: readonly Facts[]) => string): string =>
    parts.map(({ start, of }) => startingWith(start, sentence(of))).join(' ');
  return (
    <Section
      id="questions"
      title="The four questions"
      lead={`What was asked in January 2021, when the split 4/4/24 was proposed, answered by ${by}. Small folios, unless it says otherwise.`}
    >
      <Question
        title="How many pins on one page?"
        law="Long-term pins on a page are its registrations (memory regions, DMA maps, rings); short-term ones are the I/Os in flight on it. A recording shows how its workload was configured."
        sentence={apart(pinsSentence)}
        tables={[pinsTable(facts, named)]}
      />
      <Question
        title="How many bits do ordinary references need?"
        law="Ordinary references are the mappers of a page and a small constant; vmsplice adds references, not pins. So the machine decides."
        sentence={apart(ordinarySentence)}
        tables={[ordinaryTable(facts, named), machinesTable()]}
      />
      <Question
        title="Does READ need as many bits as R/W?"
        law="Nearly all long-term users pin for R/W; read pins come from direct I/O that writes, and from process_vm_readv."
        sentence={directionsSentence(facts, named)}
        tables={[directionsTable(facts, named)]}
      />
      <Question
        title="Which layouts stand?"
        law="A layout stands where it refuses no pin, saturates no count, tells rightly whether a page is pinned and written, and never misses a long-term pin."
        sentence={parts.map(({ what, of }) => standingSentence(of, `the ${what}scenarios`)).join(' ')}
        tables={[
          ...parts.map(({ what, of }) => tallyTable(fewLayouts(of), what)),
          standingTable(fewLayouts(facts), named),
        ]}
      />
      <p class="lead">
        What this cannot say: times of the recordings that ship are emulated, on a small machine and without production
        load; order and concurrency are those of a real kernel. How often somebody asks is known of no recording.
      </p>
    </Section>
  );
}

function ofPages(results: Results): Results {
  const isOfPages = ({ domain }: { readonly domain?: unknown }): boolean => domain === undefined;
  return results.layouts.every(isOfPages) && results.scenarios.every(isOfPages)
    ? results
    : { ...results, layouts: results.layouts.filter(isOfPages), scenarios: results.scenarios.filter(isOfPages) };
}

interface Part {
  /** Before `scenarios`. */
  readonly what: '' | 'benign ' | 'hostile ';
  readonly start: string;
  readonly of: readonly Facts[];
}

/** Scenarios of ordinary load, and attacks; where there are only the ones or the others, all together. */
function partsOf(facts: readonly Facts[], attacks: ReadonlySet<string>): readonly Part[] {
  const benign = facts.filter(({ scenario }) => !attacks.has(scenario));
  const hostile = facts.filter(({ scenario }) => attacks.has(scenario));
  return benign.length === 0 || hostile.length === 0
    ? [{ what: '', start: '', of: facts }]
    : [
        { what: 'benign ', start: '', of: benign },
        { what: 'hostile ', start: 'Under attack: ', of: hostile },
      ];
}

const startingWith = (start: string, sentence: string): string =>
  start === '' ? sentence : `${start}${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;

const fewLayouts = (facts: readonly Facts[]): Facts[] =>
  facts.map((each) => ({ ...each, layouts: each.layouts.slice(0, MOST_LAYOUTS) }));

function Question({
  title,
  law,
  sentence,
  tables,
}: {
  readonly title: string;
  readonly law: string;
  readonly sentence: string;
  readonly tables: readonly TextTable[];
}) {
  return (
    <>
      <h3>{title}</h3>
      <p>
        {law} <Sentence text={sentence} />
      </p>
      {tables
        .filter(({ rows }) => rows.length > 0)
        .map((table) => (
          <TextTableView key={table.caption} table={table} />
        ))}
    </>
  );
}
