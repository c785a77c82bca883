import type { TargetedKeyboardEvent, TargetedPointerEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { plain, shorten } from '../../names.ts';
import { bits, count } from '../../numbers.ts';
import type { LayoutRecord } from '../../results.ts';
import { BitPicture, CELL, ROW_HEIGHT, TOP } from '../bit-picture.tsx';
import { boundariesOf, positionOf, rangeOf, type Shape, withBoundary, withBoundaryAt } from './shape.ts';

/** Bits that Page Up and Page Down move a boundary. */
const PAGE = 4;
/** Half the width in which a boundary is caught, in units of the picture: cells are 30 wide. */
const REACH = 15;

interface Props {
  readonly shape: Shape;
  /** The same as a record, which is drawn. */
  readonly layout: LayoutRecord;
  /** Cells in a row. */
  readonly perRow: 16 | 32;
  readonly change: (shape: Shape) => void;
  /** Somebody let go. */
  readonly settle: () => void;
}

/** The word as cells, with a handle on each boundary that can be moved: by pointer, by finger, by arrow keys. */
export function BitEditor({ shape, layout, perRow, change, settle }: Props) {
  const height = (layout.word / perRow) * ROW_HEIGHT;
  return (
    <div class="bit-editor">
      <BitPicture layout={layout} perRow={perRow} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a picture. */}
      <svg
        class={`bits grips per-${perRow}`}
        viewBox={`-2 0 ${perRow * CELL.width + 4} ${height}`}
        role="group"
        aria-label="Boundaries between the fields"
      >
        {Array.from({ length: boundariesOf(shape) }, (_, boundary) => (
          <Handle
            key={boundary}
            boundary={boundary}
            shape={shape}
            layout={layout}
            perRow={perRow}
            change={change}
            settle={settle}
          />
        ))}
      </svg>
    </div>
  );
}

/** Records of the parts left and right of a boundary. The first part of a bias is its sign, which does not move. */
function sidesOf(shape: Shape, layout: LayoutRecord, boundary: number) {
  const left = boundary + (shape.family === 'bias' ? 1 : 0);
  return [layout.fields[left]!, layout.fields[left + 1]!] as const;
}

function Handle({ boundary, shape, layout, perRow, change, settle }: Props & { readonly boundary: number }) {
  const { least, most, value } = rangeOf(shape, boundary);
  const at = positionOf(shape, boundary);
  const row = Math.floor((layout.word - 1 - at) / perRow);
  const x = (layout.word - row * perRow - at) * CELL.width;
  const [left, right] = sidesOf(shape, layout, boundary);
  /** Where the pointer last was, until the next frame; and the shape from which it started. */
  const drag = useRef<{ readonly start: Shape; bit: number; frame: number } | null>(null);
  const latest = useRef({ shape, change });
  latest.current = { shape, change };

  useEffect(() => () => cancelAnimationFrame(drag.current?.frame ?? 0), []);

  const follow = (): void => {
    if (drag.current === null) return;
    drag.current.frame = 0;
    const moved = withBoundaryAt(latest.current.shape, boundary, drag.current.bit);
    if (moved !== latest.current.shape) latest.current.change(moved);
  };
  const end = (): void => {
    if (drag.current === null) return;
    cancelAnimationFrame(drag.current.frame);
    follow();
    drag.current = null;
    settle();
  };
  const grab = (event: TargetedPointerEvent<SVGGElement>): void => {
    if (event.button !== 0) return;
    // Without this the browser would select text; it would also set the focus, which is done here instead.
    event.preventDefault();
    event.currentTarget.focus({ preventScroll: true });
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { start: shape, bit: at, frame: 0 };
  };
  const move = (event: TargetedPointerEvent<SVGGElement>): void => {
    if (drag.current === null) return;
    drag.current.bit = bitUnder(event, layout.word, perRow);
    drag.current.frame ||= requestAnimationFrame(follow);
  };
  const press = (event: TargetedKeyboardEvent<SVGGElement>): void => {
    if (event.key === 'Escape' && drag.current !== null) {
      const { start, frame } = drag.current;
      cancelAnimationFrame(frame);
      drag.current = null;
      change(start);
      settle();
      return;
    }
    const to = targetOf(event.key, value, least, most);
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    change(withBoundary(shape, boundary, to));
  };
  const says = (part: typeof left): string =>
    `${plain(shorten(part.name, 30))} ${bits(part.bits)}, limit ${count(part.limit)}`;
  return (
    <g
      class="grip"
      role="slider"
      tabindex={0}
      aria-label={`Boundary between ${plain(shorten(left.name, 30))} and ${plain(shorten(right.name, 30))}`}
      aria-orientation="horizontal"
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={value}
      aria-valuetext={`${says(left)}; ${says(right)}`}
      transform={`translate(${x} ${row * ROW_HEIGHT})`}
      onPointerDown={grab}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={press}
    >
      <rect class="reach" x={-REACH} y={TOP - 8} width={2 * REACH} height={CELL.height + 16} />
      <rect class="bar" x="-4" y={TOP - 5} width="8" height={CELL.height + 10} rx="4" />
      <path class="dots" d={`M0 ${TOP + CELL.height / 2 - 6}v.01m0 6v.01m0 6v.01`} />
    </g>
  );
}

/** Bits left of the boundary after a key, or undefined where the key means nothing here. */
function targetOf(key: string, value: number, least: number, most: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return value + 1;
    case 'ArrowLeft':
    case 'ArrowDown':
      return value - 1;
    case 'PageUp':
      return value + PAGE;
    case 'PageDown':
      return value - PAGE;
    case 'Home':
      return least;
    case 'End':
      return most;
    default:
      return undefined;
  }
}

/** The bit left of which a boundary would stand if it stood where the pointer is. */
function bitUnder(
  { currentTarget, clientX, clientY }: TargetedPointerEvent<SVGGElement>,
  word: number,
  perRow: number,
): number {
  const matrix = currentTarget.ownerSVGElement?.getScreenCTM();
  if (!matrix) return 0;
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  const row = Math.max(0, Math.min(word / perRow - 1, Math.floor(y / ROW_HEIGHT)));
  const cell = Math.max(0, Math.min(perRow, Math.round(x / CELL.width)));
  return word - row * perRow - cell;
}
