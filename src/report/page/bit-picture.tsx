import { paletteName } from '../charts/palette.ts';
import { plain, shorten } from '../names.ts';
import { bits, count, list } from '../numbers.ts';
import type { FieldRecord, LayoutRecord } from '../results.ts';
import { groupName } from '../select.ts';

/** Class that gives a field its colour. */
export const kindClass = (field: FieldRecord): string => `kind-${paletteName(groupName(field.counts))}`;

/** The layout in words, for those who cannot see the picture. */
function describe(layout: LayoutRecord): string {
  const fields = layout.fields.map(
    (field) =>
      `${plain(field.name)} ${bits(field.bits)}${field.reserve > 0 ? `, ${field.reserve} of them reserve` : ''}${field.warn === undefined ? '' : `, warns from ${count(field.warn)} on`}, bits ${field.offset + field.bits - 1} to ${field.offset}`,
  );
  return `${shorten(plain(layout.id), 80)}, ${layout.word} bits from high to low: ${shorten(list(fields), 600)}`;
}

/** The word as a thin strip: how its bits are shared out, at a glance. */
export function BitStrip({ layout }: { readonly layout: LayoutRecord }) {
  return (
    <svg class="strip" viewBox={`0 0 ${layout.word} 4`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {layout.fields.map((field) => {
        const x = layout.word - field.offset - field.bits;
        return (
          <g key={field.name} class={kindClass(field)}>
            <rect x={x} y="0" width={field.bits} height="4" class="fill" />
            {field.reserve > 0 ? <rect x={x} y="0" width={field.reserve} height="4" class="reserve" /> : null}
            {x > 0 ? <rect x={x - 0.08} y="0" width="0.16" height="4" class="gap" /> : null}
          </g>
        );
      })}
    </svg>
  );
}

/** One bit, in units of the picture. */
export const CELL = { width: 30, height: 34 };
/** Room above and below the cells for text. */
export const TOP = 18;
const BOTTOM = 18;
export const ROW_HEIGHT = TOP + CELL.height + BOTTOM;

/** Where one row of cells is cut out of a field: bit numbers, high ≥ low. */
interface Piece {
  readonly field: FieldRecord;
  readonly high: number;
  readonly low: number;
}

function piecesIn(layout: LayoutRecord, high: number, low: number): Piece[] {
  return layout.fields.flatMap((field) => {
    const top = Math.min(high, field.offset + field.bits - 1);
    const bottom = Math.max(low, field.offset);
    return top >= bottom ? [{ field, high: top, low: bottom }] : [];
  });
}

/**
 * The word as cells, one a bit, the most significant first; fields coloured by what they count, the reserve hatched,
 * the bit numbers of each field's ends above it.
 *
 * @param perRow cells in a row: 32, or 16 where the screen is narrow.
 */
export function BitPicture({ layout, perRow }: { readonly layout: LayoutRecord; readonly perRow: 16 | 32 }) {
  const rows = layout.word / perRow;
  const height = rows * ROW_HEIGHT;
  return (
    <svg
      class={`bits per-${perRow}`}
      viewBox={`-2 0 ${perRow * CELL.width + 4} ${height}`}
      role="img"
      aria-label={describe(layout)}
      focusable="false"
    >
      {Array.from({ length: rows }, (_, row) => {
        const high = layout.word - 1 - row * perRow;
        return (
          <g key={row} transform={`translate(0 ${row * ROW_HEIGHT})`}>
            <BitRow pieces={piecesIn(layout, high, high - perRow + 1)} high={high} />
          </g>
        );
      })}
    </svg>
  );
}

function BitRow({ pieces, high }: { readonly pieces: readonly Piece[]; readonly high: number }) {
  const x = (bit: number) => (high - bit) * CELL.width;
  return (
    <>
      {pieces.map((piece) => {
        const { field } = piece;
        const left = x(piece.high);
        const width = (piece.high - piece.low + 1) * CELL.width;
        const firstCounting = field.offset + field.bits - 1 - field.reserve;
        const reserveBits = Math.max(0, piece.high - Math.max(firstCounting, piece.low - 1));
        const counting = width - reserveBits * CELL.width;
        return (
          <g key={field.name} class={kindClass(field)}>
            <rect class="fill" x={left} y={TOP} width={width} height={CELL.height} />
            {reserveBits > 0 ? (
              <>
                <rect class="reserve" x={left} y={TOP} width={reserveBits * CELL.width} height={CELL.height} />
                <rect class="hatch" x={left} y={TOP} width={reserveBits * CELL.width} height={CELL.height} />
              </>
            ) : null}
            <path class="cells" d={cellLines(left, piece.high - piece.low + 1)} />
            <rect class="edge" x={left} y={TOP} width={width} height={CELL.height} />
            <Label text={field.name} x={left + width - counting / 2} room={counting} />
            <text class="offset" x={left + 3} y={TOP - 6}>
              {piece.high}
            </text>
            {piece.high - piece.low >= 1 ? (
              <text class="offset end" x={left + width - 3} y={TOP - 6}>
                {piece.low}
              </text>
            ) : null}
            <Limit field={field} piece={piece} x={left + width / 2} room={width} />
          </g>
        );
      })}
    </>
  );
}

/** Lines between the cells of a field. */
function cellLines(left: number, cells: number): string {
  return Array.from({ length: cells - 1 }, (_, i) => `M${left + (i + 1) * CELL.width} ${TOP}v${CELL.height}`).join('');
}

/** Text that fits the room, about 8 units a letter; none where not even three letters and an ellipsis fit. */
function Label({ text, x, room }: { readonly text: string; readonly x: number; readonly room: number }) {
  const letters = Math.floor((room - 6) / 8.2);
  if (letters < Math.min(4, text.length)) return null;
  return (
    <text class="label" x={x} y={TOP + CELL.height / 2}>
      {shorten(plain(text), letters)}
    </text>
  );
}

/** Under the field's lowest piece: how far it counts. */
function Limit({
  field,
  piece,
  x,
  room,
}: {
  readonly field: FieldRecord;
  readonly piece: Piece;
  readonly x: number;
  readonly room: number;
}) {
  if (field.counts.length === 0 || piece.low !== field.offset) return null;
  const limit = `limit ${count(field.limit)}`;
  const warned = field.warn === undefined ? limit : `${limit}, warns from ${count(field.warn)} on`;
  const text = warned.length * 6.6 > room ? limit : warned;
  if (text.length * 6.6 > room) return null;
  return (
    <text class="limit" x={x} y={TOP + CELL.height + 13}>
      {text}
    </text>
  );
}
