import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardOf, limitJson } from '../../../src/layouts/index.ts';
import { guardRecords, NR_CPUS_LIMIT, PID_MAX_LIMIT, reserveFor } from '../../../src/metrics/exposure/index.ts';
import { anySplit } from '../../layouts/arbitrary.ts';
import { notation, split } from './layouts.ts';

function record(layout: string, of: string, protocol: string) {
  const found = guardRecords(notation(layout)).find((one) => one.of === of && one.protocol === protocol);
  if (!found) throw new Error(`${layout} has no ${of} by ${protocol}`);
  return found;
}

describe('guard records', () => {
  it('hold the numbers of the issue', () => {
    expect(record('4/4/24', 'ordinary', 'saturate')).toMatchObject({
      tasks: 2 ** 22,
      sustained: 2 ** 22 - 1,
      isDefault: true,
    });
    expect(record('4/4/24', 'read', 'add-undo')).toMatchObject({
      tasks: 0,
      sustained: 0,
      isDefault: false,
      first: 'lost',
    });
    expect(record('4/4/24', 'read', 'compare-and-swap')).toMatchObject({
      tasks: null,
      sustained: null,
      isDefault: true,
      first: null,
    });
    expect(record('4/4/20+4', 'ordinary', 'saturate').isDefault).toBe(true);
  });

  it("say that today's bias stands half of PID_MAX_LIMIT, and its gets are not checked", () => {
    expect(record('bias 1024', 'pin', 'check-add')).toMatchObject({ tasks: 2 ** 21, isDefault: true, first: 'lost' });
    expect(record('bias 1024', 'ordinary', 'unchecked')).toMatchObject({ tasks: 0, isDefault: true });
    expect(record('bias 1024', 'pin', 'frozen-bit').tasks).toBe(2 ** 20);
    expect(record('bias 1024', 'ordinary', 'frozen-bit').tasks).toBe(2 ** 30);
  });

  it('say that of several biases only the largest is checked: a lower one flows into the next without a race', () => {
    const two = 'bias long=2^23 short=2^27';
    expect(record(two, 'short', 'check-add')).toMatchObject({ tasks: 16, isDefault: true, first: 'lost' });
    expect(record(two, 'long', 'unchecked')).toMatchObject({
      tasks: 0,
      isDefault: true,
      first: 'carry',
      text: 'What is looked at is the sign of the word: nothing stops long where 16 are one of short, and it takes no race to pass that.',
    });
    // Of the whole word it stands as many as before.
    expect(record(two, 'long', 'check-add')).toMatchObject({ tasks: 256, isDefault: false });
    const defaults = guardRecords(notation(two)).filter(({ isDefault }) => isDefault);
    expect(defaults.map(({ of }) => of)).toEqual(['short', 'long', 'ordinary']);
  });

  it('have one default for each field', () => {
    for (const layout of ['4/4/24', '4/4/24+0', '3+1/8/20', '8/24', 'bias 1024', 'bias long=2^23 short=2^27'].map(
      notation,
    )) {
      const records = guardRecords(layout);
      for (const of of new Set(records.map((one) => one.of))) {
        expect(records.filter((one) => one.of === of && one.isDefault)).toHaveLength(1);
      }
    }
  });

  it('say from which reference on a field goes wrong that nothing checks', () => {
    const layout = split({
      id: 'unchecked',
      fields: [
        { name: 'pin', bits: 4, counts: ['pin'], onLimit: 'wrap' },
        { name: 'ordinary', bits: 28, counts: ['ordinary'], onLimit: 'carry' },
      ],
    });
    expect(guardRecords(layout).map(({ of, protocol, text }) => [of, protocol, text])).toEqual([
      ['pin', 'unchecked', 'Nothing looks at the limit of pin: reference 16 is enough, from one task.'],
      [
        'ordinary',
        'unchecked',
        'Nothing looks at the limit of ordinary: reference 268,435,456 is enough, from one task.',
      ],
    ]);
  });

  it('say how many reserved bits would be enough', () => {
    const enough = (layout: string, of: string, protocol: string) =>
      Object.fromEntries(record(layout, of, protocol).enough.map((one) => [one.of, [one.reserve, one.sustained]]));
    // 2^(22 + r - 2) >= 2^22 tasks, and one more bit where they go on.
    expect(enough('4/4/24', 'ordinary', 'saturate')).toEqual({ PID_MAX_LIMIT: [2, 3], NR_CPUS: [1, 1] });
    // 2^(4 + r) - 2^4 >= 2^22.
    expect(enough('4/4/24', 'read', 'add-undo')).toEqual({ PID_MAX_LIMIT: [19, 19], NR_CPUS: [10, 10] });
    expect(enough('4/4/24', 'read', 'compare-and-swap')).toEqual({ PID_MAX_LIMIT: [0, 0], NR_CPUS: [0, 0] });
  });

  it('give a reserve that is enough, and none that is smaller', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('fail', 'saturate'),
        fc.constantFrom(PID_MAX_LIMIT, NR_CPUS_LIMIT, 1),
        (count, policy, tasks) => {
          const onLimit = policy as 'fail' | 'saturate';
          const reserve = reserveFor({ bits: count, reserve: 0, onLimit }, BigInt(tasks), 'one')!;
          const guard = (r: number) => guardOf({ bits: count + r, reserve: r, onLimit });
          expect(guard(reserve)).toBeGreaterThanOrEqual(BigInt(tasks));
          if (reserve > 0) expect(guard(reserve - 1)).toBeLessThan(BigInt(tasks));
        },
      ),
    );
    expect(reserveFor({ bits: 4, reserve: 0, onLimit: 'wrap' }, 1n)).toBeNull();
  });

  it('agree with guardOf for every field that is checked, and call the others unchecked', () => {
    fc.assert(
      fc.property(anySplit, (layout) => {
        if (layout.family !== 'split') throw new Error('a split was asked for');
        const records = guardRecords(layout);
        for (const field of layout.fields) {
          const own = records.filter(({ of }) => of === field.name);
          const adds = own.find(
            ({ protocol }) => protocol === 'add-undo' || protocol === 'saturate' || protocol === 'unchecked',
          )!;
          expect(adds.tasks).toBe(limitJson(guardOf(field)));
          expect(adds.protocol === 'unchecked').toBe(field.onLimit === 'carry' || field.onLimit === 'wrap');
          for (const { text } of own) expect(text).toMatch(/\.$/);
        }
      }),
    );
  });
});
