import { describe, expect, it } from 'vitest';
import { knownMetricKeys, METRICS, metricOf, referencesOf } from '../../src/metrics/index.ts';
import { bias, notation } from './fixtures.ts';

describe('the records of metrics', () => {
  it('are those of results.schema.json, calls-refused, those of the red zone and those of attackers, each once', () => {
    expect(METRICS.map((metric) => metric.id).sort()).toEqual(
      [
        'limit',
        'limit-hard',
        'peak',
        'bits-left',
        'refused',
        'pages-at-limit',
        'saturated',
        'false-positive',
        'false-negative',
        'false-positive-time',
        'false-negative-time',
        'guard',
        'refused-exact',
        'calls-refused',
        ...['warn', 'red-zone', 'red-zone-time', 'red-zone-entries', 'exposure-warned', 'exposure-warned-time'],
        'false-positive-exact',
        ...['deny', 'false-yes', 'saturate', 'carry', 'sign', 'wrap', 'open'].map((threat) => `exposure-${threat}`),
      ].sort(),
    );
  });

  it.each(METRICS.map((metric) => [metric.id, metric] as const))('%s says in sentences what it is', (_id, metric) => {
    for (const text of [metric.definition, metric.howToRead, metric.source]) expect(text).toMatch(/\S.{15,}[.")]$/);
    expect(metric.label).not.toBe('');
    expect(metric.denominator === null).toBe(metric.unit !== 'share');
  });

  it('are found by id', () => {
    expect(metricOf('refused')?.label).toBe('Refused');
    expect(metricOf('refusal')).toBeUndefined();
    expect(metricOf('__proto__')).toBeUndefined();
  });
});

describe('the keys that a requirement may have', () => {
  it('are what the layouts have, sorted, each once', () => {
    const keys = knownMetricKeys([notation('4/4/24'), notation('8/24'), bias(1024)]);
    expect(keys).toContain('limit.ordinary');
    expect(keys).toContain('refused.pin');
    expect(keys).toContain('limit-hard.word');
    expect(keys).toContain('saturated.ordinary');
    expect(keys).toContain('false-negative-time.longterm');
    expect(keys).toContain('pages-at-limit.word');
    expect(keys).not.toContain('saturated.read');
    expect([...keys].sort()).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('of no layout are none', () => {
    expect(knownMetricKeys([])).toEqual([]);
  });
});

describe('references in words', () => {
  it.each([
    ['ordinary', 'ordinary references'],
    ['pin', 'pins'],
    ['read', 'read pins'],
    ['write', 'write pins'],
    ['short', 'short-term pins'],
    ['long', 'long-term pins'],
    ['read-long', 'long-term read pins'],
    ['write-short', 'short-term write pins'],
    ['strong', 'strong references'],
    ['read-only', 'read-only references'],
  ])('%s is called %s', (name, words) => {
    expect(referencesOf(name)).toBe(words);
  });
});
