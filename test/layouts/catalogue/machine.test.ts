import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACQUIRE, CHECK, ChunkBuilder, DROP } from '../../../src/events/chunk.ts';
import { Replay } from '../../../src/harness/replay.ts';
import { machineOf } from '../../../src/layouts/catalogue/index.ts';
import { answers, type Layout, PAGE_REFERENCES } from '../../../src/layouts/index.ts';
import { layout } from '../arbitrary.ts';

const LAYOUTS: readonly Layout[] = [
  '4/4/24',
  '1/2/29',
  '2/30',
  '2+1/3/26',
  '14/14/2+2',
  '15/15/2+0',
  '3/29',
  'bias 1024',
  'bias 2^27',
  'bias 2^29',
  'bias long=2^23 short=2^27',
  'bias write=4 read=32',
  '30/30/2+2',
].map(layout);

/** Acquire one of a kind, or drop one of those acquired. */
const steps = fc.array(
  fc.oneof(fc.record({ kind: fc.nat(4) }), fc.record({ kind: fc.nat(4) }), fc.record({ drop: fc.nat() })),
  { maxLength: 80 },
);

describe('the machine of a layout', () => {
  it('is replay, one operation at a time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LAYOUTS), steps, (each, drawn) => {
        const machine = machineOf(each);
        const kinds = PAGE_REFERENCES.kinds;
        const questions = Object.entries(PAGE_REFERENCES.questions);
        const refused = kinds.map(() => 0);
        const wrong = questions.map(() => [0, 0]);
        const held: { kind: number; handle: number; taken: boolean }[] = [];
        const replay = new Replay(each);
        const chunks = new ChunkBuilder((chunk) => replay.feed(chunk));
        // One ordinary reference throughout, so that the page lives on.
        let word = machine.start;
        chunks.push(0, ACQUIRE, 0, 0);
        let time = 0;
        let handle = 1;
        for (const step of drawn) {
          time++;
          if ('kind' in step) {
            const next = machine.acquire(word, kinds[step.kind]!);
            const taken = next.outcome !== 'refused';
            if (!taken) refused[step.kind]!++;
            word = next.word;
            held.push({ kind: step.kind, handle, taken });
            chunks.push(time, ACQUIRE + step.kind, 0, handle++);
          } else {
            const [one] = held.splice(step.drop % Math.max(1, held.length), 1);
            if (!one) continue;
            if (one.taken) word = machine.release(word, kinds[one.kind]!).word;
            chunks.push(time, DROP + one.kind, 0, one.handle);
          }
          chunks.push(time, CHECK, 0, 0);
          const answered = answers(each, word);
          questions.forEach(([name, set], q) => {
            const truth = held.some(({ kind, taken }) => taken && (set & (1 << kind)) !== 0);
            if (answered[name] !== truth) wrong[q]![answered[name] ? 0 : 1]!++;
          });
        }
        chunks.flush();
        const tally = replay.finish(time, { page: String, task: String, origin: 0 });
        expect(tally.refused.slice(0, 5)).toEqual(refused);
        const counted = questions.map(([name]) => {
          const { falsePositiveChecks, falseNegativeChecks } = tally.questions[name]!;
          return [falsePositiveChecks, falseNegativeChecks];
        });
        expect(counted).toEqual(wrong);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses a name that the domain does not have', () => {
    expect(() => machineOf(layout('4/4/24')).acquire(1n, 'reads')).toThrow(/no kind or group/);
    expect(() => machineOf(layout('4/4/24')).acquire(1n, 'pin')).toThrow(/no one field/);
    expect(machineOf(layout('8/24')).acquire(1n, 'pin').word).toBe(1n + 2n ** 24n);
  });
});
