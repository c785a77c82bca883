import type { ComponentChildren } from 'preact';
import type { Sort } from './state.ts';

/** Upwards, downwards, then the table's own order again. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

export interface SortHeaderProps {
  readonly column: string;
  readonly sort: Sort | null;
  /** Somebody pressed the heading of a column. */
  readonly onSort: (column: string) => void;
  readonly class?: string;
  readonly children: ComponentChildren;
  /** Under the title, no part of the button. */
  readonly note?: ComponentChildren;
}

/** The heading of a column by which a table can be sorted. */
export function SortHeader({ column, sort, onSort, class: className, children, note }: SortHeaderProps) {
  const own = sort?.column === column ? sort : null;
  return (
    <th
      scope="col"
      class={className}
      aria-sort={own === null ? undefined : own.descending ? 'descending' : 'ascending'}
    >
      <button type="button" class="sort" onClick={() => onSort(column)}>
        {children}
        <span class="arrow" aria-hidden="true">
          {own === null ? '' : own.descending ? ' ▾' : ' ▴'}
        </span>
      </button>
      {note === undefined ? null : <small>{note}</small>}
    </th>
  );
}

type Key = string | number | undefined;

/** Sorted by a key, stable; what has no key stands last, whichever way. */
export function sortedBy<T>(items: readonly T[], keyOf: (item: T) => Key, descending: boolean): readonly T[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  const sign = descending ? -1 : 1;
  return keyed
    .sort((a, b) => {
      if (a.key === b.key) return 0;
      if (a.key === undefined) return 1;
      if (b.key === undefined) return -1;
      return (a.key < b.key ? -1 : 1) * sign;
    })
    .map(({ item }) => item);
}
