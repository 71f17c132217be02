/*
 * The rows behind the worklist: the first 200 in the server's order at once,
 * then further pages as columns, as far as somebody scrolls and a little ahead.
 */
import { isAbort, type Query } from '$core/api';
import { ColumnList, type Columns } from '$ui/grid';
import { collector } from '../session.svelte';
import type { WorklistRow } from '$core/api-types';

const FIRST = 200;
const PAGE = 500;
/** Loaded without being asked for, so that the first scrolling finds rows. */
const AHEAD = 1000;

interface ColumnPage {
  columns: Columns;
  next: string | null;
}

export class WorklistRows {
  list = $state.raw(new ColumnList<WorklistRow>());
  complete = $state(false);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  #query: Query = {};
  #next: string | null = null;
  #wanted = AHEAD;
  #stop: AbortController | null = null;

  /** `then` is called once the first rows are there, or could not be had. */
  async start(query: Query, keep = false, then?: () => void): Promise<void> {
    this.#stop?.abort();
    this.#stop = new AbortController();
    this.#query = query;
    this.#next = null;
    this.#wanted = AHEAD;
    if (!keep) {
      this.list = new ColumnList();
      this.complete = false;
    }
    await this.#run(true, this.#stop.signal, then);
  }

  /** Rows up to here are looked at. */
  want(end: number): void {
    this.#wanted = Math.max(this.#wanted, end + PAGE);
    if (!this.loading && !this.error && !this.complete && this.list.length < this.#wanted && this.#stop)
      void this.#run(false, this.#stop.signal);
  }

  retry(): void {
    if (this.#stop) void this.#run(this.list.length === 0, this.#stop.signal);
  }

  async #run(first: boolean, signal: AbortSignal, then?: () => void): Promise<void> {
    this.loading = true;
    this.error = null;
    let fresh = first;
    try {
      do {
        const page = await collector.get<ColumnPage>(
          '/worklist',
          {
            ...this.#query,
            format: 'columns',
            limit: fresh ? FIRST : PAGE,
            cursor: fresh ? null : this.#next,
          },
          signal,
        );
        if (signal.aborted) return;
        this.list = (fresh ? new ColumnList<WorklistRow>() : this.list).with(page.columns);
        this.#next = page.next;
        this.complete = page.next === null;
        if (fresh) then?.();
        fresh = false;
      } while (!this.complete && this.list.length < this.#wanted);
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) {
        this.error = error;
        if (fresh) then?.();
      }
    } finally {
      if (!signal.aborted) this.loading = false;
    }
  }

  stop(): void {
    this.#stop?.abort();
  }
}
