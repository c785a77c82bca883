import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Domain, designSpace, type Layout } from '../../../src/layouts/index.ts';
import {
  EXPOSURE_METRICS,
  type ExposureRecord,
  exposureGaps,
  exposureOf,
  exposureRows,
  LOCAL_USER,
  MEASURED_MOVES,
  MOVES,
  openThreats,
  openTo,
  RDMA_USER,
  SERVER_USER,
  surveyExposure,
} from '../../../src/metrics/exposure/index.ts';
import { anyLayout } from '../../layouts/arbitrary.ts';
import { DEFAULTS, notation, redZone, split } from './layouts.ts';

function record(layout: Layout | string, key: string, attacker = LOCAL_USER): ExposureRecord {
  const one = typeof layout === 'string' ? notation(layout) : layout;
  const found = exposureOf(one, attacker).find(({ threat, of }) => `${threat}.${of}` === key);
  if (!found) throw new Error(`${one.id} has no ${key}`);
  return found;
}

const moves = ({ plan }: ExposureRecord) => plan.map(({ move, references }) => [move, references]);

describe('the measured attacks', () => {
  it('reach the sign bit of bias 1024 with 2,097,152 pins of a read-only libc page, no memlock, about 10 s', () => {
    const sign = record('bias 1024', 'sign.word');
    expect(sign).toMatchObject({ references: 2_097_152, verdict: 'open', charged: 0, seconds: 10 });
    expect(moves(sign)).toEqual([['direct-write', 2_097_152]]);
    expect(sign.plan[0]).toMatchObject({ charge: 'nothing', evidence: 'measured', tasks: 9001 });
    expect(sign.pages).toContain('read-only-file');
    expect(record('bias 1024', 'deny.write').references).toBe(2_097_152);
  });

  it('deny a 4-bit read field on a libc page with 15 read pins, for 0 bytes of memlock', () => {
    const deny = record('4/4/24', 'deny.read');
    expect(deny).toMatchObject({ references: 15, verdict: 'open', charged: 0 });
    expect(moves(deny)).toEqual([['direct-write', 15]]);
    expect(deny.pages).toEqual(['shared-writable', 'read-only-file']);
  });

  it('deny a write field only on a page that may be written', () => {
    const deny = record('4/4/24', 'deny.write');
    expect(deny).toMatchObject({ references: 15, verdict: 'open', pages: ['shared-writable'] });
    expect(moves(deny)).toEqual([['direct-read', 15]]);
  });

  it('are stopped by RLIMIT_MEMLOCK at 2,048 where only io_uring is left, and not where RDMA is', () => {
    const wide = split({
      fields: [
        { bits: 12, counts: ['write'] },
        { bits: 2, counts: ['read'] },
        { bits: 18, counts: ['ordinary'] },
      ],
      id: 'wide',
    });
    const charged = MOVES.filter(({ id }) => id === 'uring-buffers' || id === 'rdma-regions');
    const deny = (attacker: typeof LOCAL_USER) =>
      exposureOf(wide, attacker, { moves: charged }).find(({ threat, of }) => threat === 'deny' && of === 'write')!;
    expect(deny(LOCAL_USER)).toMatchObject({
      references: 4095,
      verdict: 'stopped',
      stoppedBy: { limits: ['memlock'], allows: 2048, text: 'RLIMIT_MEMLOCK: 2,048 of 4,095 references' },
    });
    expect(deny(RDMA_USER)).toMatchObject({ verdict: 'open', references: 4095 });
    expect(moves(deny(RDMA_USER))).toEqual([['rdma-regions', 4095]]);
    expect(deny(RDMA_USER).plan[0]!.tasks).toBe(2);
  });
});

describe('registrations that only read', () => {
  it('reach a file that may only be read, for long: regions of RDMA, with no other device', () => {
    const long = split({
      id: 'long',
      fields: [
        { bits: 8, counts: ['long'] },
        { bits: 4, counts: ['short'] },
        { bits: 20, counts: ['ordinary'] },
      ],
    });
    const regions = MOVES.filter(({ needs }) => needs.includes('rdma device'));
    const deny = exposureOf(long, RDMA_USER, { moves: regions }).find(
      ({ threat, of }) => threat === 'deny' && of === 'read',
    )!;
    expect(deny).toMatchObject({ verdict: 'open', references: 255 });
    expect(deny.pages).toContain('read-only-file');
    expect(moves(deny)).toEqual([['rdma-read-regions', 255]]);
  });
});

