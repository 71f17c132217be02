// make sqlmap: every route of a running copy under sqlmap (Debian's package), in every part that
// a request has: ids of the path, parameters, members of the body, and once the headers. Hours
// on a small machine, so it is no part of `make test`.
//
//    node tests/lint/sqlmap.mjs [--only PATTERN] [--from N] [--jobs N] [--level N] [--risk N] [--technique BEUSTQ]
//
// The list comes from the API's own document, values from its schemas and the demo company. Each
// line says how the route answers without a payload: what is refused then is tried all the same,
// but only as far as it is read. --from goes on where a sitting ended.
// Exit 1 when a part can be injected into, when a route answered none of its requests as the
// program does (a session that ended, a limit), or when the program itself failed (5xx).
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Contract } from '../api/contract.mjs';
import { OF_NAME, OF_PATH, UNKNOWN, isId } from '../api/matrix_world.mjs';
import { member } from '../api/portal_people.mjs';
import { Stack, run } from '../harness/stack.mjs';

const { values: args } = parseArgs({ options: {
  only: { type: 'string', default: '' }, jobs: { type: 'string', default: '2' },
  level: { type: 'string', default: '2' }, risk: { type: 'string', default: '1' },
  from: { type: 'string', default: '1' }, technique: { type: 'string', default: 'BEUSTQ' },
} });

if ((await run('sqlmap', ['--version']).catch(() => ({ code: 1 }))).code) {
  console.error('sqlmap is missing: apt-get install sqlmap');
  process.exit(2);
}

// as the worker stands still, nothing that a request starts goes on without us
const stack = await Stack.start({ company: 'demo', now: '2026-03-04T09:00:00Z' });
await stack.dunlin('evaluate');
const contract = await Contract.of(stack);
const admin = await stack.admin();
const link = new URL(stack.logins().portal?.url ?? (await firstLink()));
const [{ customer_id: customer }] = await stack.sql('SELECT customer_id FROM access_link ORDER BY id DESC LIMIT 1');
const person = await member(stack, admin, customer, 'sqlmap@debtor.example', 'admin');

async function firstLink() {
  const [{ id }] = await stack.sql('SELECT customer_id AS id FROM item WHERE side = \'debit\' AND is_open = 1 LIMIT 1');
  return (await admin.must(201, 'POST', `/customers/${id}/portal-links`, { scope: 'account' })).url;
}

// -- what is asked ---------------------------------------------------------------------

const MARK = '*'; // sqlmap puts its payloads behind each of these
const ids = new Map();
async function idOf(kind, portal) {
  const key = `${kind} ${portal}`;
  if (ids.has(key)) return ids.get(key);
  let sql = OF_PATH[kind];
  if (sql && portal) sql = sql.replace(/customer_id <> \d+/, `customer_id = ${customer}`);
  const [row] = sql ? await stack.sql(`${sql} ORDER BY id LIMIT 1`) : [];
  ids.set(key, row?.id ?? UNKNOWN);
  return ids.get(key);
}

// names in paths that lead somewhere: the part before, or the parameter itself
const NAMES = {
  kind: async () => 'strategy',
  name: async (before) => (before === 'settings' ? 'company.name' : (await first("SELECT name FROM script WHERE kind = 'strategy'")) ?? 'x'),
  code: async (before) => first(before === 'templates' ? 'SELECT code FROM template' : 'SELECT code FROM dispute_reason'),
  system: async (before) => SOURCE[before] && first(`SELECT source_system FROM ${SOURCE[before]}`),
  key: async (before, parts) => SOURCE[parts.at(-3)] && first(`SELECT source_id FROM ${SOURCE[parts.at(-3)]}`),
  provider: async () => 'sandbox', role: async () => 'manager', no: async () => 1, seq: async () => 1,
};
const SOURCE = { customers: 'customer', contacts: 'contact', invoices: "item WHERE kind = 'invoice'", 'credit-notes': "item WHERE side = 'credit'",
  payments: "item WHERE kind = 'payment'", allocations: 'allocation' };
async function first(sql) {
  const [row] = await stack.sql(`${sql} LIMIT 1`).catch(() => []);
  return row && Object.values(row)[0];
}

const resolved = (schema) => (schema.$ref ? schema.$ref.slice(2).split('/').reduce((o, k) => o[k], contract.doc)
  : schema.anyOf ? resolved(schema.anyOf.find((s) => s.type !== 'null')) : schema);

