/** A mark on a panel: where it is, in units of x and as a share of the height. */
interface Mark {
  readonly bits: number;
  /** 0 at the bottom, 1 at the top. */
  readonly height: number;
}

/** Where the name of a mark is written, seen from the mark: pixels, and which of its ends, or its middle, is there. */
export interface Written {
  readonly align: 'left' | 'right' | 'center';
  readonly dx: number;
  readonly dy: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels: a line of text, a character, half a mark that is named, half another, from the middle of a mark to its name. */
const LINE = 12;
const CHARACTER = 6;
const HALF = 5;
const SMALL = 3.5;
const BESIDE = 7;
/** How many lines up or down a name may be moved to find room. */
const MOST_LINES = 8;

/**
 * A place for the name of each mark: on its left, because better layouts stand to the right, else on its right, above or
 * below it, else as few lines further away as it takes, so that it lies on no other name and no mark as long as there is room.
 */
export function namesBeside(
  named: readonly (Mark & { readonly label: string })[],
  others: readonly Mark[],
  { width, height }: { readonly width: number; readonly height: number },
): readonly Written[] {
  const all = [...named, ...others].map(({ bits }) => bits);
  // The scale reaches half a bit further on either side.
  const [least, most] = [Math.min(...all) - MARGIN, Math.max(...all) + MARGIN];
  const place = (mark: Mark): readonly [number, number] => [
    ((mark.bits - least) / (most - least)) * width,
    (1 - mark.height) * height,
  ];
  const around = (mark: Mark, half: number): Box => {
    const [x, y] = place(mark);
    return { left: x - half, right: x + half, top: y - half, bottom: y + half };
  };
  const taken = [...named.map((mark) => around(mark, HALF)), ...others.map((mark) => around(mark, SMALL))];
  return named.map((mark) => {
    const [x, y] = place(mark);
    const long = mark.label.length * CHARACTER;
    const boxOf = ({ align, dx, dy }: Written): Box => {
      const left = align === 'left' ? x + dx : align === 'right' ? x + dx - long : x - long / 2;
      return { left, right: left + long, top: y + dy - LINE / 2, bottom: y + dy + LINE / 2 };
    };
    const inside = TRIES.filter((written) => {
      const { left, right } = boxOf(written);
      return left >= 0 && right <= width;
    });
    const isFree = (written: Written): boolean => taken.every((box) => !overlap(box, boxOf(written)));
    const written = inside.find(isFree) ?? inside[0] ?? TRIES[1]!;
    taken.push(boxOf(written));
    return written;
  });
}

/** Bits between the outermost marks and the ends of the scale. */
export const MARGIN = 0.5;

const aside = (align: 'left' | 'right', lines: number): Written => ({
  align,
  dx: align === 'right' ? -BESIDE : BESIDE,
  dy: lines * LINE,
});
const above = (lines: number): Written => ({ align: 'center', dx: 0, dy: lines * LINE });

/** Where a name may be written, nearest first. */
const TRIES: readonly Written[] = [
  aside('right', 0),
  aside('left', 0),
  ...Array.from({ length: MOST_LINES }, (_, i) => i + 1).flatMap((lines) => [
    above(-lines),
    above(lines),
    aside('right', lines),
    aside('left', lines),
    aside('right', -lines),
    aside('left', -lines),
  ]),
];

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
