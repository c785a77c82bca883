/** A mark on a panel: where it is, in units of x and as a share of the height. */
interface Mark {
  readonly bits: number;
  /** 0 at the bottom, 1 at the top. */
  readonly height: number;
}

/** Where the name of a mark is written, seen from the mark: pixels, and which of its ends is there. */
export interface Written {
  readonly align: 'left' | 'right';
  readonly dx: number;
  readonly dy: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels: a line of text, a character, half a mark, from the middle of a mark to its name. */
const LINE = 12;
const CHARACTER = 6;
const HALF = 5;
const BESIDE = 9;
/** How many lines up or down a name may be moved to find room. */
const MOST_LINES = 8;

/**
 * A place for the name of each mark, beside it or as few lines above or below as it takes, so that it lies on no other
 * name and no mark as long as there is room. On the left where it fits, because better layouts stand to the right.
 */
export function namesBeside(
  named: readonly (Mark & { readonly label: string })[],
  others: readonly Mark[],
  { width, height }: { readonly width: number; readonly height: number },
): readonly Written[] {
  const all = [...named, ...others].map(({ bits }) => bits);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const place = (mark: Mark): readonly [number, number] => [
    ((mark.bits - least) / Math.max(1, most - least)) * width,
    (1 - mark.height) * height,
  ];
  const taken: Box[] = [...named, ...others].map((mark) => {
    const [x, y] = place(mark);
    return { left: x - HALF, right: x + HALF, top: y - HALF, bottom: y + HALF };
  });
  return named.map((mark) => {
    const [x, y] = place(mark);
    const long = mark.label.length * CHARACTER;
    const align = x - BESIDE - long < 0 ? 'left' : 'right';
    const left = align === 'right' ? x - BESIDE - long : x + BESIDE;
    const boxAt = (lines: number): Box => {
      const middle = y + lines * LINE;
      return { left, right: left + long, top: middle - LINE / 2, bottom: middle + LINE / 2 };
    };
    // 0, 1, −1, 2, −2, …
    const tries = Array.from({ length: 2 * MOST_LINES + 1 }, (_, i) => (i % 2 === 0 ? 0 - i / 2 : (i + 1) / 2));
    const lines = tries.find((n) => taken.every((box) => !overlap(box, boxAt(n)))) ?? 0;
    taken.push(boxAt(lines));
    return { align, dx: align === 'right' ? -BESIDE : BESIDE, dy: lines * LINE };
  });
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
