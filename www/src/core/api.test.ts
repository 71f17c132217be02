import { describe, expect, it, vi } from 'vitest';
import { ApiError, createClient, queryText } from './api';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(body === null ? null : JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  });

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof ApiError)) throw new Error('expected an ApiError');
  return error;
}

describe('requests', () => {
  it('carry the session token on writes only', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => answer(200, {}));
    const client = createClient({ base: '/api/x', fetch });
    client.setCsrf('t0ken');
    await client.get('/a', { q: 'x y', none: null });
    await client.post('/b', { n: 1 }, { ifMatch: '"3"', idempotencyKey: 'k' });
    const [read, write] = fetch.mock.calls;
    expect(read?.[0]).toBe('/api/x/a?q=x+y');
    expect(read?.[1]?.headers).not.toHaveProperty('X-CSRF-Token');
    expect(write?.[1]?.headers).toMatchObject({
      'X-CSRF-Token': 't0ken',
      'If-Match': '"3"',
      'Idempotency-Key': 'k',
      'Content-Type': 'application/json',
    });
    expect(write?.[1]?.body).toBe('{"n":1}');
  });

  it('write lists and leave out what is empty', () => {
    expect(queryText({ a: ['1', '2'], b: '', c: undefined, d: false })).toBe('?a=1&a=2&d=false');
    expect(queryText(undefined)).toBe('');
  });

  it('take an answer without a body', async () => {
    const client = createClient({ base: '', fetch: async () => new Response(null, { status: 204 }) });
    await expect(client.delete('/x')).resolves.toBeUndefined();
  });
});

describe('failures', () => {
  it('keep the problem, its fields and the request id', async () => {
    const problem = { title: 'Invalid', errors: [{ pointer: '/due_on', message: 'must be a day' }] };
    const client = createClient({
      base: '',
      fetch: async () => answer(422, problem, { 'X-Request-Id': 'r-1' }),
    });
    const error = await failure(client.post('/x', {}));
    expect(error.status).toBe(422);
    expect(error.requestId).toBe('r-1');
    expect(error.field('/due_on')).toBe('must be a day');
    expect(error.field('/title')).toBeNull();
  });

  it('say how long to wait', async () => {
    const client = createClient({ base: '', fetch: async () => answer(429, {}, { 'Retry-After': '17' }) });
    expect((await failure(client.get('/x'))).retryAfterS).toBe(17);
  });

  it('tell when the session ended', async () => {
    const onUnauthorized = vi.fn();
    const client = createClient({ base: '', onUnauthorized, fetch: async () => answer(401, {}) });
    await failure(client.get('/x'));
    expect(onUnauthorized).toHaveBeenCalledOnce();
  });

  it('have status 0 when nobody answers, and 502 when the answer is no JSON', async () => {
    const away = createClient({ base: '', fetch: () => Promise.reject(new TypeError('network')) });
    expect((await failure(away.get('/x'))).status).toBe(0);
    const odd = createClient({ base: '', fetch: async () => new Response('<html>', { status: 200 }) });
    expect((await failure(odd.get('/x'))).status).toBe(502);
  });

  it('pass an abort through as it is', async () => {
    const stop = new AbortController();
    stop.abort();
    const client = createClient({
      base: '',
      fetch: () => Promise.reject(new DOMException('aborted', 'AbortError')),
    });
    await expect(client.get('/x', undefined, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