async function scalar(schema, name, portal) {
  if (isId(name)) return idOf(OF_NAME[name]?.[0], portal);
  if (schema.enum) return schema.enum[0];
  if (schema.format === 'date') return '2026-03-20';
  if (schema.format === 'date-time') return '2026-03-20T08:00:00Z';
  const type = [schema.type].flat().find((t) => t !== 'null');
  if (type === 'integer') return schema.minimum ?? 1;
  if (type === 'boolean') return false;
  return { amount: '1.00', currency: 'EUR', country: 'DE', email: 'x@example.org', language: 'en' }[name] ?? 'x';
}

/** JSON text of all members of a body, each scalar with a mark. */
async function body(schema, name, portal, depth = 0) {
  const s = resolved(schema);
  const type = [s.type ?? (s.properties ? 'object' : 'string')].flat().find((t) => t !== 'null');
  if (type === 'array') return `[${await body(s.items ?? { type: 'string' }, name, portal, depth + 1)}]`;
  if (type === 'object') {
    if (depth > 3) return '{}';
    const parts = [];
    for (const [member_, x] of Object.entries(s.properties ?? {})) parts.push(`${JSON.stringify(member_)}:${await body(x, member_, portal, depth + 1)}`);
    return `{${parts.join(',')}}`;
  }
  const value = await scalar(s, name, portal);
  return typeof value === 'string' ? `"${value}${MARK}"` : `${value}${MARK}`;
}

/**
 * Parameters of a route with values that it takes, so that what is tried behind one gets past the others. One that takes
 * none of these is tried alone, unless it is needed.
 */
async function choose(route, path, portal, principal) {
  const wanted = (route.op.parameters ?? []).filter((x) => x.in === 'query').sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
  const taken = [], odd = [];
  const plain = path.join('/').replaceAll(MARK, '');
  for (const p of wanted) {
    const values = [await scalar(resolved(p.schema), p.name, portal), '1.00', 'en', '2026-03', 'EUR', '1'];
    let value;
    for (const one of route.method === 'GET' && value === undefined ? values : []) {
      const at = `${plain}?${new URLSearchParams([...taken, [p.name, one]])}`;
      const got = await fetch(stack.url + at, { headers: headersOf(principal), redirect: 'manual' });
      await got.arrayBuffer();
      if (got.status < 400) {
        value = one;
        break;
      }
    }
    if (value === undefined) odd.push([p.name, values[0]]);
    else taken.push([p.name, value]);
  }
  const all = route.method !== 'GET' || taken.length === 0;
  return { first: [...taken, ...odd.filter(([name]) => all || wanted.find((p) => p.name === name).required)],
    alone: odd.filter(([name]) => !all && !wanted.find((p) => p.name === name).required) };
}

const headersOf = ({ cookie: mine, bearer }) => ({ ...(mine ? { cookie: mine } : {}), ...(bearer ? { authorization: bearer } : {}) });

/** The requests of a route as they go over the wire: one with what it takes, and one for each parameter that it does not take so. */
async function requests_(route, principal, withHeaders) {
  const portal = route.path.startsWith('/api/portal/');
  const parts = route.path.split('/');
  const path = [];
  for (const [at, part] of parts.entries()) {
    const param = /^\{(\w+)\}$/.exec(part)?.[1];
    const named = param && !/id$/.test(param) && await NAMES[param]?.(parts[at - 1], parts.slice(0, at + 1));
    path.push(param ? `${/id$/.test(param) ? await idOf(parts[at - 1], portal) : encodeURIComponent(named || 'x')}${MARK}` : part);
  }
  const chosen = await choose(route, path, portal, principal);
  const queries = [chosen.first, ...chosen.alone.map((one) => [one])].map((some) => some.map(([name, value]) => `${name}=${encodeURIComponent(value)}${MARK}`));
  const json = route.op.requestBody?.content?.['application/json']?.schema;
  const data = json ? await body(json, '', portal) : route.op.requestBody ? `x${MARK}` : '';
  const mark = withHeaders ? MARK : '';
  const headers = { host: `localhost:${stack.port}`, 'user-agent': 'sqlmap', accept: 'application/json' };
  if (principal.cookie) headers.cookie = principal.cookie + mark;
  if (principal.bearer) headers.authorization = principal.bearer + mark;
  if (withHeaders) headers['x-request-id'] = `x${MARK}`;
  if (route.method !== 'GET') Object.assign(headers, { 'x-csrf-token': principal.csrf + mark, 'if-match': `"1${mark}"`, 'idempotency-key': `k${mark}` });
  if (route.op.requestBody) headers['content-type'] = json ? 'application/json' : 'application/octet-stream';
  const text = Object.entries(headers).filter(([, v]) => v !== undefined).map(([k, v]) => `${k}: ${v}`).join('\r\n');
  return queries.map((query, nth) => {
    // ids of the path are tried once
    const at = `${nth ? path.join('/').replaceAll(MARK, '') : path.join('/')}${query.length ? `?${query.join('&')}` : ''}`;
    return { raw: `${route.method} ${at} HTTP/1.1\r\n${text}\r\n\r\n${data}`, marks: `${at}${data}`.split(MARK).length - 1, at, data, headers };
  });
}

