// The OpenAPI document as a judge: a client that checks every answer against the
// shape its route declares, and keeps count of the operations it saw.
import assert from 'node:assert/strict';

const SCALAR = {
  string: (v) => typeof v === 'string',
  integer: (v) => Number.isInteger(v),
  boolean: (v) => typeof v === 'boolean',
  null: (v) => v === null,
  array: Array.isArray,
  object: (v) => v !== null && typeof v === 'object' && !Array.isArray(v),
};
const FORMAT = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};

/** Faults of a value against a JSON Schema, as far as our documents use it. */
export function faultsOf(schema, value, doc, at = '') {
  if (schema.$ref) return faultsOf(at2(doc, schema.$ref), value, doc, at);
  if (schema.anyOf) {
    const all = schema.anyOf.map((s) => faultsOf(s, value, doc, at));
    return all.some((f) => f.length === 0) ? [] : all[0];
  }
  if (schema.enum) return schema.enum.includes(value) ? [] : [`${at}: ${JSON.stringify(value)} is none of ${schema.enum}`];
  const types = [schema.type ?? []].flat();
  if (types.length && !types.some((t) => SCALAR[t](value))) return [`${at}: ${JSON.stringify(value)} is no ${types}`];
  const faults = [];
  if (typeof value === 'string') {
    if (schema.pattern && !new RegExp(schema.pattern).test(value)) faults.push(`${at}: "${value}" is not like ${schema.pattern}`);
    if (schema.format && !FORMAT[schema.format].test(value)) faults.push(`${at}: "${value}" is no ${schema.format}`);
  }
  if (Array.isArray(value)) value.forEach((v, i) => faults.push(...faultsOf(schema.items ?? {}, v, doc, `${at}/${i}`)));
  else if (value && typeof value === 'object') {
    for (const name of schema.required ?? []) if (!(name in value)) faults.push(`${at}/${name} is missing`);
    for (const [name, v] of Object.entries(value)) {
      if (schema.properties?.[name]) faults.push(...faultsOf(schema.properties[name], v, doc, `${at}/${name}`));
      else if (schema.additionalProperties === false) faults.push(`${at}/${name} is not declared`);
    }
  }
  return faults;
}

const at2 = (doc, ref) => ref.slice(2).split('/').reduce((o, k) => o[k], doc);

export class Contract {
  constructor(doc) {
    this.doc = doc;
    this.seen = new Set();
    this.reads = new Map(); // by route: an address of it that was answered
    this.writes = []; // what may have changed something, and the id of its request
    this.routes = Object.entries(doc.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, op]) => ({
      method: method.toUpperCase(),
      path,
      op,
      // a literal part beats an id
      weight: (path.match(/\{/g) ?? []).length,
      like: new RegExp(`^${path.replace(/\{[a-z_]*id\}/g, '[0-9]+').replace(/\{\w+\}/g, '[^/]+')}$`),
    }))).sort((a, b) => a.weight - b.weight);
  }

  static async of(stack) {
    const got = await fetch(`${stack.url}/api/openapi.json`);
    assert.equal(got.status, 200);
    return new Contract(await got.json());
  }

  find(method, path) { return this.routes.find((r) => r.method === method && r.like.test(path)); }

  check(method, path, got, asked, search = '') {
    const route = this.find(method, path);
    assert.ok(route, `${method} ${path} is not in the document`);
    // an upsert answers 201 for what is new in the shape of its 200
    const good = Object.keys(route.op.responses).find((code) => code !== 'default');
    const declared = got.status < 300 ? route.op.responses[good] : undefined;
    if (declared) this.seen.add(`${method} ${route.path}`);
    if (declared && method === 'GET' && route.path.includes('/collector/') && !(this.reads.get(route.path)?.full > got.text.length)) {
      this.reads.set(route.path, { at: path + search, full: got.text.length });
    }
    if (declared && method !== 'GET') {
      this.writes.push({ route: `${method} ${route.path}`, path: `${method} ${path}`, got, asked, request: got.headers.get('x-request-id') });
    }
    const content = (declared ?? route.op.responses.default).content;
    if (!content) {
      assert.equal(got.text, '', `${method} ${path} declares no body`);
      return;
    }
    const [type, { schema }] = Object.entries(content)[0];
    assert.ok(got.type.startsWith(type), `${method} ${path}: ${got.status} as ${got.type}, declared ${type}`);
    assert.deepEqual(faultsOf(schema, got.body, this.doc), [], `${method} ${path} ${got.status}`);
  }

  /** Makes a client check all its answers. */
  watch(client) {
    const ask = client.request.bind(client);
    client.request = async (method, path, body, headers) => {
      const got = await ask(method, path, body, headers);
      const url = new URL(path.startsWith('/api/') || path.startsWith('http') ? new URL(path, client.base) : client.base + path);
      if (!/format=columns/.test(url.search)) this.check(method, url.pathname, got, body, url.search);
      return got;
    };
    return client;
  }

  unseen() { return this.routes.map((r) => `${r.method} ${r.path}`).filter((name) => !this.seen.has(name)); }
}
