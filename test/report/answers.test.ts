import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answersDocument, type Kept, recordingIds, snapshotFacts } from '../../scripts/answers.ts';
import { loadRecordings } from '../../scripts/presets-table.ts';
import { defaultPidMax, kernelDefaults, PID_MAX_LIMIT } from '../../src/metrics/exposure/attackers.ts';
import { ordinaryBits } from '../../src/metrics/exposure/ordinary-bits.ts';
import {
  directionsSentence,
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
import { evidenceBase } from '../../src/report/verdict-words.ts';
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
    // A model's folios are those of all its runs, above and below the line: 3 runs of 12.
    expect(rowOf(ordinaryTable(facts), 'busy pages')?.[2]).toMatch(/^\d+ of 36$/);
    expect(rowOf(pinsTable(facts), 'busy pages')?.[2]).toMatch(/^\d+ of 36$/);
    const results = buildResults(planOf(layouts, scenarios), scenarios, PROVENANCE);
    const small = results.scenarios.reduce((sum, { pages, runs }) => sum + pages.small * runs, 0);
    expect(evidenceBase(results)).toContain(` events on ${small.toLocaleString('en')} small folios and `);
    expect(results.scenarios.find(({ id }) => id === 'busy pages')).toMatchObject({ pages: { small: 12 }, runs: 3 });
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
    expect(rowOf(directionsTable(facts), 'b2')?.slice(0, 4)).toEqual(['b2', '–', '6', '6']);
    expect(rowOf(directionsTable(facts), 'e3')).toBeUndefined();
  });

  it('READ is held against R/W only where a scenario has both', () => {
    const [b2, a5] = ['b2', 'a5'].map((id) => facts.find(({ scenario }) => scenario === id)!);
    expect(directionsSentence([b2!, a5!])).toBe(
      'Of 1 scenario with both, READ pins need fewer bits than R/W pins in 0, as many in 1 and more in 0. Only R/W pins: b2.',
    );
    expect(directionsSentence([b2!])).toBe('No scenario has both READ pins and R/W pins. Only R/W pins: b2.');
    expect(directionsSentence([])).toBe('No scenario tells read pins from R/W pins.');
  });

  it('which layouts stand, and what tells against the others', () => {
    expect(rowOf(standingTable(facts), 'b2')).toEqual(['b2', 'refuses 53.1 %', 'stands', 'stands']);
    expect(rowOf(standingTable(facts), 'a5')?.slice(1, 2)).toEqual(['stands']);
    expect(rowOf(standingTable(facts), 'a5')?.[2]).toMatch(/^written wrong /);
    const recordings = facts.filter(({ source }) => source === 'recording');
    expect(rowOf(standingTable(facts), 'e3')).toEqual(['e3', ...layouts.map(() => 'written not told')]);
    expect(standingSentence(recordings, 'the recordings')).toBe(
      'In all of the recordings that tell (2 of 3) no layout stands; 8/24 and bias 1024 refuse nothing and never miss a pin, but cannot tell READ from R/W.',
    );
  });

  it('a layout that misses long-term pins does not stand: 16 of them carry out of the lower of two biases', async () => {
    const two = [layoutOf('bias long=2^23 short=2^27')];
    const evaluated = await evaluatedScenarios(two);
    const table = standingTable(factsOf(buildResults(planOf(two, evaluated), evaluated, PROVENANCE)));
    expect(rowOf(table, 'b2')?.[1]).toBe('longterm missed 39.6 %');
  });

  it('every harm of a layout is counted, not only the first that its cell names', () => {
    const a5 = facts.find(({ scenario }) => scenario === 'a5')!;
    const fate = { refused: 0.5, saturated: 0, pinned: 0.1, written: 0.2, longterm: 0 };
    const both = { ...a5, layouts: [{ layout: 'both', fate }] };
    expect(standingTable([both]).rows).toEqual([['a5', 'refuses 50 %']]);
    const { columns, rows } = tallyTable([both]);
    const of = (column: string) => rows[0]![columns.indexOf(column)];
    expect(['refuses pins', 'misses a pin, or sees one', 'tells "written" wrongly'].map(of)).toEqual(['1', '1', '1']);
    expect(['saturates', 'stands', 'not told'].map(of)).toEqual(['0', '0', '0']);
  });

  it('a layout does not stand where it is not told whether it tells *written* rightly', () => {
    const a5 = facts.find(({ scenario }) => scenario === 'a5')!;
    const fate = { refused: 0, saturated: 0, pinned: 0, written: null, longterm: 0 };
    const untold = { ...a5, layouts: [{ layout: 'x', fate }] };
    expect(standingTable([untold]).rows).toEqual([['a5', 'written not told']]);
    expect(tallyTable([untold]).rows[0]!.slice(-2)).toEqual(['0', '1']);
  });

  it('a share that depends on which pin a drop ends is given both ways', () => {
    const a5 = facts.find(({ scenario }) => scenario === 'a5')!;
    const fate = { refused: 0.6539, saturated: 0, pinned: 0, written: 0, longterm: 0, newestFirst: 0.9041 };
    const table = (changed: Partial<typeof fate>) =>
      standingTable([{ ...a5, layouts: [{ layout: 'x', fate: { ...fate, ...changed } }] }]);
    expect(table({}).rows[0]![1]).toBe('refuses 65.4 % or 90.4 %');
    // Which is which stands above the table, where a cell has two.
    expect(table({}).caption).toMatch(
      /; after “or” the share of refused pins had each drop ended the newest pin that fits, instead of the oldest$/,
    );
    expect(standingTable(facts).caption).not.toContain('or”');
    // Two shares that are written alike are one.
    expect(table({ newestFirst: 0.65391 }).rows[0]![1]).toBe('refuses 65.4 %');
    const results = buildResults(planOf(layouts, scenarios), scenarios, PROVENANCE);
    const matching = results.trust!.matching.map((each) => ({
      ...each,
      newestFirst: { ...each.newestFirst!, refused: [{ layout: '4/4/24', value: 0.531, newestFirst: 0.75 }] },
    }));
    const found = factsOf({ ...results, trust: { ...results.trust!, matching } });
    expect(rowOf(standingTable(found), 'b2')?.[1]).toBe('refuses 53.1 % or 75 %');
  });

  it('says "not told" where a source does not tell, and nothing for or against where all pins are of large folios', () => {
    const [b2] = facts.filter(({ scenario }) => scenario === 'b2');
    const blind = { ...b2!, layouts: b2!.layouts.map((each) => ({ ...each, fate: { ...each.fate, refused: null } })) };
    expect(standingTable([blind]).rows).toEqual([['b2', 'not told', 'not told', 'not told']]);
    const large = { ...b2!, most: {}, mostLarge: 5 };
    expect(standingTable([large]).rows).toEqual([['b2', 'large folio', 'large folio', 'large folio']]);
    // What was never measured does not stand.
    expect(standingSentence([large, blind], 'them')).toBe('None of them (2) tells which layouts stand.');
    const one = { ...b2!, layouts: b2!.layouts.map((each, i) => (i === 1 ? blind.layouts[i]! : each)) };
    expect(standingSentence([one, large], 'them')).toBe('In all of them that tell (1 of 2) bias 1024 stands.');
  });
});

