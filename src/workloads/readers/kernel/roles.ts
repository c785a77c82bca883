import { PROBE_BIO, PROBE_END, PROBE_FOLIO, PROBE_LIST, PROBE_PLAIN_LIST } from '../../../events/raw.ts';
import { hashOf } from './bytes.ts';
import { CONDITIONAL, FREEZE, GRAB, MOD, PAGE_REF, PROBE, PUT, SHOWS, WHOLE } from './role-codes.ts';

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
    ['page_ref_set', PAGE_REF] as const,
    ['page_ref_unfreeze', PAGE_REF] as const,
    ['page_ref_freeze', PAGE_REF | CONDITIONAL | FREEZE] as const,
    ['page_ref_mod_unless', PAGE_REF | MOD | CONDITIONAL] as const,
    ...['mod', 'mod_and_test', 'mod_and_return'].map((name) => [`page_ref_${name}`, PAGE_REF | MOD] as const),
  ].map(([name, role]) => [hashOf(name), role]),
);
/** Of bios whose pages the disk writes. */
export const CHECK_DIRTY = hashOf('bchk');
