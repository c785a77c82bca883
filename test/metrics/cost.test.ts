import { describe, expect, it } from 'vitest';
import { catalogueEntry } from '../../src/layouts/catalogue/index.ts';
import { buildSplit, type Domain, type FieldSpec, type Layout } from '../../src/layouts/index.ts';
import { costOf, UNPIN_CALLS } from '../../src/metrics/cost.ts';
import { exposureOf, guardRecords } from '../../src/metrics/exposure/index.ts';
import { notation } from './exposure/layouts.ts';

const split = (fields: readonly FieldSpec[], domain?: Domain): Layout => {
  const built = buildSplit({ id: 'split', fields, ...(domain ? { domain } : {}) });
  if (!built.ok) throw new Error(built.problems[0]!.message);
  return built.layout;
};

const updates = (layout: Layout) => Object.fromEntries(costOf(layout).updates.map(({ of, update }) => [of, update]));

describe('the cost of a layout', () => {
  it('in memory is what lies beyond 32 bits: 1 MiB of every GiB for a word of 64', () => {
    expect(costOf(notation('4/4/24'))).toMatchObject({ bytesPerPage: 0, bytesPerGiB: 0 });
    expect(costOf(notation('16/16/32'))).toMatchObject({ bytesPerPage: 4, bytesPerGiB: 2 ** 20 });
    expect(costOf(notation('bias 1024 word 64')).bytesPerPage).toBe(4);
    expect(costOf(notation('side pin=32'))).toMatchObject({ bytesPerPage: 4, atomicsPerPin: 2 });
  });

  it('in code is what an unpin has to know, at every call', () => {
    const knows = (layout: Layout) => [costOf(layout).unpinKnows, costOf(layout).callSites];
    expect(knows(notation('bias 1024'))).toEqual([[], 0]);
    expect(knows(notation('8/24'))).toEqual([[], 0]);
    expect(knows(notation('4/4/24'))).toEqual([['direction'], UNPIN_CALLS]);
    expect(knows(notation('bias long=2^23 short=2^27'))).toEqual([['term'], 74]);
    expect(knows(notation('side read=16 write=16'))).toEqual([['direction'], 74]);
    const kinds = ['read-short', 'read-long', 'write-short', 'write-long'];
    const all = split([...kinds.map((kind) => ({ bits: 4, counts: [kind] })), { bits: 16, counts: ['ordinary'] }]);
    expect(knows(all)).toEqual([['direction', 'term'], 74]);
    // Only the long-term writer has a field of its own: still both have to be known.
    const one = split([
      { bits: 4, counts: ['write-long'] },
      { bits: 8, counts: ['read', 'write-short'] },
      { bits: 20, counts: ['ordinary'] },
    ]);
    expect(knows(one)).toEqual([['direction', 'term'], 74]);
  });

  it('in another domain is which counter', () => {
    const domain: Domain = { kinds: ['local', 'shared', 'weak'], groups: {}, questions: {} };
    const layout = split(
      [
        { bits: 8, counts: ['weak'] },
        { bits: 8, counts: ['shared'] },
        { bits: 16, counts: ['local'] },
      ],
      domain,
    );
    expect(costOf(layout).unpinKnows).toEqual(['weak', 'shared']);
    // Calls of unpin_user_pages and the word of struct page are the kernel's.
    expect(costOf(layout)).toMatchObject({ callSites: null, bytesPerPage: null, bytesPerGiB: null });
  });

  it('of bits of state that share the word is none: nobody counts them', () => {
    const layout = catalogueEntry('postgres-buffer')!.layout;
    expect(costOf(layout)).toMatchObject({ unpinKnows: [], callSites: null });
    expect(Object.keys(updates(layout))).toEqual(['pin']);
    expect(new Set(guardRecords(layout).map(({ of }) => of))).toEqual(new Set(['pin']));
    expect(exposureOf(layout).some(({ of }) => of === 'flags' || of === 'usage')).toBe(false);
    // What carries into such bits is a threat all the same.
    const freebsd = exposureOf(catalogueEntry('freebsd-page')!.layout);
    const blocked = freebsd.find(({ threat, of }) => threat === 'false-yes' && of === 'blocked');
    expect(blocked).toMatchObject({ references: 2 ** 30, verdict: 'stopped' });
  });

  it('in time is compare-and-swap wherever the guard is 0', () => {
    expect(updates(notation('4/4/24'))).toEqual({
      read: 'compare-and-swap',
      write: 'compare-and-swap',
      ordinary: 'add',
    });
    expect(updates(notation('4+2/4+2/20'))).toEqual({ read: 'add', write: 'add', ordinary: 'add' });
    expect(updates(notation('4/4/24+0'))['ordinary']).toBe('compare-and-swap');
    expect(updates(notation('bias 1024'))).toEqual({ word: 'add' });
    const loose = split([
      { bits: 4, counts: ['pin'], onLimit: 'wrap' },
      { bits: 28, counts: ['ordinary'], onLimit: 'carry' },
    ]);
    expect(updates(loose)).toEqual({ pin: 'compare-and-swap', ordinary: 'add' });
  });

  it('is the default protocol of the guard records', () => {
    for (const layout of ['4/4/24', '4+2/4+2/20', '4/4/24+0', 'side pin=32', '8/24'].map(notation)) {
      const defaults = guardRecords(layout).filter(({ isDefault }) => isDefault);
      for (const { of, update } of costOf(layout).updates) {
        const { protocol } = defaults.find((record) => record.of === of)!;
        expect(protocol === 'compare-and-swap').toBe(update === 'compare-and-swap');
      }
    }
  });

  it('of counters beside the word buys a limit that no measured attacker fills, and no neighbour', () => {
    const side = notation('side read=16 write=16');
    const carry = exposureOf(side).filter(({ threat }) => threat === 'carry');
    for (const { label } of carry) expect(label).toMatch(/out of its word$/);
    expect(guardRecords(side).find(({ of, protocol }) => of === 'read' && protocol === 'add-undo')!.tasks).toBe(
      2 ** 15,
    );
    const deny = exposureOf(notation('side pin=32')).find(({ threat, of }) => threat === 'deny' && of === 'read')!;
    expect(deny).toMatchObject({ references: 2 ** 31 - 1, verdict: 'stopped' });
  });
});