// -- as whom ---------------------------------------------------------------------------

const cookie = (client) => [...client.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
const WHO = {
  '/api/portal/': { cookie: cookie(person), csrf: person.csrf },
  '/api/v1/': { bearer: stack.integrator().headers.authorization },
  '/api/': { cookie: cookie(admin), csrf: admin.csrf },
};
const principalOf = (path) => WHO[Object.keys(WHO).find((base) => path.startsWith(base))];

// what routes do to whoever asks is undone at once: else the rest of a route's payloads would meet a 401
const again = setInterval(() => stack.mysql(`
  UPDATE session SET revoked_at = NULL, expires_at = '2100-01-01', last_seen_at = '2099-01-01';
  UPDATE portal_session SET revoked_at = NULL, expires_at = '2100-01-01', last_seen_at = '2099-01-01' WHERE person_id IS NOT NULL;
  UPDATE user SET status = 'active', role = 'admin' WHERE email = '${stack.logins().admin.email}';
  UPDATE portal_membership SET role = 'admin', known_to = NULL WHERE customer_id = ${customer}
     AND person_id = (SELECT id FROM person WHERE email = 'sqlmap@debtor.example');
  DELETE FROM login_attempt;`).catch(() => {}), 500);

// -- asking -----------------------------------------------------------------------------

const dir = join(stack.var, 'sqlmap');
mkdirSync(dir);
const found = [], failed = [], idle = [];
let done = 0, marks = 0, requests = 0;

function sqlmap(file, out, ...more) {
  return new Promise((ok) => {
    const child = spawn('nice', ['-n', '19', 'sqlmap', '-r', file, '--batch', '--ignore-stdin', '--level', args.level, '--risk', args.risk, '--technique', args.technique, '--dbms', 'mysql',
      '--threads', '4', '--ignore-code', '*', '--skip-waf', '--drop-set-cookie', '--flush-session', '--disable-coloring',
      '--timeout', '60', '--time-sec', '4', '--output-dir', out, '-v', '1', ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (d) => { text += d; });
    child.stderr.on('data', (d) => { text += d; });
    child.on('close', () => ok(text));
  });
}

/** That it finds what is there: a server that does what ours never may, before the same database. */
async function proveItself() {
  const server = createServer(async (ask, reply) => {
    const id = new URL(ask.url, 'http://x').searchParams.get('id');
    try {
      reply.end(JSON.stringify(await stack.sql(`SELECT number FROM customer WHERE number <> '' AND id = ${id} LIMIT 1`)));
    } catch (fault) {
      reply.writeHead(500).end(fault.message);
    }
  });
  await new Promise((ok) => server.listen(0, '127.0.0.1', ok));
  const file = join(dir, 'proof.txt');
  writeFileSync(file, `GET /?id=${customer}${MARK} HTTP/1.1\r\nhost: 127.0.0.1:${server.address().port}\r\n\r\n`);
  const out = await sqlmap(file, join(dir, 'proof'), '--technique', 'B');
  server.close();
  if (!over && !/^Parameter: /m.test(out)) throw new Error(`sqlmap does not find what is there:\n${out.slice(-2000)}`);
}

/** Whether its answers still were those to somebody who is signed in. */
async function stillIn(path, principal) {
  const base = Object.keys(WHO).find((one) => path.startsWith(one));
  const at = { '/api/portal/': 'portal/v1/session', '/api/v1/': 'v1/customers?limit=1', '/api/': 'collector/v1/session' }[base];
  const got = await fetch(`${stack.url}/api/${at}`, { headers: headersOf(principal) });
  return got.status === 200;
}

const logged = () => stack.events('web').filter((e) => e.event === 'request');

/** How it answers without a payload. */
async function plainly(route, { at, data, headers }) {
  const { host, ...more } = Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, `${v}`.replaceAll(MARK, '')]));
  const got = await fetch(stack.url + at.replaceAll(MARK, ''), { method: route.method, headers: more, redirect: 'manual',
    ...(data && route.method !== 'GET' ? { body: data.replaceAll(MARK, '') } : {}) }).catch(() => undefined);
  await got?.arrayBuffer();
  return got?.status ?? 0;
}