describe('what a layout opposes', () => {
  it('a merged field is filled, and made to look written, by read pins', () => {
    expect(moves(record('8/24', 'deny.write'))).toEqual([['direct-write', 255]]);
    expect(record('8/24', 'deny.write').pages).toContain('read-only-file');
    expect(record('8/24', 'false-yes.written')).toMatchObject({ references: 1, verdict: 'open' });
    expect(record('8/24', 'false-yes.written').safe).toMatch(/field of its own/);
  });

  it('fields of their own cannot be made to look like anything', () => {
    for (const of of ['pinned', 'written']) {
      expect(record('4/4/24', `false-yes.${of}`)).toMatchObject({ references: null, verdict: 'impossible', plan: [] });
    }
  });

  it("a bias is made to look pinned with as many ordinary references, of a parent's page too", () => {
    const pinned = record('bias 1024', 'false-yes.pinned');
    expect(pinned).toMatchObject({
      references: 1024,
      verdict: 'open',
      pages: ['shared-writable', 'read-only-file', 'cow-shared'],
    });
    expect(moves(pinned)).toEqual([['vmsplice', 1024]]);
    expect(record('bias 2^23', 'false-yes.pinned').references).toBe(2 ** 23);
  });

  it('two biases: the 16th pin carries into the next, and the 16th of the larger into the sign', () => {
    const two = 'bias long=2^23 short=2^27';
    expect(record(two, 'carry.long').references).toBe(16);
    expect(record(two, 'carry.short').references).toBe(16);
    expect(record(two, 'sign.word').references).toBe(16);
    expect(record(two, 'deny.write')).toMatchObject({ references: 16, verdict: 'open' });
    // Only read-short and write-short weigh so much: a long-term pin would not do it with 16.
    expect(moves(record(two, 'sign.word'))).toEqual([['direct-write', 16]]);
  });

  it('the way that is open counts, where the shortest is not', () => {
    // `long` counts read-long too, of which this attacker has none; `short` does the same with what he has.
    const written = record('bias long=2^23 short=2^27', 'false-yes.written');
    expect(written).toMatchObject({ references: 1, verdict: 'open' });
    expect(moves(written)).toEqual([['direct-write', 1]]);
  });

  it('a saturating field leaks from its limit on, by mappings where there are not files enough', () => {
    expect(record('4/4/24', 'saturate.ordinary').references).toBe(4_194_304);
    expect(moves(record('4/4/24', 'saturate.ordinary'))).toEqual([['mappings', 4_194_304]]);
    expect(moves(record(redZone, 'saturate.ordinary'))).toEqual([['vmsplice', 1024]]);
  });

  it('a red zone is passed only by more tasks than the guard stands', () => {
    expect(record('4/4/24', 'carry.ordinary')).toMatchObject({
      references: 4_194_303,
      tasks: 4_194_304,
      verdict: 'stopped',
      stoppedBy: { limits: ['nproc'], allows: 16_384 },
    });
    // 256 GiB allow a user 1,048,576 tasks, but no more pids than kernel.pid_max.
    expect(record(redZone, 'carry.ordinary').tasks).toBe(2 ** 20);
    expect(record(redZone, 'carry.ordinary', SERVER_USER)).toMatchObject({
      verdict: 'stopped',
      stoppedBy: { limits: ['pids'], allows: 65_535, text: 'kernel.pid_max: 65,535 of 1,048,576 tasks' },
    });
    expect(record('4/4/16+8', 'carry.ordinary')).toMatchObject({ references: 65_535, verdict: 'stopped' });
    const thin = record('8/11/11+2', 'carry.ordinary');
    expect(thin).toMatchObject({ references: 2047, tasks: 2048, verdict: 'open' });
    expect(thin.safe).toMatch(/^6 reserved bits stand the 16,384 tasks/);
  });

  it('a field without a red zone is updated by compare-and-swap, which never carries', () => {
    expect(record('4/4/24', 'carry.write')).toMatchObject({ references: null, verdict: 'impossible' });
    expect(record('4/4/24', 'carry.write').how).toMatch(/one task would carry at 15/);
  });

  it('a split has no sign, and says what code sees that reads one', () => {
    expect(record('4/4/24', 'sign.word')).toMatchObject({ references: null, verdict: 'impossible' });
    expect(record('4/4/24', 'sign.word').how).toMatch(/negative from 8 references in read on/);
  });

  it('a field that carries is filled from below, and one that wraps forgets', () => {
    const carries = split({
      id: 'carries',
      fields: [
        { bits: 4, counts: ['pin'] },
        { bits: 28, counts: ['ordinary'], onLimit: 'carry' },
      ],
    });
    expect(record(carries, 'false-yes.pinned').references).toBe(2 ** 28);
    expect(record(carries, 'carry.ordinary').references).toBe(2 ** 28);
    expect(record(carries, 'deny.read').references).toBe(15);
    const wraps = split({
      id: 'wraps',
      fields: [
        { bits: 4, counts: ['pin'], onLimit: 'wrap' },
        { bits: 28, counts: ['ordinary'] },
      ],
    });
    expect(record(wraps, 'wrap.pin')).toMatchObject({ references: 16, verdict: 'open' });
    expect(record(wraps, 'deny.read')).toMatchObject({ references: null, verdict: 'impossible' });
  });

  it('a pin field that saturates looks pinned for ever', () => {
    const sticks = split({
      id: 'sticks',
      fields: [
        { bits: 6, counts: ['pin'], onLimit: 'saturate', reserve: 2 },
        { bits: 26, counts: ['ordinary'] },
      ],
    });
    expect(record(sticks, 'false-yes.pinned')).toMatchObject({ references: 16, verdict: 'open' });
  });

  it('wrapping the word of a bias takes pins up to the sign, then gets', () => {
    const wrap = record('bias 1024', 'wrap.word');
    expect(wrap).toMatchObject({ references: 2 ** 21 + 2 ** 31, verdict: 'stopped' });
    expect(wrap.plan[0]).toMatchObject({ move: 'direct-write', references: 2 ** 21 });
    expect(wrap.stoppedBy!.limits).toContain('memory');
    // A negative count refuses the gets of vmsplice and zero-copy too (try_grab_folio): only page tables are left.
    expect(wrap.plan.slice(1).map(({ move }) => move)).toEqual(['mappings']);
    expect(wrap.how).toContain('references of page tables, which nothing refuses');
    // With memory enough, the machine is lost.
    const huge = { ...SERVER_USER.limits['memory']!, value: 2 ** 50 };
    const rich = {
      ...SERVER_USER,
      id: 'rich',
      limits: { ...SERVER_USER.limits, memory: huge, nproc: { ...huge, unit: 'count' as const, value: 2 ** 22 } },
    };
    expect(record('bias 1024', 'wrap.word', rich).verdict).toBe('open');
  });

  it('of a domain of its own is what its kinds and questions say; no move is known there', () => {
    const domain: Domain = { kinds: ['shared', 'exclusive'], groups: {}, questions: { locked: 2 } };
    const lock = split({
      id: 'lock',
      domain,
      fields: [
        { bits: 1, counts: ['exclusive'] },
        { bits: 31, counts: ['shared'], onLimit: 'carry' },
      ],
    });
    expect(record(lock, 'deny.exclusive')).toMatchObject({ references: 1, verdict: 'stopped' });
    expect(record(lock, 'deny.exclusive').stoppedBy!.text).toMatch(/no known move/);
    expect(record(lock, 'false-yes.locked').references).toBe(2 ** 31);
  });
});

