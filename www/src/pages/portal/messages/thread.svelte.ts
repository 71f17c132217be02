/*
 * The conversation as this browser knows it: what the server has, and what it
 * does not have yet. A message keeps its key through every try, so the server
 * stores it once however often it was sent.
 */
import { isAbort, newKey } from '$core/api';
import type { PortalMessage, PortalMessageIn } from '$core/api-types';
import type { Instant } from '$core/dates';
import type { Page } from '$ui/load.svelte';

export interface Waiting {
  key: string;
  body: string;
  invoiceId: string | null;
  invoiceNumber: string | null;
  at: Instant;
  state: 'sending' | 'failed';
  error: unknown;
}

export interface About {
  id: string;
  number: string;
}

export interface Wire {
  page(cursor: string | null): Promise<Page<PortalMessage>>;
  post(body: PortalMessageIn): Promise<PortalMessage>;
}

const byId = (a: PortalMessage, b: PortalMessage) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1);

export class Thread {
  /** Oldest first. */
  messages = $state.raw<readonly PortalMessage[]>([]);
  waiting = $state.raw<readonly Waiting[]>([]);
  older = $state.raw<string | null>(null);
  known = $state(false);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** The newest page; what is already here stays. */
  async refresh(): Promise<void> {
    await this.#read(null);
  }

  async loadOlder(): Promise<void> {
    if (this.older) await this.#read(this.older);
  }

  async #read(cursor: string | null): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      const page = await this.#wire.page(cursor);
      if (cursor !== null || !this.known) this.older = page.next;
      this.#merge(page.rows);
      this.known = true;
      this.error = null;
    } catch (error) {
      if (!isAbort(error)) this.error = error;
    } finally {
      this.loading = false;
    }
  }

  #merge(rows: readonly PortalMessage[]): void {
    const fresh = rows.filter((row) => !this.messages.some(({ id }) => id === row.id));
    if (fresh.length > 0) this.messages = [...this.messages, ...fresh].sort(byId);
  }

  send(body: string, about: About | null): Promise<boolean> {
    const one: Waiting = {
      key: newKey(),
      body,
      invoiceId: about?.id ?? null,
      invoiceNumber: about?.number ?? null,
      at: new Date().toISOString(),
      state: 'sending',
      error: null,
    };
    this.waiting = [...this.waiting, one];
    return this.#post(one);
  }

  async retry(key: string): Promise<boolean> {
    const one = this.waiting.find((waiting) => waiting.key === key);
    if (!one || one.state === 'sending') return false;
    return this.#post(this.#change(one, { state: 'sending', error: null }));
  }

  drop(key: string): void {
    this.waiting = this.waiting.filter((one) => one.key !== key);
  }

  #change(one: Waiting, change: Partial<Waiting>): Waiting {
    const next = { ...one, ...change };
    this.waiting = this.waiting.map((waiting) => (waiting.key === one.key ? next : waiting));
    return next;
  }

  async #post(one: Waiting): Promise<boolean> {
    try {
      const stored = await this.#wire.post({
        body: one.body,
        client_key: one.key,
        ...(one.invoiceId ? { invoice_id: one.invoiceId } : {}),
      });
      this.drop(one.key);
      this.#merge([stored]);
      return true;
    } catch (error) {
      this.#change(one, { state: 'failed', error });
      return false;
    }
  }

  clear(): void {
    this.messages = [];
    this.waiting = [];
    this.older = null;
    this.known = false;
    this.error = null;
  }
}
