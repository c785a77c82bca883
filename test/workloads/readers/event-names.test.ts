import { describe, expect, it } from 'vitest';
import { NamedEvents, unmatchedNames } from '../../../src/workloads/readers/event-names.ts';
import { decodeText, eventsOf } from './kernel.ts';

const FIELDS = '(a <- b) folio=0xffffea0000335580 refs=1 flags=0x80001';

describe('events of other names', () => {
  it.each([
    ['grab*', 'grab', true],
    ['grab*', 'grab_fast', true],
    ['grab*', 'my_grab', false],
    ['*grab', 'my_grab', true],
    ['gr?b', 'grab', true],
    ['gr?b', 'grb', false],
    ['grab', 'grab_fast', false],
    ['*', 'anything', true],
  ])('%s of %s: %s', (glob, event, isMatch) => {
    expect(new NamedEvents({ pin: [glob] }).roleOf(event)).toBe(isMatch ? 'pin' : undefined);
    expect(new NamedEvents({ unpin: ['x', glob] }).roleOf(event)).toBe(isMatch ? 'unpin' : undefined);
  });

  it('an event that is named as both takes pins', () => {
    expect(new NamedEvents({ pin: ['*'], unpin: ['put'] }).roleOf('put')).toBe('pin');
  });

  it('take the place of those that bitpart knows, in each role that is named', () => {
    const events = ['grab', 'mine', 'put', 'drop'];
    const text = events.map((event, i) => ` dd-1 [000] ..... ${5 + i}.0: ${event}: ${FIELDS} ret=0 rc=1026\n`).join('');
    const read = (names: object) => {
      const out = decodeText('kprobe', text, 0, { names });
      return {
        read: eventsOf(out).map(({ what, line }) => `${events[line]} ${what}`),
        other: out.other,
        names: out.names,
      };
    };
    expect(read({ pin: ['mine'] })).toEqual({
      read: ['mine pin 3, after', 'put unpin, before'],
      other: 2,
      names: ['grab', 'mine', 'drop'],
    });
    expect(read({ unpin: ['drop'] })).toEqual({
      read: ['grab pin 3, after', 'drop unpin, before'],
      other: 2,
      names: ['mine', 'put', 'drop'],
    });
  });

  it('say what is missing, what there is, and what was probably meant', () => {
    expect(unmatchedNames({ pin: ['grab*'], unpin: ['put'] }, ['grab', 'put'])).toBeUndefined();
    expect(unmatchedNames({ pin: ['grab'], unpin: ['puts'] }, ['put', 'grab'])).toBe(
      'no event is named "puts" (events: unpin), did you mean put? Its events: grab, put',
    );
    expect(unmatchedNames({ pin: ['x*'] }, [])).toBe(
      'no event is named "x*" (events: pin). Its events: none that can be read',
    );
  });

  it('are remembered up to a number, however many names a file makes up', () => {
    const line = (i: number) => ` dd-1 [000] ..... 5.0: made_up_${i}: a=1\n`;
    const out = decodeText('kprobe', Array.from({ length: 3000 }, (_, i) => line(i)).join(''));
    expect(out.other).toBe(3000);
    expect(out.names.length).toBeLessThan(1000);
  });
});
