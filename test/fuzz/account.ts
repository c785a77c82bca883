/** A second, simple reading of recordings: only of lines that are beyond doubt, and only how many references they move. */

interface ProfileNumbers {
  readonly unreadable: { readonly count: number };
  readonly matching: Readonly<Record<string, number>>;
  readonly small: { readonly attempted: readonly number[] };
  readonly large: { readonly attempted: readonly number[] };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

export const acquisitionsOf = ({ small, large }: ProfileNumbers): number => sum(small.attempted) + sum(large.attempted);

/** Drops that were matched, and what was ignored. */
export const dropsOf = ({ matching: { byRef, interrupt, task, comm, oldest, ignored } }: ProfileNumbers): number =>
  sum([byRef!, interrupt!, task!, comm!, oldest!, ignored!]);

const PREFIX = String.raw`^ *[\w<.>][\w<.>/: -]*-\d+ +\[\d{3}\] [\w.#]{4,5} +\d+\.\d{6}: `;
const FOLIO = 'folio=0xffffea00[0-9a-f]{8}';
const STATE = String.raw`rc=\d{1,9} mc=-?\d+ pf=0x[0-9a-f]{1,16} lpin=-?\d+$`;
const PIN = 'refs=1 flags=0x8[0-9a-f]{4}';
const KPROBE = [
  new RegExp(`${PREFIX}grab: \\([^()]*\\) ${FOLIO} ${PIN} ret=0 ${STATE}`),
  new RegExp(`${PREFIX}grab_fast: \\([^()]*\\) page=0xffffea00[0-9a-f]{8} ${PIN} ${FOLIO} ${STATE}`),
  new RegExp(`${PREFIX}put: \\([^()]*\\) ${FOLIO} ${PIN} ${STATE}`),
];
const CSV = /^\d+(?:\.\d+)?,(?:get|put|pin|unpin)(?:-\w+)?,[A-Z],(?:[a-z]\d)?$/;

/** References that the lines beyond doubt move, and how many lines are in doubt (neither comment nor empty). */
export function linesThatMust(text: string, isKernel: boolean): { references: number; doubtful: number } {
  let references = 0;
  let doubtful = 0;
  for (const row of text.split(/\r?\n/)) {
    if (row.trim() === '' || (isKernel && row.trimStart().startsWith('#'))) continue;
    const isSure = isKernel ? KPROBE.some((form) => form.test(row)) : CSV.test(row);
    if (isSure) references++;
    else doubtful++;
  }
  return { references, doubtful };
}
