import { PROBE_BIO, PROBE_END, PROBE_FOLIO, PROBE_LIST, PROBE_PLAIN_LIST } from '../../../../src/events/raw.ts';
import { hashOf } from './bytes.ts';

/** What an event does, by its name. */
export const GRAB = 1;
export const PUT = 2;
export const SHOWS = 3;
export const PAGE_REF = 4;
/** And PROBE + one of PROBE_…: a probe that tells which way drops go. */
export const PROBE = 8;
/** An event that is passed over. */
export const OTHER = 15;
/** Beside the role: fields behind pf are needed. */
export const WHOLE = 16;
export const ROLE = WHOLE - 1;

/** The events that bitpart knows, by the hash of their names. */
export const EVENTS: ReadonlyMap<number, number> = new Map<number, number>(
  [
    ['grab', GRAB | WHOLE] as const,
    ['grab_fast', GRAB] as const,
    ['put', PUT] as const,
    ['pipe_put', SHOWS] as const,
    ['pipe_get', SHOWS] as const,
    ['brp', PROBE + PROBE_BIO] as const,
    ['bchk', PROBE + PROBE_BIO] as const,
    ['updl', PROBE + PROBE_LIST] as const,
    ['uprd', PROBE + PROBE_LIST] as const,
    ['upages', PROBE + PROBE_PLAIN_LIST] as const,
    ...['ufolio', 'upage', 'unfolio'].map((name) => [name, PROBE + PROBE_FOLIO] as const),
    ['bset', PROBE + PROBE_END] as const,
    ...['set', 'mod', 'unfreeze', 'mod_and_test', 'mod_and_return', 'mod_unless', 'freeze'].map(
      (name) => [`page_ref_${name}`, PAGE_REF] as const,
    ),
  ].map(([name, role]) => [hashOf(name), role]),
);
/** page_ref events whose `val` is added to the count. */
export const MODS: ReadonlySet<number> = new Set(
  ['mod', 'mod_and_test', 'mod_and_return', 'mod_unless'].map((name) => hashOf(`page_ref_${name}`)),
);
/** page_ref events whose `ret` tells whether they did anything. */
export const CONDITIONAL: ReadonlySet<number> = new Set(['page_ref_mod_unless', 'page_ref_freeze'].map(hashOf));
/** Its `val` is the count that it expects; what it sets is 0. */
export const FREEZE = hashOf('page_ref_freeze');
/** Of bios whose pages the disk writes. */
export const CHECK_DIRTY = hashOf('bchk');
