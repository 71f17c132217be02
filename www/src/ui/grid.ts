/*
 * The arithmetic of a long list: which rows to draw, where to scroll, what a
 * press on a column head means, and pages of columns read as one list of rows.
 */

export interface Window {
  first: number;
  /** One past the last row to draw. */
  end: number;
}

export function windowOf(
  scrollTop: number,
  height: number,
  rowHeight: number,
  total: number,
  spare = 8,
): Window {
  if (rowHeight <= 0 || total <= 0) return { first: 0, end: 0 };
  const top = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
  const bottom = Math.ceil((scrollTop + height) / rowHeight) + spare;
  return { first: Math.min(top, total), end: Math.min(Math.max(bottom, 0), total) };
}

/** The scroll position that shows a row below a sticky head, moving as little as possible. */
export function scrollToRow(
  index: number,
  scrollTop: number,
  height: number,
  rowHeight: number,
  headHeight: number,
): number {
  const top = index * rowHeight;
  const bottom = top + rowHeight;
  const room = height - headHeight;
  if (top < scrollTop) return top;
  if (bottom > scrollTop + room) return Math.max(0, bottom - room);
  return scrollTop;
}

export interface Sort {
  key: string;
  descending: boolean;
}

export function parseSort(text: string | null | undefined, fallback: Sort): Sort {
  if (!text) return fallback;
  return text.startsWith('-') ? { key: text.slice(1), descending: true } : { key: text, descending: false };
}

export const sortText = (sort: Sort): string => (sort.descending ? '-' : '') + sort.key;

/** A first press sorts a column the way it is usually wanted, the next one turns it round. */
export function nextSort(current: Sort, key: string, descendingFirst: boolean): Sort {
  return current.key === key
    ? { key, descending: !current.descending }
    : { key, descending: descendingFirst };
}

export type Columns = Record<string, readonly unknown[]>;

const lengthOf = (columns: Columns): number => Object.values(columns)[0]?.length ?? 0;

/** Pages as columns, read as rows; a row object is built only when it is looked at. Never changed: `with` makes the next one. */
export class ColumnList<Row> {
  readonly #pages: readonly Columns[];
  readonly #starts: readonly number[];
  readonly length: number;

  constructor(pages: readonly Columns[] = []) {
    const starts: number[] = [];
    let at = 0;
    for (const page of pages) {
      starts.push(at);
      at += lengthOf(page);
    }
    this.#pages = pages;
    this.#starts = starts;
    this.length = at;
  }

  with(page: Columns): ColumnList<Row> {
    return new ColumnList<Row>([...this.#pages, page]);
  }

  #pageOf(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  at(index: number): Row | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const number = this.#pageOf(index);
    const page = this.#pages[number] ?? {};
    const offset = index - (this.#starts[number] ?? 0);
    const row: Record<string, unknown> = {};
    for (const name in page) row[name] = page[name]?.[offset];
    return row as Row;
  }

  /** Where a value stands in one column; -1 when it is not loaded. */
  indexOf(name: string, value: unknown): number {
    for (const [number, page] of this.#pages.entries()) {
      const found = page[name]?.indexOf(value) ?? -1;
      if (found >= 0) return (this.#starts[number] ?? 0) + found;
    }
    return -1;
  }

  /** The rows whose value in one column is in the set, in their order. */
  pick(name: string, wanted: ReadonlySet<unknown>): Row[] {
    const rows: Row[] = [];
    for (const [number, page] of this.#pages.entries())
      for (const [offset, value] of (page[name] ?? []).entries())
        if (wanted.has(value)) rows.push(this.at((this.#starts[number] ?? 0) + offset) as Row);
    return rows;
  }

  /** For each value of one column the row whose text in another is longest: it decides how wide that one must be. */
  longest(name: string, by: string): Row[] {
    const found = new Map<unknown, { length: number; index: number }>();
    for (const [number, page] of this.#pages.entries())
      for (const [offset, value] of (page[name] ?? []).entries()) {
        const key = page[by]?.[offset];
        const length = String(value ?? '').length;
        if (length > (found.get(key)?.length ?? -1))
          found.set(key, { length, index: (this.#starts[number] ?? 0) + offset });
      }
    return [...found.values()].map(({ index }) => this.at(index) as Row);
  }

  column(name: string): unknown[] {
    return this.#pages.flatMap((page) => page[name] ?? []);
  }
}
