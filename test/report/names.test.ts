import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelsOf, plain, plainSentence, quoted, shorten, shown } from '../../src/report/names.ts';
import { HOSTILE } from './hostile.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  // Lone surrogates, which no other arbitrary makes.
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes)),
);

describe('a plain name', () => {
  it('has no controls, no marks that reorder text and no lone surrogates', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for.
        expect(plain(text)).not.toMatch(/[\p{Cs}\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('leaves ordinary names as they are', () => {
    for (const name of ['4/4/24', 'shared libc page', 'one bias 2^23', 'مرحبا', '</script>', '日本']) {
      expect(plain(name)).toBe(name);
    }
  });

  it('cannot clear a terminal', () => {
    expect(plain('\u001b[2Jx')).toBe('\ufffd[2Jx');
  });
});

describe('a plain sentence', () => {
  it('keeps quoted names isolated, and is plain around them', () => {
    fc.assert(
      fc.property(anyText, anyText, (name, around) => {
        const said = plainSentence(`${around.replaceAll('\u2068', '')} ${quoted(name)}: ${around}`);
        expect(said).toContain(`${quoted(name)}: `);
        expect(plain(said.replaceAll(/\u2068([^\u2066-\u2069]*)\u2069/g, '$1'))).toBe(
          said.replaceAll(/\u2068([^\u2066-\u2069]*)\u2069/g, '$1'),
        );
      }),
    );
  });

  it('has no isolate that is not closed, nested or empty of what it closes', () => {
    expect(plainSentence('\u2068a\u2068b\u2069\u2069 \u2068c \u2067d\u2069')).toBe(
      '\ufffda\u2068b\u2069\ufffd \ufffdc \ufffdd\ufffd',
    );
  });
});

describe('a shortened name', () => {
  it('has at most so many characters, and is the name where that is enough', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (text, length) => {
        const short = shorten(text, length);
        expect([...short].length).toBeLessThanOrEqual(length);
        if ([...text].length <= length) expect(short).toBe(text);
        else expect(short.endsWith('…')).toBe(true);
      }),
    );
  });

  it('does not cut a character in two', () => {
    expect(shorten('😀😀😀😀', 3)).toBe('😀😀…');
  });

  it('is never blank when shown', () => {
    expect(shown('  ', 9)).toBe('(no name)');
    expect(quoted('')).toBe('\u2068(no name)\u2069');
  });
});

describe('labels', () => {
  it('are as many as there are ids, all different, none a key of every object', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(anyText, fc.constantFrom(...HOSTILE)), { maxLength: 30 }), (ids) => {
        const labels = [...labelsOf(ids, 8).values()];
        expect(labels.length).toBe(ids.length);
        expect(new Set(labels).size).toBe(ids.length);
        for (const label of labels) expect(label in Object.prototype).toBe(false);
      }),
    );
  });

  it('number those that are equal once cut', () => {
    expect([...labelsOf(['abcdefghij', 'abcdefgxyz', 'short'], 8).values()]).toEqual(['abcdefg…', 'abcde…·2', 'short']);
  });
});
