import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildBias, buildSplit, layoutToYaml, yamlText } from '../../src/layouts/index.ts';
import { layout } from './arbitrary.ts';

describe('a layout as YAML', () => {
  it('is its notation where that is its id', () => {
    expect(layoutToYaml(layout('4/4/24'))).toBe('  - 4/4/24');
    expect(layoutToYaml(layout('4/4/22+2'), '')).toBe('- 4/4/22+2');
    expect(layoutToYaml(layout('bias 1024'))).toBe('  - { bias: 1024 }');
    expect(layoutToYaml(layout('bias long=2^23 short=2^27 word 64'))).toBe(
      '  - { bias: { long: 2^23, short: 2^27 }, word: 64 }',
    );
  });

  it('has a name where the id is one', () => {
    const linux = buildBias({ id: 'linux today', bias: 1024 });
    expect(linux.ok && layoutToYaml(linux.layout)).toBe('  - { name: linux today, bias: 1024 }');
    const fields = [
      { name: 'read', bits: 4, counts: ['read'] },
      { name: 'write', bits: 6, counts: ['write'] },
      { name: 'ordinary', bits: 22, counts: ['ordinary'], reserve: 12 },
    ];
    const red = buildSplit({ id: 'red zone', fields });
    expect(red.ok && layoutToYaml(red.layout)).toBe(
      [
        '  - name: red zone',
        '    fields:',
        '      - { name: read, bits: 4, counts: [read], on-limit: fail }',
        '      - { name: write, bits: 6, counts: [write], on-limit: fail }',
        '      - { name: ordinary, bits: 22, counts: [ordinary], on-limit: saturate, reserve: 12 }',
      ].join('\n'),
    );
  });
});

describe('a text as YAML', () => {
  it('is bare where nothing can be misread', () => {
    for (const text of ['linux today', '4/4/24', 'a-b_c', 'v1.2']) expect(yamlText(text)).toBe(text);
  });

  it.each([
    '',
    ' x',
    'x ',
    'no',
    'NULL',
    'true',
    '1',
    '1.5',
    '0x10',
    '-',
    'a: b',
    'a #b',
    '{x}',
    '[x]',
    '*a',
    '&a',
    '!t',
    "it's",
    '"q"',
    'a\nb',
    '<script>',
    '__proto__',
    '~',
    '.nan',
    '\ud800',
    '\u2028',
    '\u0085',
    '\ufeff',
  ])('%j comes back as it was', (text) => {
    expect(parse(`- { k: ${yamlText(text)} }`)).toEqual([{ k: text }]);
  });

  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z0-9.+/ -]*$/)),
        (text) => {
          expect(parse(`- { k: ${yamlText(text)} }`)).toEqual([{ k: text }]);
          expect(parse(`k: ${yamlText(text)}`)).toEqual({ k: text });
        },
      ),
    );
  });
});
