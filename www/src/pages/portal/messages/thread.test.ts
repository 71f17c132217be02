import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '$core/api';
import type { Chat, ChatMessage } from '$core/api-types';
import { Thread, type Waiting, type Wire } from './thread.svelte';

const message = (seq: number, body: string, key: string | null = null): ChatMessage => ({
  id: String(100 + seq),
  seq,
  conversation_id: '1',
  invoice_id: null,
  invoice_number: null,
  dispute_id: null,
  side: 'contact',
  author_name: null,
  channel: 'portal',
  body,
  at: '2026-03-04T08:00:00Z',
  client_key: key,
  files: [],
});

const offline = () => new ApiError(0, {}, null, null);

/** A server that keeps messages and answers by number, as ours does. */
class Server {
  rows: ChatMessage[] = [];
  posted: string[] = [];
  down = 0;
  read: Wire['read'] = ({ after, before }) => {
    const rows = this.rows.filter((row) => row.seq > (after ?? 0) && row.seq < (before ?? Infinity));
    const shown = after === undefined ? rows.slice(-2) : rows.slice(0, 2);
    return Promise.resolve<Chat>({ rows: shown, more: shown.length < rows.length });
  };
  post: Wire['post'] = (body) => {
    this.posted.push(body.client_key);
    if (this.down > 0) {
      this.down -= 1;
      return Promise.reject(offline());
    }
    if (!this.rows.some((row) => row.client_key === body.client_key))
      this.rows.push(message(this.rows.length + 1, body.body, body.client_key));
    return Promise.resolve();
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a conversation', () => {
  it('begins with the newest, goes back page by page, and holds each message once', async () => {
    const server = new Server();
    server.rows = [1, 2, 3, 4, 5].map((n) => message(n, `m${n}`));
    const thread = new Thread(server);
    await thread.refresh();
    expect(thread.messages.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(thread.older).toBe(true);
    await thread.loadOlder();
    await thread.loadOlder();
    expect(thread.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(thread.older).toBe(false);
  });

  it('fetches all that is new behind the last one it knows, however much', async () => {
    const server = new Server();
    server.rows = [message(1, 'a')];
    const thread = new Thread(server);
    await thread.refresh();
    server.rows.push(...[2, 3, 4, 5, 6].map((n) => message(n, `m${n}`)));
    await Promise.all([thread.refresh(), thread.refresh()]);
    expect(thread.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('sends until it is answered, with the same key, and shows the message once', async () => {
    const server = new Server();
    server.down = 3;
    const thread = new Thread(server);
    const sent = thread.send('hello', { id: '7', number: 'INV-7' });
    expect(thread.waiting).toMatchObject([{ state: 'sending', body: 'hello', invoiceId: '7' }]);
    await vi.runAllTimersAsync();
    expect(await sent).toBe(true);
    expect(server.posted).toHaveLength(4);
    expect(new Set(server.posted).size).toBe(1);
    expect(thread.waiting).toEqual([]);
    expect(thread.messages.map(({ body }) => body)).toEqual(['hello']);
  });

  it('sends what is written while one waits behind it, and not what was taken back', async () => {
    const server = new Server();
    server.down = 2;
    const thread = new Thread(server);
    const sent = ['first', 'second', 'third'].map((body) => thread.send(body, null));
    thread.drop(thread.waiting[1]?.key ?? '');
    await vi.runAllTimersAsync();
    expect(await Promise.all(sent)).toEqual([true, false, true]);
    await thread.refresh();
    expect(server.rows.map(({ body }) => body)).toEqual(['first', 'third']);
    expect(thread.waiting).toEqual([]);
  });

  it('leaves what was refused to its writer', async () => {
    const server = new Server();
    const thread = new Thread({
      read: server.read,
      post: () => Promise.reject(new ApiError(422, {}, null, null)),
    });
    expect(await thread.send('hello', null)).toBe(false);
    expect(thread.waiting).toMatchObject([{ state: 'failed' }]);
    thread.drop(thread.waiting[0]?.key ?? '');
    expect(thread.waiting).toEqual([]);
  });

  it('sends after a reload what had no answer, under the key it had', async () => {
    let kept: readonly Waiting[] = [];
    const store = {
      load: () => JSON.parse(JSON.stringify(kept)) as unknown,
      save: (w: readonly Waiting[]) => (kept = w),
    };
    const server = new Server();
    // it got there, and the answer was lost
    const lost = new Thread(
      { read: server.read, post: (body) => server.post(body).then(() => new Promise(() => {})) },
      store,
    );
    void lost.send('once', null);
    await vi.runAllTimersAsync();
    expect(kept).toHaveLength(1);
    const next = new Thread(server, store);
    next.begin();
    await vi.runAllTimersAsync();
    expect(next.messages.map(({ body }) => body)).toEqual(['once']);
    expect(server.rows).toHaveLength(1);
    expect(kept).toEqual([]);
  });

  it('keeps what it has when a refresh fails', async () => {
    const server = new Server();
    server.rows = [message(1, 'a')];
    const read = vi.fn(server.read);
    const thread = new Thread({ read, post: server.post });
    await thread.refresh();
    read.mockRejectedValueOnce(offline());
    await thread.refresh();
    expect(thread.messages).toHaveLength(1);
    expect(thread.error).toBeInstanceOf(ApiError);
  });
});
