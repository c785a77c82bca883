import { limitOf } from '../limits.ts';
import { biasOf, domainOf, splitOf } from './build.ts';
import { fieldNamed, fieldValue, machineOf, withValue } from './machine.ts';
import type { CatalogueEntry, Step } from './types.ts';

const linuxPage = biasOf({ id: 'linux-page', bias: 1024 });

const hildenbrand = splitOf({
  id: 'hildenbrand-2021',
  fields: [
    { bits: 4, counts: ['read'] },
    { bits: 4, counts: ['write'] },
    { bits: 24, counts: ['ordinary'] },
  ],
});

const hubbard = biasOf({
  id: 'hubbard-2021',
  bias: [
    { name: 'long', bias: 2 ** 23 },
    { name: 'short', bias: 2 ** 27 },
  ],
});

const freebsdPage = splitOf({
  id: 'freebsd-page',
  domain: domainOf('freebsd-page', ['wired'], ['object', 'blocked'], { wired: ['wired'], blocked: ['blocked'] }),
  fields: [
    { name: 'object', bits: 1, counts: ['object'], onLimit: 'fail' },
    { name: 'blocked', bits: 1, counts: ['blocked'], onLimit: 'fail' },
    { name: 'wired', bits: 30, counts: ['wired'], onLimit: 'carry' },
  ],
});

const xnuPage = splitOf({
  id: 'xnu-wire-count',
  domain: domainOf('xnu-page', ['wired'], ['queue', 'special', 'flags'], { wired: ['wired'] }),
  fields: [
    { name: 'flags', bits: 10, counts: ['flags'], onLimit: 'wrap' },
    { name: 'special', bits: 2, counts: ['special'], onLimit: 'wrap' },
    { name: 'queue', bits: 4, counts: ['queue'], onLimit: 'wrap' },
    { name: 'wired', bits: 16, counts: ['wired'], onLimit: 'wrap' },
  ],
});

/** OBJREF and one wiring are held, or let go of, apart: the object's reference is a bit, not a count. */
function freebsdObject(word: bigint, isHeld: boolean): Step {
  const object = fieldNamed(freebsdPage, 'object');
  const was = fieldValue(object, word) === 1n;
  const after = withValue(object, word, isHeld ? 1n : 0n);
  if (isHeld)
    return was ? { word, outcome: 'refused', says: 'already has a reference' } : { word: after, outcome: 'taken' };
  return { word: after, outcome: after === 0n ? 'freed' : 'dropped' };
}

const freebsdWire = machineOf(freebsdPage, 0n);
const xnuWire = machineOf(xnuPage, 0n);

/** Counters of pages: the kernels' own, and the two proposals of January 2021. */
export const PAGES: readonly CatalogueEntry[] = [
  {
    id: 'linux-page',
    name: 'page->_refcount of a small folio, Linux today',
    layout: linuxPage,
    atLimit: 'a pin fails while the count, signed, is 0 or less; an ordinary get never fails',
    quirk:
      '1,024 gets read as a pin; the question is asked unsigned, so that it is answered yes beyond the sign bit too, where pins are refused.',
    source: 'include/linux/mm.h and mm/gup.c, docs/kernel-facts.md 1.1 to 1.3',
    machine: machineOf(linuxPage),
  },
  {
    id: 'hildenbrand-2021',
    name: 'the partition of 15 January 2021',
    layout: hildenbrand,
    atLimit: 'the 16th pin of either kind fails with -EAGAIN; ordinary saturates and gives up 2 bits for it',
    quirk:
      'The fields cannot carry into each other: a refused pin leaves the word as it was, and so does saturation its neighbours.',
    source: 'David Hildenbrand, <cba836c6-4054-c966-8254-a11915351b6b@nvidia.com>, docs/kernel-facts.md 0',
    machine: machineOf(hildenbrand),
  },
  {
    id: 'hubbard-2021',
    name: 'the two biases of 10 January 2021',
    layout: hubbard,
    atLimit: 'nothing: the 16th pin carries into the next term, the 16th of the upper term sets the sign',
    quirk: 'Biases, not fields: 16 long-term pins read as one short-term pin and none long-term.',
    source: 'John Hubbard, <45806a5a-65c2-67ce-fc92-dc8c2144d766@nvidia.com>, docs/kernel-facts.md 0',
    machine: machineOf(hubbard),
  },
  {
    id: 'freebsd-page',
    name: 'vm_page.ref_count, FreeBSD',
    layout: freebsdPage,
    atLimit: 'an assertion in debugging kernels; else the wirings carry into BLOCKED',
    quirk:
      "The object's reference is one bit, not a count, and nothing is wired through a mapping while BLOCKED is set.",
    source: 'sys/vm/vm_page.h and vm_page.c (0012f373), docs/kernel-facts.md 4, row 24',
    machine: {
      start: 0n,
      acquire(word, kind = 'wired') {
        if (kind === 'object') return freebsdObject(word, true);
        if (fieldValue(fieldNamed(freebsdPage, 'blocked'), word) === 1n) return { word, outcome: 'refused' };
        return freebsdWire.acquire(word, kind);
      },
      release: (word, kind = 'wired') =>
        kind === 'object' ? freebsdObject(word, false) : freebsdWire.release(word, kind),
    },
  },
  {
    id: 'xnu-wire-count',
    name: 'vm_page.vmp_wire_count, XNU',
    layout: xnuPage,
    atLimit: 'panic, after the increment has wrapped to 0',
    quirk: 'The 16 bits are a C bit-field: they wrap inside themselves, and the queue state beside them stays.',
    source: 'osfmk/vm/vm_page.h:259 and vm_resident.c:5245, docs/kernel-facts.md 4, row 26',
    machine: {
      start: 0n,
      acquire(word, kind = 'wired') {
        const step = xnuWire.acquire(word, kind);
        const isOver = fieldValue(fieldNamed(xnuPage, 'wired'), step.word) === 0n;
        return kind === 'wired' && isOver ? { ...step, outcome: 'panic', says: 'wire_count overflow' } : step;
      },
      release(word, kind = 'wired') {
        // The page goes back to a queue at 0; the word is not 0 then.
        const step = xnuWire.release(word, kind);
        const isLast = fieldValue(fieldNamed(xnuPage, 'wired'), step.word) === 0n;
        return { ...step, outcome: isLast ? 'freed' : 'dropped' };
      },
    },
  },
];

/** Wirings that FreeBSD's field holds before they carry into BLOCKED. */
export const FREEBSD_MOST_WIRINGS = limitOf(fieldNamed(freebsdPage, 'wired'));
