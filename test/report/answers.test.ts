import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answersDocument, type Kept, recordingIds, snapshotFacts } from '../../scripts/answers.ts';
import { loadRecordings } from '../../scripts/presets-table.ts';
import { kernelDefaults, PID_MAX_LIMIT } from '../../src/metrics/exposure/attackers.ts';
import { ordinaryBits } from '../../src/metrics/exposure/ordinary-bits.ts';
import {
  directionsTable,
  factsOf,
  machinesTable,
  ordinaryTable,
  pinsTable,
  standingSentence,
  standingTable,
  tallyTable,
} from '../../src/report/answers.ts';
import { buildResults } from '../../src/report/build-results.ts';
import { evaluatedScenarios, layoutOf, PROVENANCE, planOf } from './evaluated.ts';

const fileOf = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const layouts = ['4/4/24', '8/24', 'bias 1024'].map(layoutOf);
const scenarios = await evaluatedScenarios(layouts);
const facts = factsOf(buildResults(planOf(layouts, scenarios), scenarios, PROVENANCE));
const rowOf = ({ rows }: { rows: readonly (readonly string[])[] }, name: string) => rows.find(([id]) => id === name);

describe('the four questions', () => {
  it('how many pins on a page: by folio, term and direction', () => {
    // 32 rings register one buffer of 64 pages; fio with up to 448 requests on a huge page (traces/README.md).
    expect(rowOf(pinsTable(facts), 'b2')).toEqual(['b2', '32', '64 of 64', '32', '–', '–', '32', '–']);
    expect(rowOf(pinsTable(facts), 'a5')).toEqual(['a5', '1', '1,024 of 1,024', '–', '1', '1', '1', '448']);
    expect(rowOf(pinsTable(facts), 'e3')).toBeUndefined();
  });

  it('how many bits for ordinary references', () => {
    expect(rowOf(ordinaryTable(facts), 'e3')).toEqual(['e3', '8', '262 of 1,175', '4']);
    expect(rowOf(ordinaryTable(facts), 'b2')).toEqual(['b2', '3', '3 of 131', '2']);
  });

  it('peaks are exact, where a distribution is rounded', () => {
    const results = buildResults(planOf(layouts, scenarios), scenarios, PROVENANCE);
    const rounded = results.scenarios.map((scenario) => ({
      ...scenario,
      distributions: scenario.distributions.map((each) => ({ ...each, value: each.value.map((n) => n - (n % 64)) })),
    }));
    const found = factsOf({ ...results, scenarios: rounded });
    expect(found.find(({ scenario }) => scenario === 'b2')?.most.pin?.[0]).toBe(32);
    expect(found.find(({ scenario }) => scenario === 'a5')?.mostLarge).toBe(448);
    expect(found.find(({ scenario }) => scenario === 'e3')?.most.ordinary?.[0]).toBe(8);
  });

  it('bits of READ and of R/W, for no refusal and for few', () => {
    const columns = directionsTable(facts).columns.slice(0, 4);
    expect(columns).toEqual(['Scenario', 'read, none', 'R/W, none', 'one field, none']);
    expect(rowOf(directionsTable(facts), 'b2')?.slice(0, 4)).toEqual(['b2', '0', '6', '6']);
    expect(rowOf(directionsTable(facts), 'e3')).toBeUndefined();
  });

  it('which layouts stand, and what tells against the others', () => {
    expect(rowOf(standingTable(facts), 'b2')).toEqual(['b2', 'refuses 53.1 %', 'stands', 'stands']);
    expect(rowOf(standingTable(facts), 'a5')?.slice(1, 2)).toEqual(['stands']);
    expect(rowOf(standingTable(facts), 'a5')?.[2]).toMatch(/^written wrong /);
    const counts = tallyTable(facts).rows.map((row) => row.slice(1).reduce((sum, n) => sum + Number(n), 0));
    expect(counts).toEqual(layouts.map(() => facts.length));
    const recordings = facts.filter(({ source }) => source === 'recording');
    expect(standingSentence(recordings, 'the recordings')).toBe(
      'In all of the recordings (3) no layout stands; 8/24 and bias 1024 refuse nothing and never miss a pin, but cannot tell READ from R/W.',
    );
  });

  it('a layout that misses long-term pins does not stand: 16 of them carry out of the lower of two biases', async () => {
    const two = [layoutOf('bias long=2^23 short=2^27')];
    const evaluated = await evaluatedScenarios(two);
    const table = standingTable(factsOf(buildResults(planOf(two, evaluated), evaluated, PROVENANCE)));
    expect(rowOf(table, 'b2')?.[1]).toBe('longterm missed 39.6 %');
  });

  it('says "not told" where a source does not tell, and nothing for or against where all pins are of large folios', () => {
    const [b2] = facts.filter(({ scenario }) => scenario === 'b2');
    const blind = { ...b2!, layouts: b2!.layouts.map((each) => ({ ...each, fate: { ...each.fate, refused: null } })) };
    expect(standingTable([blind]).rows).toEqual([['b2', 'not told', 'not told', 'not told']]);
    const large = { ...b2!, most: {}, mostLarge: 5 };
    expect(standingTable([large]).rows).toEqual([['b2', 'large folio', 'large folio', 'large folio']]);
    expect(standingSentence([large], 'it')).toContain('4/4/24, 8/24 and bias 1024 stand');
  });
});

