import { describe, expect, it } from 'vitest';
import { planOf, told } from './helpers.ts';

const BUFFERS = `domains:
  - name: buffers
    kinds: [scan, pin, lock, flags]
    groups: { held: [pin, lock] }
    questions: { pinned: [pin], busy: [held] }
    state: [flags]
`;
const LAYOUT = `layouts:
  - name: own
    domain: buffers
    fields:
      - { bits: 8, counts: [held], warn: 2^4 }
      - { bits: 8, counts: [flags], on-limit: wrap }
      - { bits: 16, counts: [scan] }
`;

describe("kinds of one's own", () => {
  it('are those of the layouts and scenarios that name their domain', () => {
    const plan = planOf(`${BUFFERS}${LAYOUT}  - { name: a bias, domain: BUFFERS, bias: { held: 1024, flags: 2^20 } }
scenarios:
  - { trace: a.csv, domain: buffers }
  - name: model
    domain: buffers
    duration: 1s
    pages: [{ ordinary: { steady: 2 }, pins: [{ kind: [pin, lock], rate: 1/s, hold: 1s }] }]
`);
    const domain = {
      name: 'buffers',
      kinds: ['scan', 'pin', 'lock', 'flags'],
      groups: { held: 0b110 },
      questions: { pinned: 0b10, busy: 0b110 },
      state: 0b1000,
    };
    expect(plan.layouts).toMatchObject([
      { id: 'own', domain, fields: [{ counts: 0b110, warn: 16 }, { counts: 0b1000 }, { counts: 1 }] },
      { id: 'a bias', domain, terms: [{ counts: 0b110 }, { counts: 0b1000 }] },
    ]);
    expect(plan.scenarios).toMatchObject([{ domain }, { model: { domain } }]);
  });

  it('may be those of the catalogue', () => {
    const [layout] = planOf(`layouts:
  - name: 20 bits of readers
    domain: java-rwlock
    fields: [{ bits: 20, counts: [read-hold] }, { bits: 12, counts: [write-hold], on-limit: fail }]
`).layouts;
    expect(layout?.domain.kinds).toEqual(['write-hold', 'read-hold']);
  });

  it('a domain that nobody has is told where it is named, with the nearest', () => {
    expect(told(`${BUFFERS}${LAYOUT.replace('domain: buffers', 'domain: bufers')}`)).toEqual([
      expect.stringMatching(/^9:13 no domain is named "bufers"; there are .*buffers -> buffers$/),
    ]);
    expect(told(`layouts: [4/4/24]\nscenarios: [{ trace: a.csv, domain: buffers }]`)).toEqual([
      expect.stringMatching(/^2:37 no domain is named "buffers"; there are /),
    ]);
  });

  it('a question or group that names an unknown kind is told where it stands', () => {
    expect(
      told(BUFFERS.replace('[pin, lock] }', '[pin, lok] }').replace('pinned: [pin]', 'pinned: [scan, pni]') + LAYOUT),
    ).toEqual([
      '4:27 "lok" is no kind or group of "buffers"; there are scan, pin, lock, flags -> lock',
      '5:33 "pni" is no kind or group of "buffers"; there are scan, pin, lock, flags, held -> pin',
    ]);
  });

  it.each([
    ['kinds: [scan, pin, lock, flags]', 'kinds: [a, b, c, d, e, f, g, h, i]', /^3:12 9 kinds, a domain has at most 8$/],
    ['kinds: [scan, pin, lock, flags]', 'kinds: []', /^3:12 a domain has at least one kind$/],
    ['[scan, pin, lock, flags]', '[scan, pin, lock, flags, Pin]', /^3:37 the kind "Pin" is listed twice$/],
    ['groups: { held', 'groups: { lock', /the group "lock" has the name of a kind$/],
    ['pinned: [pin]', 'pinned: []', /^5:26 at least one kind is needed here$/],
    ['[scan, pin,', '["sc an", pin,', /"sc an" is no name of a kind: a letter, then/],
    ['state: [flags]', 'state: [scan]', /^6:12 "scan", the first kind, counts references; it cannot be state$/],
    ['name: buffers', 'name: java-rwlock', /^2:11 "java-rwlock" is a domain of the catalogue already$/],
    ['    kinds: [scan, pin, lock, flags]\n', '', /the key "kinds" is missing/],
    ['state: [flags]', 'sate: [flags]', /unknown key "sate" -> state$/],
  ])('%s as %s is told once', (was, is, message) => {
    const problems = told(BUFFERS.replace(was, is) + LAYOUT).filter((problem) => message.test(problem));
    expect(problems, told(BUFFERS.replace(was, is) + LAYOUT).join('\n')).toHaveLength(1);
  });

  it('two domains of one name are told, and a kind that is counted twice or nowhere', () => {
    expect(told(`${BUFFERS}  - { name: Buffers, kinds: [x] }\n${LAYOUT}`)).toEqual([
      expect.stringMatching(/^7:13 two domains are named "Buffers"/),
    ]);
    expect(told(BUFFERS + LAYOUT.replace('[flags]', '[flags, pin]'))).toEqual([
      expect.stringMatching(/^12:\d+ pin is counted twice/),
    ]);
    expect(told(BUFFERS + LAYOUT.replace('[held]', '[pin]'))).toEqual([
      expect.stringMatching(/lock is counted nowhere/),
    ]);
    expect(told(BUFFERS + LAYOUT.replace('[held]', '[hold]'))[0]).toMatch(
      /^11:\d+ "hold" is no kind or group; there are scan, pin, lock, flags, held -> held$/,
    );
  });

  it('a model pins what can be pinned: no unknown kind, not the first, no state, no group of several', () => {
    const model = (kind: string): string => `${BUFFERS}${LAYOUT}scenarios:
  - name: m
    domain: buffers
    duration: 1s
    pages: [{ pins: [{ kind: ${kind}, rate: 1/s, hold: 1s }] }]
`;
    for (const kind of ['scan', 'flags', 'held', 'read', '[pin, read]']) {
      expect(told(model(kind))).toEqual([
        expect.stringMatching(/^18:\d+ "\w+" is no kind or group of pins; there are pin, lock/),
      ]);
    }
    expect(planOf(model('[pin, lock]')).scenarios).toHaveLength(1);
  });
});
