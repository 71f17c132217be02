/* A message to any number of accounts: looked at, sent and followed a chunk at a time, shown as one. */
import { ApiError, newKey, type Query } from '$core/api';
import type { MailMany, MailManyLook, MailManyRow, Selection } from '$core/api-types';
import { sumByCurrency } from '$core/money';
import { collector } from '../session.svelte';

const CHUNK = 100;
const ASK_AGAIN_MS = 500;

interface Chunk {
  ids: readonly string[];
  key: string;
  look: MailManyLook | null;
  jobId: string | null;
  job: MailMany | null;
}

const ended = (job: MailMany | null) => job !== null && (job.state === 'done' || job.state === 'failed');
const at = (path: string) => `/mail/many/${encodeURIComponent(path)}`;
const sleep = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

/** Of everything that matches a filter: which accounts that is, but for some. */
export async function allOf(query: Query, except: readonly string[]): Promise<string[]> {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const got = await collector.post<Selection>(`/worklist/preview?${text.toString()}`, {
    action: 'message',
    except,
  });
  return got.case_ids;
}

export class Many {
  #chunks = $state.raw<readonly Chunk[]>([]);
  total = $state(0);

  begin(ids: readonly string[]): void {
    this.total = ids.length;
    this.#chunks = Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, n) => ({
      ids: ids.slice(n * CHUNK, (n + 1) * CHUNK),
      key: newKey(),
      look: null,
      jobId: null,
      job: null,
    }));
  }

  forget(): void {
    this.#chunks = this.#chunks.map((chunk) => ({ ...chunk, look: null, key: newKey() }));
  }

  #set(n: number, what: Partial<Chunk>): void {
    this.#chunks = this.#chunks.map((chunk, i) => (i === n ? { ...chunk, ...what } : chunk));
  }

  /** `still` says whether the dialog that asks is the same one yet. */
  async look(body: object, still: () => boolean): Promise<void> {
    for (const n of this.#chunks.keys()) {
      await this.#lookAt(n, body);
      if (!still()) return;
    }
  }

  async #lookAt(n: number, body: object): Promise<MailManyLook> {
    const look = await collector.post<MailManyLook>('/mail/many/preview', {
      ...body,
      case_ids: this.#chunks[n]?.ids,
    });
    this.#set(n, { look });
    return look;
  }

  /**
   * Queues what is not queued yet; what fails is left to another try. Where more or fewer may go
   * than were looked at, that chunk is looked at anew then.
   */
  async send(body: object, still: () => boolean): Promise<void> {
    let changed: unknown = null;
    for (const [n, { ids, key, jobId, look: seen }] of this.#chunks.entries()) {
      if (jobId) continue;
      const look = seen ?? (await this.#lookAt(n, body));
      if (!still()) return;
      if (!look.count) continue;
      const what = { ...body, case_ids: ids, confirm_count: look.count };
      try {
        const { id } = await collector.post<{ id: string }>('/mail/many', what, { idempotencyKey: key });
        if (!still()) return;
        this.#set(n, { jobId: id });
      } catch (caught) {
        if (!(caught instanceof ApiError) || (caught.status !== 409 && caught.status !== 422)) throw caught;
        this.#set(n, { look: null, key: newKey() });
        changed = caught;
      }
    }
    if (changed) throw changed;
  }

  /** Until every job is at its end. */
  async follow(still: () => boolean): Promise<void> {
    for (const [n, { jobId }] of this.#chunks.entries())
      while (jobId && !ended(this.#chunks[n]?.job ?? null)) {
        const job = await collector.get<MailMany>(at(jobId));
        if (!still()) return;
        this.#set(n, { job });
        if (!ended(job)) await sleep(ASK_AGAIN_MS);
        if (!still()) return;
      }
  }

  /** Takes back what has not left yet: how many that was. */
  async takeBack(reason: string): Promise<number> {
    let n = 0;
    for (const { jobId } of this.#chunks)
      if (jobId)
        n += (await collector.post<{ cancelled: number }>(`${at(jobId)}/cancel`, { reason })).cancelled;
    for (const [k, { jobId }] of this.#chunks.entries())
      if (jobId) this.#set(k, { job: await collector.get<MailMany>(at(jobId)) });
    return n;
  }

  get looked(): number {
    return this.#chunks.reduce((n, { ids, look }) => n + (look ? ids.length : 0), 0);
  }

  get queued(): boolean {
    return this.#chunks.some(({ jobId }) => jobId);
  }

  /** There is something that may go and is not queued. */
  get waiting(): boolean {
    return this.#chunks.some(({ look, jobId }) => !jobId && look?.count !== 0);
  }

  /** What would go, and what not; null until all is looked at. */
  get seen() {
    const looks = this.#chunks.flatMap(({ look }) => look ?? []);
    if (!looks.length || looks.length < this.#chunks.length) return null;
    const count = looks.reduce((n, look) => n + look.count, 0);
    return {
      count,
      copies: looks.reduce((n, look) => n + look.copies, 0),
      type_count: count > (looks[0]?.confirm_above ?? 0),
      sums: sumByCurrency(looks.flatMap((look) => look.sums)),
      left_out: looks.flatMap((look) => look.left_out),
    };
  }

  /** What became of it so far. */
  get result() {
    const jobs = this.#chunks.flatMap(({ job }) => job ?? []);
    const rows: MailManyRow[] = jobs.flatMap((job) => job.rows);
    return {
      done: jobs.reduce((n, job) => n + job.done, 0),
      all: this.#chunks.reduce((n, { ids, jobId }) => n + (jobId ? ids.length : 0), 0),
      planned: jobs.reduce((n, job) => n + job.planned, 0),
      ended: this.queued && this.#chunks.every(({ jobId, job }) => !jobId || ended(job)),
      not: rows.filter((row) => row.state !== 'planned'),
      revocable: rows.some((row) => row.message_state === 'planned'),
    };
  }
}
