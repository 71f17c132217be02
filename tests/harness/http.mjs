// HTTP clients of the four audiences, as the browser and integrators behave: a
// session keeps its cookies and sends the CSRF header with every write.
import { createHmac, createSign, randomUUID } from 'node:crypto';

/** One answer: status, headers, text and, where it is JSON, body. */
async function answer(response) {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const body = /\bjson\b/.test(type) && text ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, type, text, body };
}

export class Client {
  /** base: "http://localhost:1234/api/v1"; headers go with every request. */
  constructor(base, headers = {}) {
    this.base = base;
    this.headers = headers;
    this.cookies = new Map();
    this.csrf = undefined;
  }

  /** body: an object becomes JSON, a string or Buffer goes as it is. */
  async request(method, path, body, headers = {}) {
    const all = { ...this.headers, ...headers };
    if (this.cookies.size) all.cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
    if (this.csrf && method !== 'GET' && method !== 'HEAD') all['x-csrf-token'] ??= this.csrf;
    let payload = body;
    if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) {
      payload = JSON.stringify(body);
      all['content-type'] ??= 'application/json';
    }
    const url = path.startsWith('/api/') || path.startsWith('http') ? new URL(path, this.base) : this.base + path;
    const response = await fetch(url, { method, headers: all, body: payload, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '' || /max-age=0\b/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer(response);
  }

  get(path, headers) { return this.request('GET', path, undefined, headers); }
  post(path, body, headers) { return this.request('POST', path, body, headers); }
  put(path, body, headers) { return this.request('PUT', path, body, headers); }
  patch(path, body, headers) { return this.request('PATCH', path, body, headers); }
  delete(path, headers) { return this.request('DELETE', path, undefined, headers); }

  /** The same, and anything but the wanted status is an error that shows the answer. */
  async must(status, method, path, body, headers) {
    const got = await this.request(method, path, body, headers);
    if (got.status !== status) {
      throw new Error(`${method} ${path}: ${got.status}, wanted ${status}: ${got.text.slice(0, 1000)}`);
    }
    return got.body;
  }

  /** Every row of a keyset list, page after page. */
  async all(path) {
    const rows = [];
    for (let next; ;) {
      const at = next ? `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}` : path;
      const page = await this.must(200, 'GET', at);
      rows.push(...page.rows);
      if (!(next = page.next)) return rows;
    }
  }
}

/** A key that repeats nothing, for POSTs of integrators. */
export const once = () => ({ 'idempotency-key': randomUUID() });

const b64 = (x) => Buffer.from(typeof x === 'string' ? x : JSON.stringify(x)).toString('base64url');

/** A compact JWT. key: a secret for HS256, a private PEM for RS256 and ES256. */
export function jwt(claims, key, alg = 'HS256', header = {}) {
  const text = `${b64({ alg, typ: 'JWT', ...header })}.${b64(claims)}`;
  if (alg === 'none') return `${text}.`;
  const signature = alg.startsWith('HS')
    ? createHmac(`sha${alg.slice(2)}`, key).update(text).digest()
    : createSign(`SHA${alg.slice(2)}`).update(text).sign(alg.startsWith('ES') ? { key, dsaEncoding: 'ieee-p1363' } : key);
  return `${text}.${signature.toString('base64url')}`;
}

/** The six digits of a second factor (RFC 6238) at an instant in ms. */
export function totp(secret, at) {
  let bits = '';
  for (const c of secret.replace(/=+$/, '').toUpperCase()) {
    bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0');
  }
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const from = mac[19] & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1000000).padStart(6, '0');
}
