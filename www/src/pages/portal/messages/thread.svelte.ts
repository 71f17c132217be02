/*
 * The conversation as this browser knows it: what the server has, in the order in which it was
 * written there, and what it does not have yet. What is new is always asked for behind the last
 * number that is known, so nothing is passed over and nothing comes twice, whatever was lost on the
 * way. A message keeps its key through every try and every reload, so the server stores it once.
 */
import { isAbort, newKey } from '$core/api';
import type { Chat, ChatMessage, LiveRead, PortalMessageIn } from '$core/api-types';
import type { Instant } from '$core/dates';
import { untilAnswered } from '$core/retry';

export interface Waiting {
  key: string;
  body: string;
  invoiceId: string | null;
  invoiceNumber: string | null;
  disputeId?: string | null;
  files: readonly { id: string; name: string }[];
  at: Instant;
  state: 'sending' | 'failed';
  error: unknown;
}

export interface About {
  id: string;
  number: string;
  /** The dispute of that invoice it is about. */
  dispute?: string;
}

export interface Wire {
  read(query: { after?: number; before?: number }): Promise<Chat>;
  post(body: PortalMessageIn): Promise<unknown>;
}

/** Where what is not sent yet outlives a reload. */
export interface Store {
  load(): unknown;
  save(waiting: readonly Waiting[]): void;
}

export class Thread {
  /** Oldest first. */
  messages = $state.raw<readonly ChatMessage[]>([]);
  waiting = $state.raw<readonly Waiting[]>([]);
  older = $state(false);
  known = $state(false);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  here = $state(false);
  /** How far the company has read each conversation. */
  read = $state.raw<readonly LiveRead[]>([]);
  #wire: Wire;
  #store: Store | undefined;
  #again = false;
  #turn: Promise<boolean> = Promise.resolve(true);
  #stop = new AbortController();

  constructor(wire: Wire, store?: Store) {
    this.#wire = wire;
    this.#store = store;
  }

  /** With what an earlier page could not send: it is sent now. */
  begin(): void {
    const kept = this.#store?.load();
    if (!Array.isArray(kept)) return;
    this.waiting = kept as Waiting[];
    for (const one of this.waiting) void this.#post(this.#change(one, { state: 'sending', error: null }));
  }

  /** The number of the newest message that is known. */
  get last(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** What came behind it. Asked again while asked already: what came meanwhile is fetched, too. */
  async refresh(): Promise<void> {
    if (this.loading) {
      this.#again = true;
      return;
    }
    this.loading = true;
    try {
      do {
        this.#again = false;
        const page = await this.#wire.read(this.known ? { after: this.last } : {});
        if (!this.known) this.older = page.more;
        else if (page.more) this.#again = true;
        this.#merge(page.rows);
        this.known = true;
      } while (this.#again);
      this.error = null;
    } catch (error) {
      if (!isAbort(error)) this.error = error;
    } finally {
      this.loading = false;
    }
  }

  async loadOlder(): Promise<void> {
    const first = this.messages[0];
    if (this.loading || !first) return;
    this.loading = true;
    try {
      const page = await this.#wire.read({ before: first.seq });
      this.#merge(page.rows);
      this.older = page.more;
    } catch (error) {
      if (!isAbort(error)) this.error = error;
    } finally {
      this.loading = false;
    }
  }

  #merge(rows: readonly ChatMessage[]): void {
    const fresh = rows.filter((row) => !this.messages.some(({ id }) => id === row.id));
    if (fresh.length > 0) this.messages = [...this.messages, ...fresh].sort((a, b) => a.seq - b.seq);
    for (const { client_key: key } of fresh) if (key) this.drop(key);
  }

  isRead(message: ChatMessage): boolean {
    return this.read.some(
      ({ conversation_id: id, up_to }) => id === message.conversation_id && up_to >= message.seq,
    );
  }

  /** Gives whether the server has it in the end. */
  send(body: string, about: About | null, files: Waiting['files'] = []): Promise<boolean> {
    const one: Waiting = {
      key: newKey(),
      body,
      invoiceId: about?.id ?? null,
      invoiceNumber: about?.number ?? null,
      disputeId: about?.dispute ?? null,
      files,
      at: new Date().toISOString(),
      state: 'sending',
      error: null,
    };
    this.#keep([...this.waiting, one]);
    return this.#post(one);
  }

  async retry(key: string): Promise<boolean> {
    const one = this.waiting.find((waiting) => waiting.key === key);
    if (!one || one.state === 'sending') return false;
    return this.#post(this.#change(one, { state: 'sending', error: null }));
  }

  drop(key: string): void {
    this.#keep(this.waiting.filter((one) => one.key !== key));
  }

  #keep(waiting: readonly Waiting[]): void {
    this.waiting = waiting;
    this.#store?.save(waiting);
  }

  #change(one: Waiting, change: Partial<Waiting>): Waiting {
    const next = { ...one, ...change };
    this.#keep(this.waiting.map((waiting) => (waiting.key === one.key ? next : waiting)));
    return next;
  }

  /** One after the other: what is written while one waits stands behind it. */
  #post(one: Waiting): Promise<boolean> {
    this.#turn = this.#turn.then(() => this.#ask(one));
    return this.#turn;
  }

  async #ask(one: Waiting): Promise<boolean> {
    if (!this.waiting.some(({ key }) => key === one.key)) return false; // taken back meanwhile
    try {
      await untilAnswered(
        () =>
          this.#wire.post({
            body: one.body,
            client_key: one.key,
            ...(one.invoiceId ? { invoice_id: one.invoiceId } : {}),
            ...(one.disputeId ? { dispute_id: one.disputeId } : {}),
            ...(one.files.length ? { file_ids: one.files.map(({ id }) => id) } : {}),
          }),
        this.#stop.signal,
        (error) => this.#change(one, { error }),
      );
    } catch (error) {
      this.#change(one, { state: 'failed', error });
      return false;
    }
    // It stands among the others as soon as it was read; its key takes it away here.
    await this.refresh();
    return true;
  }

  clear(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.messages = [];
    this.#keep([]);
    this.older = false;
    this.known = false;
    this.error = null;
  }
}
