/**
 * One page's state in the profile engine: 32 unsigned words side by side, so that an event touches two cache lines.
 * X_… are packed bands (bands.ts): the references that ordered hunting has put in each band.
 */
export const STRIDE = 32;

export const ORDINARY_COUNT = 0;
/** Highest ordinary count of the page's present life; of all its lives that counted; of the measured time. */
export const LIFE_MAX = 1;
export const LIVES_MAX = 2;
export const ORDINARY_PEAK = 3;
/** All pins in one field; of these the write pins; the long-term ones. */
export const X_PIN = 4;
export const X_PIN_WRITE = 5;
export const X_PIN_LONG = 6;
/** Fields of their own for read, write, long, short; of these the long-term (write) pins. */
export const X_READ = 7;
export const X_READ_LONG = 8;
export const X_WRITE = 9;
export const X_WRITE_LONG = 10;
export const X_LONG = 11;
export const X_LONG_WRITE = 12;
export const X_SHORT = 13;
export const X_SHORT_WRITE = 14;
/** + class code 1 … 6: pins held in recorded history. */
export const HELD = 14;
export const HELD_PIN = 21;
/** Pins held in a bias's history; of these write pins; long-term ones. */
export const BIAS_PIN = 22;
export const BIAS_WRITE = 23;
export const BIAS_LONG = 24;
/** Most held at once: pin, read, write, long, short. */
export const PEAK = 25;
/** Highest band reached, 6 bits each: pin, read, write, long, short; 0 = none, else band + 1. */
export const TOP_BANDS = 30;
/** FLAG_… */
export const FLAGS = 31;
/** The page is being measured (its warm-up is over). */
export const MEASURED = 1;
/** It has filled its packed bands: see HighBands. */
export const HIGH = 2;
/** A bias refused a pin on it. */
export const BIAS_REFUSED = 4;

/** Words of HighBands: X_PIN … X_SHORT_WRITE, from 0. */
export const HIGH_WORDS = X_SHORT_WRITE - X_PIN + 1;

/** The sets of kinds that a field may count, in the order of PEAK and TOP_BANDS. */
export const PROCESSES = ['pin', 'read', 'write', 'long', 'short'] as const;
export type Process = (typeof PROCESSES)[number];
