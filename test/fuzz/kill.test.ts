import { expect, it } from 'vitest';
import { Victim } from './kill.ts';
import { Bench } from './outcome.ts';

it('kill -9 leaves the last good report whole, and the next run succeeds', async () => {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const victim = new Victim(new Bench().folder, random);
  await victim.succeeds();
  const moments = [];
  for (let i = 0; i < 5; i++) moments.push(await victim.killed(i % 2 === 0));
  await victim.succeeds();
  expect(moments).toHaveLength(5);
  expect(moments.filter((moment) => moment !== 'over').length).toBeGreaterThan(0);
}, 120_000);
