/* Something read from the server, in one of four states: loading, here, failed, here but stale. */
import { isAbort } from '$core/api';

export class Resource<T> {
  data = $state.raw<T | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  #stop: AbortController | null = null;

  /** A newer load wins; `keep` leaves the old data in sight until the new one is there, or after a failure. */
  async load(read: (signal: AbortSignal) => Promise<T>, keep = false): Promise<T | null> {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.loading = true;
    this.error = null;
    if (!keep) this.data = null;
    try {
      const data = await read(stop.signal);
      if (stop.signal.aborted) return null;
      this.data = data;
      return data;
    } catch (error) {
      if (!stop.signal.aborted && !isAbort(error)) this.error = error;
      return null;
    } finally {
      if (this.#stop === stop) this.loading = false;
    }
  }

  get stale(): boolean {
    return this.data !== null && this.error !== null;
  }

  stop(): void {
    this.#stop?.abort();
    this.loading = false;
  }
}

export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

/** Pages of rows behind a cursor, added one after the other. */
export class Pages<Row> {
  rows = $state.raw<readonly Row[]>([]);
  next = $state.raw<string | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  known = $state(false);
  #stop: AbortController | null = null;
  #read: (cursor: string | null, signal: AbortSignal) => Promise<Page<Row>>;

  constructor(read: (cursor: string | null, signal: AbortSignal) => Promise<Page<Row>>) {
    this.#read = read;
  }

  /** From the start; with `keep` the old rows stay until the new ones are there. */
  async start(keep = false): Promise<void> {
    if (!keep) {
      this.rows = [];
      this.known = false;
    }
    this.next = null;
    await this.#load(null);
  }

  /** With a first page that came along with something else; what is being read is given up. */
  begin(page: { rows: readonly Row[]; next: string | null }): void {
    this.#stop?.abort();
    this.rows = page.rows;
    this.next = page.next;
    this.error = null;
    this.loading = false;
    this.known = true;
  }

  async more(): Promise<void> {
    if (this.loading || !this.next) return;
    await this.#load(this.next);
  }

  async #load(cursor: string | null): Promise<void> {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.loading = true;
    this.error = null;
    try {
      const page = await this.#read(cursor, stop.signal);
      if (stop.signal.aborted) return;
      this.rows = cursor ? [...this.rows, ...page.rows] : page.rows;
      this.next = page.next;
      this.known = true;
    } catch (error) {
      if (!stop.signal.aborted && !isAbort(error)) this.error = error;
    } finally {
      if (this.#stop === stop) this.loading = false;
    }
  }

  stop(): void {
    this.#stop?.abort();
  }

  get empty(): boolean {
    return this.known && this.rows.length === 0;
  }

  get stale(): boolean {
    return this.known && this.error !== null;
  }
}