describe('what would make it safe', () => {
  it('is a limit, a bias or a reserve that this attacker does not pass', () => {
    for (const layout of DEFAULTS) {
      for (const { verdict, safe } of exposureOf(layout)) {
        if (verdict === 'open') expect(safe).toMatch(/^[A-Z].*\.$/);
        else expect(safe).toBe('');
      }
    }
  });

  it('is true: a limit of so many bits is not filled', () => {
    const bits = Number(/\((\d+) bits\)/.exec(record('4/4/24', 'deny.read').safe)![1]);
    expect(bits).toBe(27);
    expect(record(`${bits}/4/${60 - bits}`, 'deny.read').verdict).toBe('stopped');
    expect(record(`${bits - 1}/4/${61 - bits}`, 'deny.read').verdict).toBe('open');
  });

  it('is true: a bias of that size is not passed', () => {
    const above = Number(/above ([\d,]+)/.exec(record('bias 1024', 'false-yes.pinned').safe)![1]!.replaceAll(',', ''));
    expect(record(`bias ${above + 1}`, 'false-yes.pinned').verdict).toBe('stopped');
    expect(record(`bias ${above}`, 'false-yes.pinned').verdict).toBe('open');
    const most = Number(/at most ([\d,]+)/.exec(record('bias 1024', 'sign.word').safe)![1]!.replaceAll(',', ''));
    expect(record(`bias ${most}`, 'sign.word').verdict).toBe('stopped');
    expect(record('bias 1024 word 64', 'sign.word').verdict).toBe('stopped');
  });
});