describe('the machine on which bits for ordinary references are used up', () => {
  it('is larger the more bits there are, and never one that its own limits do not allow', () => {
    let before = 0;
    for (let bits = 8; bits <= 31; bits++) {
      const { references, benign, hostile } = ordinaryBits(bits);
      expect(references).toBe(2 ** bits);
      expect(hostile).toBeGreaterThanOrEqual(before);
      before = hostile;
      if (benign === null) expect(references).toBeGreaterThan(PID_MAX_LIMIT);
      // nproc is half of what the kernel allows all users together.
      else expect(2 * kernelDefaults(benign)['nproc']!.value).toBe(references);
    }
  });

  it('a user of 4 GiB gets past 2^24 references, as the exposure of 4/4/24 says, and not past 2^25', () => {
    expect(ordinaryBits(24).hostile).toBe(4 * 2 ** 30);
    expect(ordinaryBits(25).hostile).toBe(8 * 2 ** 30);
    expect(rowOf(machinesTable(), '22')?.slice(0, 3)).toEqual(['22', '4,194,304', '512 GiB, 4,194,304 processes']);
  });
});

describe('docs/answers.md', async () => {
  const kept = JSON.parse(readFileSync(fileOf('docs/answers.json'), 'utf8')) as Kept;
  const holds = await loadRecordings(fileOf('docs/recordings.json'));

  it('is what the sources say: else run node scripts/answers.js', () => {
    expect(readFileSync(fileOf('docs/answers.md'), 'utf8')).toBe(answersDocument(kept, holds));
  });

  it('has every recording, and what is kept of one is what its file shows', () => {
    expect(kept.recordings.map(({ scenario }) => scenario)).toEqual(recordingIds());
    for (const id of ['b2', 'a5', 'e3']) {
      const { layouts: _, sha256: __, ...before } = kept.recordings.find(({ scenario }) => scenario === id)!;
      const { layouts: ___, ...now } = facts.find(({ scenario }) => scenario === id)!;
      expect(before).toEqual(now);
    }
    expect(() => answersDocument({ ...kept, recordings: kept.recordings.slice(1) }, holds)).toThrow('recording a1');
  });

  it('has what the shipped snapshots show', () => {
    const read = (what: string) => readFileSync(fileOf(`traces/snapshots/e_fork300.${what}.gz`));
    expect(kept.snapshots['fork300']).toEqual(snapshotFacts(read('kpagecount'), read('kpageflags')));
    expect(kept.snapshots['fork300']).toEqual({ max: 304, pages: 1730, small: 1218, largeFolios: 1 });
  });
});
