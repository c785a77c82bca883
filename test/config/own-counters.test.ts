import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/layouts/catalogue/index.ts';
import { planOf, told } from './helpers.ts';

describe('layouts beside the notation', () => {
  it('every counter of the catalogue is a layout, under its own name or another', () => {
    const entries = CATALOGUE.map(({ id }) => `  - { catalogue: ${id} }`).join('\n');
    expect(planOf(`layouts:\n${entries}\n`).layouts).toEqual(CATALOGUE.map(({ layout }) => layout));
    const [own] = planOf('layouts: [{ name: mine, catalogue: postgres-buffer }]').layouts;
    expect(own).toMatchObject({ id: 'mine', word: 32 });
  });

  it('a name that the catalogue has not is told where it stands, with those that there are and the nearest', () => {
    const [problem, ...others] = told('layouts:\n  - catalogue: postgres-bufer\n');
    expect(others).toEqual([]);
    expect(problem).toMatch(
      /^2:16 "postgres-bufer" is not in the catalogue; there are linux-page, .* -> postgres-buffer$/,
    );
  });

  it('counters beside the word are those of the notation', () => {
    const [long, short] = planOf('layouts: [{ name: a, side: { pin: 32 } }, side pin=32]').layouts;
    expect({ ...long, id: '' }).toEqual({ ...short, id: '' });
    expect(planOf('layouts: [{ side: { read: 16, write: 16 } }]').layouts[0]).toMatchObject({ apart: true });
  });

  it('counters that do not fill their word are told, and those of nobody', () => {
    expect(told('layouts: [{ side: { pin: 31 } }]')[0]).toMatch(/^1:19 31 = 31 bits of counters; .* 32$/);
    expect(told('layouts: [{ side: { pni: 32 } }]')[0]).toMatch(/pni/);
    expect(told('layouts: [{ side: { pin: many } }]')[0]).toMatch(/^1:26 "many" is no count/);
  });
});