describe('records', () => {
  it('are one for each threat, whatever the layout, and say how', () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        const records = exposureOf(layout);
        const keys = records.map(({ threat, of }) => `${threat}.${of}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { references, verdict, how, label, plan, stoppedBy, pages } of records) {
          expect(how).toMatch(/\.$/);
          expect(label).not.toBe('');
          expect(references === null).toBe(verdict === 'impossible');
          expect(stoppedBy !== undefined).toBe(verdict === 'stopped');
          if (verdict === 'open') {
            expect(plan.length).toBeGreaterThan(0);
            expect(pages.length).toBeGreaterThan(0);
          }
        }
        expect(openTo(layout)).toEqual(records.flatMap(({ verdict }, i) => (verdict === 'open' ? [keys[i]] : [])));
      }),
      { numRuns: 300 },
    );
  });

  it('come to as many references as are needed, where the attacker can', () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        for (const { verdict, plan, references } of exposureOf(layout)) {
          if (verdict !== 'open') continue;
          const sum = plan.reduce((total, step) => total + step.references, 0);
          expect(sum).toBeGreaterThanOrEqual(Number(references));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are rows, and gaps with the reason', () => {
    const layout = notation('4/4/24');
    const records = exposureOf(layout);
    const rows = exposureRows(layout, records);
    expect(rows.find(({ metric, of }) => metric === 'exposure-deny' && of === 'read')).toEqual({
      layout: '4/4/24',
      scenario: null,
      class: 'small',
      metric: 'exposure-deny',
      of: 'read',
      value: 15,
      numerator: null,
      denominator: null,
      low: 15,
      high: 15,
      method: 'static',
    });
    expect(rows.find(({ metric }) => metric === 'exposure-open')!.value).toBe(openThreats(records));
    const gaps = exposureGaps(records);
    expect(rows.length + gaps.length).toBe(records.length + 1);
    expect(gaps.find(({ metric }) => metric === 'exposure-sign')!.reason).toMatch(/^The word has no sign/);
  });

  it('are what the metrics compute', () => {
    for (const layout of DEFAULTS) {
      const rows = exposureRows(layout, exposureOf(layout)).map(({ metric, of, value }) => [metric, of, value]);
      const computed = EXPOSURE_METRICS.flatMap((metric) =>
        metric.compute(layout).map(({ of, value }) => [metric.id, of, value]),
      );
      expect(computed.sort()).toEqual(rows.sort());
      for (const metric of EXPOSURE_METRICS) {
        const ofs = metric.ofs(layout);
        for (const { of } of metric.compute(layout)) expect(ofs).toContain(of);
        for (const text of [metric.definition, metric.howToRead, metric.source]) expect(text).toMatch(/\S.{15,}[.")]$/);
      }
    }
  });
});

describe('the whole design space', () => {
  it('has no layout of 32 bits that survives an unprivileged local user', () => {
    const survey = surveyExposure(designSpace(32));
    expect(survey).toMatchObject({ layouts: 2210, survivors: [] });
    const ruledOut = Object.fromEntries(survey.families.map(({ family, ruledOutBy }) => [family, ruledOutBy]));
    expect(ruledOut['split pin / ordinary']).toEqual(['false-yes.written']);
    expect(ruledOut['bias']).toEqual(['false-yes.written']);
    expect(ruledOut['split read / write / ordinary']!.length).toBeGreaterThan(1);
  });

  it('has a few of 64 bits that survive what was measured, and none that survives what is computed', () => {
    expect(surveyExposure(designSpace(64)).survivors).toEqual([]);
    const { survivors } = surveyExposure(designSpace(64), LOCAL_USER, { moves: MEASURED_MOVES });
    expect(survivors).toContain('22/22/19+1');
    expect(survivors.length).toBeLessThan(10);
  });

  it('leaves each family a smallest set of threats that rules it out', () => {
    const layouts = ['4/4/24', '8/24', 'bias 1024'].map(notation);
    for (const { ruledOutBy, open, layouts: count } of surveyExposure(layouts).families) {
      expect(count).toBe(1);
      expect(ruledOutBy).toHaveLength(1);
      expect(open.map(({ threat }) => threat)).toContain(ruledOutBy[0]);
    }
  });
});
