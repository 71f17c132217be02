import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '$core/api';
import type { PortalMessage } from '$core/api-types';
import { Thread, type Wire } from './thread.svelte';

const message = (id: string, body: string): PortalMessage => ({
  id,
  author: 'you',
  author_name: null,
  body,
  at: '2026-03-04T08:00:00Z',
  invoice_id: null,
  invoice_number: null,
});

const offline = () => new ApiError(0, {}, null, null);

describe('a conversation', () => {
  it('stands oldest first, whatever order its pages come in, and holds each message once', async () => {
    const pages = [
      { rows: [message('12', 'c'), message('11', 'b')], next: 'older' },
      { rows: [message('9', 'a')], next: null },
      { rows: [message('13', 'd'), message('12', 'c')], next: 'older' },
    ];
    const thread = new Thread({ page: async () => pages.shift() as never, post: vi.fn() });
    await thread.refresh();
    await thread.loadOlder();
    expect(thread.older).toBeNull();
    await thread.refresh();
    expect(thread.messages.map(({ body }) => body)).toEqual(['a', 'b', 'c', 'd']);
    expect(thread.older).toBeNull();
  });

  it('keeps the key of a message through every try', async () => {
    const keys: string[] = [];
    const post: Wire['post'] = async (body) => {
      keys.push(body.client_key);
      if (keys.length < 3) throw offline();
      return message('1', body.body);
    };
    const thread = new Thread({ page: vi.fn(), post });
    expect(await thread.send('hello', { id: '7', number: 'INV-7' })).toBe(false);
    const [failed] = thread.waiting;
    expect(failed).toMatchObject({ state: 'failed', body: 'hello', invoiceId: '7' });
    expect(await thread.retry(failed?.key ?? '')).toBe(false);
    expect(await thread.retry(failed?.key ?? '')).toBe(true);
    expect(new Set(keys).size).toBe(1);
    expect(thread.waiting).toEqual([]);
    expect(thread.messages.map(({ body }) => body)).toEqual(['hello']);
  });

  it('does not send a message again that is on its way', async () => {
    let answer: (message: PortalMessage) => void = () => undefined;
    const post = vi.fn(() => new Promise<PortalMessage>((resolve) => (answer = resolve)));
    const thread = new Thread({ page: vi.fn(), post });
    const sent = thread.send('once', null);
    expect(await thread.retry(thread.waiting[0]?.key ?? '')).toBe(false);
    answer(message('1', 'once'));
    expect(await sent).toBe(true);
    expect(post).toHaveBeenCalledTimes(1);
  });

  it('keeps what it has when a refresh fails', async () => {
    const page = vi.fn<Wire['page']>();
    page.mockResolvedValueOnce({ rows: [message('1', 'a')], next: null });
    page.mockRejectedValueOnce(offline());
    const thread = new Thread({ page, post: vi.fn() });
    await thread.refresh();
    await thread.refresh();
    expect(thread.messages).toHaveLength(1);
    expect(thread.error).toBeInstanceOf(ApiError);
  });
});
