import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Campaign, campaigns } from '../fuzz/campaigns.ts';
import { everyHostile, tryHostile } from '../fuzz/hostile-run.ts';
import { type Moment, Victim } from '../fuzz/kill.ts';
import { Bench, type Outcome } from '../fuzz/outcome.ts';

/** A new seed each time; BITPART_FUZZ_SEED chooses it, BITPART_FUZZ_RUNS is a factor on how many are tried. */
const seed = Number(process.env['BITPART_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const factor = Number(process.env['BITPART_FUZZ_RUNS'] ?? 1);
const KILLS = Math.ceil(100 * factor);
console.log(`BITPART_FUZZ_SEED=${seed} BITPART_FUZZ_RUNS=${factor}`);

const fuzzed: { campaign: Campaign; outcomes: Record<Outcome, number> }[] = [];
const hostile: { what: string; outcome: string }[] = [];
const moments: Record<Moment, number> = { over: 0, working: 0, writing: 0 };
let recovered = 0;

const every = await campaigns();
describe.each(every)('spoilt $name', (campaign) => {
  it('gives a whole result or a clear error', { timeout: 3_600_000 }, async () => {
    const outcomes: Record<Outcome, number> = { same: 0, whole: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(campaign.input, async (one) => {
        outcomes[await campaign.tried(one)]++;
      }),
      { seed, numRuns: Math.ceil(campaign.runs.long * factor) },
    );
    console.log(campaign.name, outcomes);
    fuzzed.push({ campaign, outcomes });
  });
});

const all = await everyHostile();

it.each(all)('$what', { timeout: 600_000 }, async (each) => {
  hostile.push({ what: each.what, outcome: await tryHostile(each) });
});

it('kill -9 leaves the last good report whole, and the next run succeeds', { timeout: 3_600_000 }, async () => {
  let state = seed >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const victim = new Victim(new Bench().folder, random);
  await victim.succeeds();
  for (let i = 0; i < KILLS; i++) {
    moments[await victim.killed(i % 2 === 0)]++;
    await victim.succeeds();
    recovered++;
  }
  expect(recovered).toBe(KILLS);
});

afterAll(() => {
  // What has failed is not among them.
  if (fuzzed.length !== every.length || hostile.length !== all.length || recovered !== KILLS) return;
  writeFileSync(fileURLToPath(new URL('../../docs/robustness.md', import.meta.url)), document());
});

function document(): string {
  const count = (n: number): string => n.toLocaleString('en');
  const tried = fuzzed.map(({ campaign: { name }, outcomes: { same, whole, refused } }) => {
    return `| ${name} | ${count(same + whole + refused)} | ${count(refused)} | ${count(same)} | ${count(whole)} | 0 |`;
  });
  return `# Bad input and accidents

Written by \`npm run soak\`; do not edit. Seed ${seed}, Node ${process.version}. Whatever bitpart is given, there are two ends: a result that is whole, or a clear
error that names the file, exit 2, and nothing written. A crash, more than 5 s of processor time for a small input, more than 512 MB, or a result of a part
that looks whole fails the run, and this table is not written.

## Spoilt input

Good files of each kind, with one to three changes: pieces cut out, put in, moved and doubled; numbers and words replaced by nasty ones (NUL, 2^53, 1e308, NaN,
\`__proto__\`, half a surrogate pair); bits turned. A recording that is accepted is counted by a second, simple reader: no line beyond doubt may be missing.

| input | tried | clear error, exit 2 | same result as the good input | whole result of what it now says | anything else |
| --- | --- | --- | --- | --- | --- |
${tried.join('\n')}

## Input made to do harm

| input | outcome |
| --- | --- |
${hostile.map(({ what, outcome }) => `| ${what} | ${outcome} |`).join('\n')}

## kill -9

\`bitpart explore\` killed at ${count(KILLS)} random moments, every second one while it wrote: ${count(moments.working)} before it wrote, ${count(moments.writing)} while it wrote, ${count(moments.over)} when it was done. The last good report was whole
every time, and the next run succeeded every time (${count(recovered)}). A disk that fills up at any write: test/node/output.test.ts.
`;
}
