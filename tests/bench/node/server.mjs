// What Dunlin's API cases are compared with: fastify and mariadb, the same statements
// (from sql/queries) and the same JSON. One process:
//
//    node server.mjs SOCKET DATABASE_SOCKET DATABASE STATEMENTS.json
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import mariadb from 'mariadb';

const [socket, socketPath, database, file] = process.argv.slice(2);
const statements = JSON.parse(readFileSync(file, 'utf8'));
const pool = mariadb.createPool({ socketPath, user: 'root', database, connectionLimit: 4, rowsAsArray: false,
  dateStrings: true, bigIntAsNumber: true, timezone: 'Z' });
const PAGE = 50;
const MAX_ID = 18446744073709551615n;

const run = (name, values) => {
  const s = statements[name];
  return pool.execute(s.sql, s.names.map((key) => values[key] ?? null));
};
const money = (minor, currency) => {
  if (currency === 'JPY') return String(minor);
  const cents = Math.abs(minor);
  return `${minor < 0 ? '-' : ''}${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
};
const milli = (v) => (v / 1000).toFixed(3).replace(/0{1,2}$/, '');
const days = (from, to) => (Date.parse(to) - Date.parse(from)) / 86400000;

async function session(req, reply) {
  const token = /(?:^|; *)dunlin_session=([^;]*)/.exec(req.headers.cookie ?? '')?.[1];
  const hash = token && createHash('sha256').update(token).digest();
  const [row] = hash ? await run('session_by_token', { token_hash: hash }) : [];
  if (!row) return reply.code(401).send();
  req.user = row;
}

const text = { type: 'string' }, maybe = { type: ['string', 'null'] }, int = { type: 'integer' }, bool = { type: 'boolean' };
const list = (properties) => ({
  response: {
    200: {
      type: 'object',
      properties: { rows: { type: 'array', items: { type: 'object', properties } }, next: maybe },
    },
  },
});
const ITEM = {
  id: text, case_id: text, kind: text, side: text, number: text, reference: maybe, issued_on: text, due_on: maybe,
  days_late: int, amount: text, open: text, currency: text, disputed: text, promised: text, held: bool, status: text,
  instalments: { type: 'array', items: { type: 'object', properties: { id: text, seq: int, due_on: text, amount: text, open: text } } },
  expected_on: maybe, expected_from: maybe, expected_to: maybe,
  expected_why: { type: 'array', items: { type: 'object', additionalProperties: true } },
};
const CASE = {
  case_id: text, customer_id: text, number: text, name: text, currency: text, division: maybe, score: text, status: text,
  reason: text, next_action: text, next_on: maybe, exception: bool, open: text, overdue: text, not_due: text, b1: text,
  b2: text, b3: text, b4: text, unapplied: text, disputed: text, promised: text, overdue_base: text, items: int,
  oldest_due_on: maybe, days_late: int, broken: int, tags: { type: 'array', items: text }, strategy: maybe,
  last_contact_on: maybe, assignee: maybe, version: int,
  causes: { type: 'array', items: text }, open_base: text, assignee_id: maybe,
};

const notBefore = (today, day) => (day < today ? today : day);

function item(row, claims, forecasts, today) {
  const f = forecasts.find((one) => one.instalment_id === row.inst_id);
  const late = days(row.sort_on, today);
  let disputed = 0, promised = 0, held = false;
  for (const c of claims) {
    if (c.kind === 'hold') held ||= !c.item_id || c.item_id === row.id;
    else if (c.item_id === row.id) c.kind === 'dispute' ? (disputed += c.minor) : (promised += c.minor);
  }
  return {
    id: String(row.id), case_id: String(row.case_id), kind: row.kind, side: row.side, number: row.number,
    reference: row.reference, issued_on: row.issued_on, due_on: row.sort_on, days_late: row.open_minor && late > 0 ? late : 0,
    amount: money(row.amount_minor, row.currency), open: money(row.open_minor, row.currency), currency: row.currency,
    disputed: money(disputed, row.currency), promised: money(promised, row.currency), held, status: row.status,
    instalments: [{ id: String(row.inst_id), seq: row.inst_seq, due_on: row.sort_on,
      amount: money(row.inst_amount, row.currency), open: money(row.inst_open, row.currency) }],
    expected_on: f ? notBefore(today, f.expected_on) : null, expected_from: f ? notBefore(today, f.from_on) : null,
    expected_to: f ? notBefore(today, f.to_on) : null, expected_why: f ? JSON.parse(f.reasons) : [],
  };
}

// As domain/exception.h numbers them.
const CAUSES = ['fault', 'mail_uncertain', 'mail_failed', 'reply', 'promise_broken', 'promise_due', 'dispute_late', 'task',
  'no_contact', 'no_text', 'stale', 'credit', 'exhausted', 'no_address'];

const app = Fastify({ logger: false });
app.decorateRequest('user', null);
app.addHook('preHandler', session);

app.get('/api/collector/v1/customers/:id/items', { schema: list(ITEM) }, async (req) => {
  const ask = { customer_id: BigInt(req.params.id), after_on: '1000-01-01', after_id: 0, take: PAGE + 1 };
  const rows = await run('item_open_debits', ask);
  await run('item_open_credits', ask);
  const claims = await run('item_claims', ask);
  const today = new Date().toISOString().slice(0, 10);
  const listed = rows.slice(0, PAGE);
  const forecasts = await run('forecast_of', { instalments: JSON.stringify(listed.map((row) => row.inst_id)) });
  return { rows: listed.map((row) => item(row, claims, forecasts, today)),
    next: rows.length > PAGE ? 'items-MTYxMjM0NTY3OA-MTIzNDU2Nzg5' : null };
});

app.get('/api/collector/v1/worklist', { schema: list(CASE) }, async (req) => {
  const rows = await run('worklist_by_score_desc', { view: 0, user_id: req.user.user_id, after_key: 2147483647,
    after_id: MAX_ID, unassigned: 0, take: PAGE + 1, look: 4294967295 });
  return {
    rows: rows.slice(0, PAGE).map((w) => ({
      case_id: String(w.case_id), customer_id: String(w.customer_id), number: w.customer_number, name: w.customer_name,
      currency: w.currency, division: w.division, score: milli(w.score_milli), status: w.status, reason: w.reason,
      next_action: w.next_action, next_on: w.next_on, exception: !!w.exception,
      causes: CAUSES.filter((_, bit) => w.causes >> bit & 1), open: money(w.open_minor, w.currency), open_base: money(w.open_base, w.base_currency),
      overdue: money(w.overdue_minor, w.currency), not_due: money(w.not_due_minor, w.currency),
      b1: money(w.b1_minor, w.currency), b2: money(w.b2_minor, w.currency), b3: money(w.b3_minor, w.currency),
      b4: money(w.b4_minor, w.currency), unapplied: money(w.unapplied_minor, w.currency),
      disputed: money(w.disputed_minor, w.currency), promised: money(w.promised_minor, w.currency),
      overdue_base: money(w.overdue_base, w.base_currency), items: w.items_n, oldest_due_on: w.oldest_due_on,
      days_late: w.days_late, broken: w.broken_n, tags: w.tags ? w.tags.split(' ') : [], strategy: w.strategy || null,
      last_contact_on: w.last_contact_on, assignee_id: w.assignee_id ? String(w.assignee_id) : null, assignee: w.assignee, version: w.version,
    })),
    next: rows.length > PAGE ? 'worklist-MTYxMjM0NTY3OA-MTIzNDU2Nzg5' : null,
  };
});

await app.listen({ path: socket });