describe('the machine on which bits for ordinary references are used up', () => {
  it('is larger the more bits there are, and never one that its own limits do not allow', () => {
    let before = 0;
    for (let bits = 8; bits <= 31; bits++) {
      const { references, benign, hostile } = ordinaryBits(bits);
      expect(references).toBe(2 ** bits);
      expect(hostile.memory).toBeGreaterThanOrEqual(before);
      before = hostile.memory;
      // Pids are below pid_max, so that there is no process for each of PID_MAX_LIMIT references.
      if (benign === null) {
        expect(references).toBeGreaterThanOrEqual(PID_MAX_LIMIT);
        continue;
      }
      // nproc is half of what the kernel allows all users together.
      expect(2 * kernelDefaults(benign.memory)['nproc']!.value).toBe(references);
      expect(kernelDefaults(benign.memory, benign.cpus)['pids']!.value).toBeGreaterThanOrEqual(references);
      if (benign.cpus > 1)
        expect(kernelDefaults(benign.memory, benign.cpus - 1)['pids']!.value).toBeLessThan(references);
    }
  });

  it('a user of 4 GiB gets past 2^24 references, as the exposure of 4/4/24 says, and not past 2^25', () => {
    expect(ordinaryBits(24).hostile).toEqual({ memory: 4 * 2 ** 30, cpus: 1 });
    expect(ordinaryBits(25).hostile).toEqual({ memory: 8 * 2 ** 30, cpus: 1 });
    // 32,767 processes of 65,530 mappings are fewer than 2^31.
    expect(ordinaryBits(31).hostile).toEqual({ memory: 512 * 2 ** 30, cpus: 33 });
    expect(rowOf(machinesTable(), '22')?.slice(0, 3)).toEqual([
      '22',
      '4,194,304',
      'none: pids are below PID_MAX_LIMIT',
    ]);
    expect(rowOf(machinesTable(), '14')?.[2]).toBe('2 GiB, 16,384 processes');
    // kernel.pid_max is 32,768 by default, or 1,024 a CPU.
    expect(rowOf(machinesTable(), '15')?.[2]).toBe('4 GiB and 33 CPUs, 32,768 processes');
    expect(rowOf(machinesTable(), '20')?.[2]).toBe('128 GiB and 1,025 CPUs, 1,048,576 processes');
    expect([1, 32, 33, 8192].map(defaultPidMax)).toEqual([32_768, 32_768, 33_792, PID_MAX_LIMIT]);
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

  it('says that registrations may read only: r8 has 8 read pins on a page, of which 1 at most is short-term', () => {
    const { most } = kept.recordings.find(({ scenario }) => scenario === 'r8')!;
    expect([most.read?.[0], most.short?.[0]]).toEqual([8, 1]);
    const said = answersDocument(kept, holds)
      .split('\n')
      .find((line) => line.startsWith('3. '));
    expect(said).toMatch(
      /READ is .*RDMA regions and VFIO mappings that are read-only.* io_uring and AF_XDP are always R\/W/,
    );
  });

  it('says of probes that tell the kind at how many drops there was another to take', () => {
    const told = { drops: 1168, directed: 1136, ambiguous: 20, corrected: 3 };
    const other = kept.recordings.map((each) => (each.scenario === 'r8' ? { ...each, told } : each));
    expect(answersDocument({ ...kept, recordings: other }, holds)).toContain(
      'In r8 probes tell it of 1,136 of 1,168 drops; at 20 of them the page held a pin of another kind too, and matching alone would have taken one for 3.',
    );
    expect(answersDocument(kept, holds)).toContain('so they do not test matching');
  });

  it('gives both shares where which pin a drop ended decides: g4', () => {
    expect(answersDocument(kept, holds)).toMatch(/\| g4: .* \| refuses 65\.4 % or 90\.4 % \|/);
    // Of one bias of 2^23 too, which comes to the sign bit, so that only replay can tell.
    expect(answersDocument(kept, holds)).toMatch(/\| g4: .* \| refuses 65\.3 % or 90\.4 % \|/);
  });

  it('has what the shipped snapshots show', () => {
    const read = (what: string) => readFileSync(fileOf(`traces/snapshots/e_fork300.${what}.gz`));
    expect(kept.snapshots['fork300']).toEqual(snapshotFacts(read('kpagecount'), read('kpageflags')));
    expect(kept.snapshots['fork300']).toEqual({ max: 304, pages: 1730, small: 1218, largeFolios: 1 });
  });
});