async function look(route, nr, withHeaders) {
  const name = `${route.method} ${route.path}`;
  const principal = principalOf(route.path);
  let n = 0, clean = true;
  const said = [];
  for (const [nth, one] of (await requests_(route, principal, withHeaders)).entries()) {
    if (one.marks === 0 && !withHeaders) continue;
    said.push(await plainly(route, one));
    n += one.marks;
    clean = await ask(name, `${nr}-${nth}`, one.raw, route, principal) && clean;
  }
  marks += n;
  done++;
  console.log(`${String(nr + 1).padStart(4)} ${name} (${n}) ${said.join(' ')}${clean ? '' : ': see below'}`);
}

/** One request under sqlmap; whether nothing was found and it was asked to the end. */
async function ask(name, nr, raw, route, principal) {
  const file = join(dir, `${nr}.txt`), was = found.length + failed.length + idle.length;
  writeFileSync(file, raw);
  const out = await sqlmap(file, join(dir, `out${nr}`));
  rmSync(join(dir, `out${nr}`), { recursive: true, force: true });
  requests += Number(/HTTP error codes detected[^]*$/.test(out)) && [...out.matchAll(/- (\d+) times/g)].reduce((sum, [, x]) => sum + Number(x), 0);
  for (const [line] of out.matchAll(/^Parameter: .*$/gm)) found.push(`${name}: ${line}\n${/Payload: .*/.exec(out)?.[0] ?? ''}`);
  for (const [, code, times] of out.matchAll(/(5\d\d) \([^)]*\) - (\d+) times/g)) if (code !== '503') failed.push(`${name}: ${code}, ${times} times`);
  if (!await stillIn(route.path, principal)) idle.push(`${name}: the session ended`);
  if (!/do not appear to be injectable|is vulnerable|Parameter: /.test(out)) idle.push(`${name}: ${out.trim().split('\n').filter((x) => /CRITICAL|ERROR|WARN/.test(x)).slice(0, 6).join(' ; ').slice(0, 600)}`);
  return found.length + failed.length + idle.length === was;
}

const routes = contract.routes.filter(({ path }) => path.startsWith('/api/') && path !== '/api/openapi.json')
  .filter(({ method, path }) => new RegExp(args.only).test(`${method} ${path}`))
  // what strangers reach comes first
  .sort((a, b) => Number(b.path.startsWith('/api/portal/')) - Number(a.path.startsWith('/api/portal/')));
const firstOf = new Set();
const queue = routes.map((route, nr) => {
  // the headers are the same code for every route of an audience: once each, with a write
  const kind = route.path.split('/').slice(0, 4).join('/');
  const withHeaders = route.method !== 'GET' && !firstOf.has(kind) && firstOf.add(kind) !== undefined;
  return () => look(route, nr, withHeaders);
}).slice(Number(args.from) - 1);
const began = Date.now();
let over = false;
/** What was found so far; a sitting that is interrupted says it, too. */
async function end() {
  over = true;
  queue.length = 0;
  const say = (what, list) => { if (list.length) console.log(`\n${what}:\n${list.map((x) => `  ${x}`).join('\n')}`); };
  console.log(`\n${done} routes, ${marks} parts of requests, ${logged().length || requests} requests, ${Math.round((Date.now() - began) / 60000)} minutes: ${found.length} can be injected into`);
  say('Injectable', found);
  say('The program failed', failed);
  say('Not asked to the end', idle);
  clearInterval(again);
  await stack.stop();
  process.exit(found.length || failed.length || idle.length ? 1 : 0);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
await proveItself();
await Promise.all(Array.from({ length: Number(args.jobs) }, async () => {
  for (let next; (next = queue.shift());) await next().catch((fault) => { if (!over) throw fault; });
  if (over) await new Promise(() => {}); // the end is under way
}));

await end();
