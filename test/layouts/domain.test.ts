import { describe, expect, it } from 'vitest';
import {
  ACQUIRED,
  ACQUIRED_NAMES,
  acquiredClassOf,
  kindNames,
  kindSetOf,
  LONG,
  nameOfKindSet,
  ORDINARY,
  PAGE_REFERENCES,
  PIN,
  READ,
  SHORT,
  WRITE,
} from '../../src/layouts/index.ts';

describe('the default domain', () => {
  it('has one ordinary kind and four pins, which read and write, and short and long, share out', () => {
    expect(PAGE_REFERENCES.kinds[0]).toBe('ordinary');
    expect(PAGE_REFERENCES.kinds.length).toBeLessThanOrEqual(8);
    expect([READ | WRITE, SHORT | LONG]).toEqual([PIN, PIN]);
    expect([READ & WRITE, SHORT & LONG, PIN & ORDINARY]).toEqual([0, 0, 0]);
  });

  it('knows every kind and group by its name, and no other word', () => {
    for (const name of kindNames(PAGE_REFERENCES))
      expect(nameOfKindSet(PAGE_REFERENCES, kindSetOf(PAGE_REFERENCES, name)!)).toBe(name);
    for (const name of ['', 'READ', 'toString', '__proto__']) expect(kindSetOf(PAGE_REFERENCES, name)).toBeUndefined();
  });

  it('names a set without a name of its own by its kinds', () => {
    expect(nameOfKindSet(PAGE_REFERENCES, ORDINARY | READ)).toBe('ordinary+read-short+read-long');
  });

  it('takes a pin of unknown term for a short one', () => {
    const pairs = kindNames(PAGE_REFERENCES).map((name) => [name, ACQUIRED_NAMES[acquiredClassOf(name)!]]);
    expect(Object.fromEntries(pairs)).toEqual({
      ordinary: 'ordinary',
      'read-short': 'read-short',
      'read-long': 'read-long',
      'write-short': 'write-short',
      'write-long': 'write-long',
      read: 'read-short',
      write: 'write-short',
      short: 'short',
      long: 'long',
      pin: 'short',
    });
    expect(acquiredClassOf('written')).toBeUndefined();
  });

  it('has the kinds that each class may be, under its name', () => {
    expect(ACQUIRED.map((set) => nameOfKindSet(PAGE_REFERENCES, set))).toEqual(ACQUIRED_NAMES);
  });
});
