/**
 * Colours of the sets of kinds. After Okabe and Ito's palette, told apart with any of the common colour blindnesses,
 * moved to a lightness with a contrast of at least 4.5:1 against white, whether white text on them or they on white, and
 * of at least 3:1 on the page's dark ground. Charts never rely
 * on them alone: fields are labelled, marks differ in shape.
 */
export const KIND_COLOURS: Readonly<Record<string, string>> = {
  ordinary: '#66717e',
  read: '#2470b3',
  write: '#c24e00',
  pin: '#08795e',
  long: '#a04f90',
  short: '#8a6f00',
  other: '#7d5f4f',
  sign: '#737373',
};

/** Names of the palette in a fixed order, for the domain of a colour scale. */
export const KIND_NAMES: readonly string[] = Object.keys(KIND_COLOURS);

export const KIND_RANGE: readonly string[] = Object.values(KIND_COLOURS);

/** Something wrong: refused, misclassified, over a limit. */
export const BAD = '#cc3355';

/** The palette's name for a group: single kinds and unusual sets are `other`, no kinds at all is `sign`. */
export function paletteName(group: string): string {
  if (group === '') return 'sign';
  return Object.hasOwn(KIND_COLOURS, group) ? group : 'other';
}

/** The shape of what was in the baseline: an SVG path in the square from −1 to 1. */
export const CROSS = 'M-.8,-.8L.8,.8M-.8,.8L.8,-.8';
