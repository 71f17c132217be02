/*
 * Talks to the server. One client per audience (its base address and session);
 * every failure becomes an ApiError that says what a person can do about it.
 */

export interface FieldProblem {
  pointer: string;
  message: string;
}

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  request_id?: string;
  errors?: FieldProblem[];
}

/** status 0: the server did not answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  readonly requestId: string | null;
  readonly retryAfterS: number | null;

  constructor(status: number, problem: Problem, requestId: string | null, retryAfterS: number | null) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.requestId = requestId;
    this.retryAfterS = retryAfterS;
  }

  /** What was wrong with one field of the request ("/email"), if the server named it. */
  field(pointer: string): string | null {
    return this.problem.errors?.find((error) => error.pointer === pointer)?.message ?? null;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>;

export interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  body?: unknown;
  /** A file to be sent as it is, instead of a body. */
  file?: Blob;
  /** ETag of what was read: the write fails with 412 when it changed meanwhile. */
  ifMatch?: string | null;
  /** Makes a repeated POST safe; use the same key for a retry of the same intent. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export interface Answer<T> {
  data: T;
  etag: string | null;
  requestId: string | null;
  status: number;
}

export interface ClientOptions {
  base: string;
  /** The session ended or was never there. */
  onUnauthorized?: () => void;
  fetch?: typeof fetch;
}

export interface Client {
  send<T>(path: string, request?: Request): Promise<Answer<T>>;
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T>;
  post<T>(path: string, body?: unknown, options?: Omit<Request, 'method' | 'body'>): Promise<T>;
  put<T>(path: string, body: unknown, options?: Omit<Request, 'method' | 'body'>): Promise<T>;
  patch<T>(path: string, body: unknown, options?: Omit<Request, 'method' | 'body'>): Promise<T>;
  delete<T>(path: string, options?: Omit<Request, 'method'>): Promise<T>;
  /** The token that goes with the session cookie on every write. */
  setCsrf(token: string | null): void;
}

const CSRF_HEADER = 'X-CSRF-Token';

export function queryText(query: Query | undefined): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === null || value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

export const newKey = (): string =>
  crypto.randomUUID?.() ??
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function readProblem(response: Response): Promise<Problem> {
  const type = response.headers.get('Content-Type') ?? '';
  if (!type.includes('json')) return {};
  try {
    return (await response.json()) as Problem;
  } catch {
    return {};
  }
}

function retryAfter(response: Response): number | null {
  const text = response.headers.get('Retry-After');
  if (!text) return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

export function createClient(options: ClientOptions): Client {
  let csrf: string | null = null;

  async function send<T>(path: string, request: Request = {}): Promise<Answer<T>> {
    const method = request.method ?? 'GET';
    const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' };
    if (request.file) headers['Content-Type'] = request.file.type || 'application/octet-stream';
    else if (request.body !== undefined) headers['Content-Type'] = 'application/json';
    if (method !== 'GET' && csrf) headers[CSRF_HEADER] = csrf;
    if (request.ifMatch) headers['If-Match'] = request.ifMatch;
    if (request.idempotencyKey) headers['Idempotency-Key'] = request.idempotencyKey;

    let response: Response;
    try {
      response = await (options.fetch ?? fetch)(options.base + path + queryText(request.query), {
        method,
        headers,
        body: request.file ?? (request.body === undefined ? undefined : JSON.stringify(request.body)),
        credentials: 'same-origin',
        signal: request.signal,
      });
    } catch (cause) {
      if (request.signal?.aborted) throw cause;
      throw new ApiError(0, {}, null, null);
    }

    const requestId = response.headers.get('X-Request-Id');
    if (!response.ok) {
      const problem = await readProblem(response);
      if (response.status === 401) options.onUnauthorized?.();
      throw new ApiError(
        response.status,
        problem,
        requestId ?? problem.request_id ?? null,
        retryAfter(response),
      );
    }
    const text = await response.text();
    let data: T;
    try {
      data = (text ? JSON.parse(text) : undefined) as T;
    } catch {
      throw new ApiError(502, {}, requestId, null);
    }
    return { data, etag: response.headers.get('ETag'), requestId, status: response.status };
  }

  const data =
    (method: NonNullable<Request['method']>) =>
    async <T>(path: string, body?: unknown, rest: Omit<Request, 'method' | 'body'> = {}): Promise<T> =>
      (await send<T>(path, { ...rest, method, body })).data;

  return {
    send,
    get: async <T>(path: string, query?: Query, signal?: AbortSignal) =>
      (await send<T>(path, { query, signal })).data,
    post: data('POST'),
    put: data('PUT'),
    patch: data('PATCH'),
    delete: async <T>(path: string, rest: Omit<Request, 'method'> = {}) =>
      (await send<T>(path, { ...rest, method: 'DELETE' })).data,
    setCsrf(token) {
      csrf = token;
    },
  };
}

export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';
