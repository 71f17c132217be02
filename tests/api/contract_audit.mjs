// The record of who did what, for the contract: each request that changed something must
// have left a row that names what was changed, who did it, and what it was before and after.
import assert from 'node:assert/strict';
import { addUser } from './fixture.mjs';

/** Routes that change nothing, or nothing but what the asker has seen. */
const NOTHING_CHANGED = {
  'POST /api/collector/v1/worklist/preview': 'counts what an action would do',
  'POST /api/collector/v1/assignments/preview': 'counts what an action would do',
  'POST /api/collector/v1/customers/{id}/mail/preview': 'shows a mail that is kept nowhere',
  'POST /api/collector/v1/mail/many/preview': 'counts what an action would do',
  'POST /api/collector/v1/letter-batches/preview': 'counts what an action would do',
  'POST /api/collector/v1/outbox/retry/preview': 'counts what an action would do',
  'POST /api/collector/v1/reports/look': 'shows rows of what is kept nowhere',
  'POST /api/collector/v1/password-resets/look': 'says whether a token still holds',
  'POST /api/portal/v1/invitations/look': 'says what a token leads to',
  'POST /api/portal/v1/passkeys/challenge': 'a question that nobody answered yet',
  'POST /api/portal/v1/account/passkeys/challenge': 'a question that nobody answered yet',
  'POST /api/admin/v1/scripts/check': 'checks a text that is kept nowhere',
  'POST /api/admin/v1/templates/{code}/check': 'checks a text that is kept nowhere',
  'POST /api/admin/v1/templates/{code}/preview': 'shows a text that is kept nowhere',
  'POST /api/collector/v1/notifications/read': 'what one has read oneself',
  'POST /api/collector/v1/notifications/{id}/read': 'what one has read oneself',
  'POST /api/collector/v1/customers/{id}/live': 'who is there, and what one has read oneself',
  'POST /api/portal/v1/live': 'who is there, and what one has read oneself',
};

/** Actions that say all there is: nothing of a secret or a session may stand in the record. */
const SAYS_ALL = {
  'session.open': 'a session',
  'session.end': 'a session',
  'session.end_others': 'sessions',
  'portal_session.end': 'a session',
  'user.end_sessions': 'sessions',
  'user.password': 'a secret',
  'user.own_password': 'a secret',
  'user.ask_reset': 'a secret',
  'user.reset_password': 'a secret',
  'user.second_factor': 'a secret',
  'user.second_factor_removed': 'a secret',
  'user.own_second_factor_begin': 'a secret',
  'user.own_second_factor': 'a secret',
  'user.own_second_factor_removed': 'a secret',
  'user.own_recovery_codes': 'secrets',
  'person.ask_code': 'a secret',
  'person.own_password': 'a secret',
  'person.own_second_factor_begin': 'a secret',
  'person.own_second_factor': 'a secret',
  'person.own_second_factor_removed': 'a secret',
  'person.own_recovery_codes': 'secrets',
  'client.revoke': 'a program that may no longer come in',
};

/** The parts of a path that name something: "/a/{id}/b" and "/a/7/b" give ["7"]. */
function partsOf(pattern, path) {
  const like = new RegExp(`^${pattern.replace(/\{\w+\}/g, '([^/]+)')}$`);
  return like.exec(path).slice(1).map(decodeURIComponent);
}

const values = (v) => (v && typeof v === 'object' ? Object.values(v).flatMap(values) : [v]);

/** What is wrong with the rows that one request left. */
function faultsOf({ route, path, got }, rows) {
  if (!rows.length) return ['left no row'];
  const faults = [];
  const named = new Set(rows.flatMap((r) => [r.object_id, r.customer_id, ...values(JSON.parse(r.after_json))]));
  const parts = partsOf(route, path).filter((part) => !/^[0-9a-f]{64}$/.test(part)); // a session has no other name than its hash
  if (/\/v1\/(customers|contacts|invoices|credit-notes|payments|allocations)\/\{system\}/.test(route)) parts.push(got.body.id);
  if (parts.length && !parts.some((v) => named.has(v)) && !(got.body?.id && named.has(got.body.id))) faults.push(`names none of ${parts}`);
  if (got.status === 201 && got.body?.id && !named.has(got.body.id)) faults.push(`does not name ${got.body.id}`);
  if (rows.some((r) => !r.actor_id)) faults.push('names nobody');
  if (rows.some((r) => !r.ip)) faults.push('does not say from where');
  if (rows.every((r) => SAYS_ALL[r.action])) return faults;
  const has = (what) => rows.some((r) => r[what] !== null);
  if (!has('before_json') && !has('after_json')) faults.push('says neither what was nor what is');
  else if (/^(PUT|PATCH) /.test(route) && !has('after_json')) faults.push('does not say what is now');
  return faults;
}

/** Routes whose writes left less than an auditor needs: none, one hopes. */
export async function unaudited(stack, writes) {
  const rows = await stack.sql(`SELECT request_id, actor_kind, actor_id, ip, action, object_kind, object_id, customer_id,
    before_json, after_json FROM audit_event WHERE action <> 'viewed'`);
  const of = new Map();
  for (const r of rows) of.set(r.request_id, [...(of.get(r.request_id) ?? []), r]);
  const bad = {};
  for (const w of writes) {
    const left = of.get(w.request) ?? [];
    if (NOTHING_CHANGED[w.route] || w.asked?.look) {
      if (left.length) bad[w.route] = ['stands among those that change nothing'];
    } else if (w.route.endsWith('/batch') && w.got.body.counts.created === 0) {
      bad[w.route] = ['made nothing, so proves nothing'];
    } else if (['same', 'older', 'parked'].includes(w.got.body?.status)) {
      if (left.length) bad[w.route] = [`${w.got.body.status}, and left a row`];
    } else {
      const faults = faultsOf(w, left);
      if (faults.length) bad[w.route] = faults;
    }
  }
  return bad;
}

/** What is handed out whole was recorded when it was made, with what is in it. */
const RECORDED_BEFORE = ['/exports/{id}', '/reports/{id}', '/imports/{id}', '/letter-batches/{id}', '/mail/many/{id}'];

/** The customers that an answer is about. */
function customersIn(value, found = new Set()) {
  if (Array.isArray(value)) value.forEach((one) => customersIn(one, found));
  else if (value && typeof value === 'object') {
    if (value.customer_id) found.add(value.customer_id);
    for (const name of ['customer', 'named_customer']) if (value[name]?.id) found.add(value[name].id);
    for (const one of Object.values(value)) customersIn(one, found);
  }
  return found;
}

/**
 * Asks anew for whatever was answered, each in a session of its own, so that no look before stands
 * for it: routes whose answer is of one customer, and those of them that left no row.
 */
async function unrecorded(stack, { reads, routes }, signIn) {
  const asked = [];
  const [{ id: whose }] = await stack.sql('SELECT MIN(customer_id) AS id FROM case_state');
  const narrowed = routes.filter((r) => r.method === 'GET' && /\/collector\/[^{]*$/.test(r.path) && r.op.parameters?.some((p) => p.name === 'customer_id'))
    .map((r) => [`${r.path}?customer_id`, { at: `${r.path}?customer_id=${whose}` }]);
  for (const [route, { at }] of [...reads, ...narrowed]) {
    if (RECORDED_BEFORE.some((one) => route.includes(one))) continue;
    const who = await signIn();
    const got = await who.request('GET', at);
    if (got.status !== 200) continue;
    const found = customersIn(got.body);
    const of = /\/customers\/(\d+)/.exec(at)?.[1] ?? new URLSearchParams(at.split('?')[1]).get('customer_id');
    const one = of ?? (found.size === 1 && route.includes('{') ? [...found][0] : null);
    if (one) asked.push({ route, one, request: got.headers.get('x-request-id') });
  }
  await new Promise((done) => { setTimeout(done, 500); });
  const rows = new Set((await stack.sql("SELECT request_id, customer_id FROM audit_event WHERE action = 'viewed'")).map((r) => `${r.request_id} ${r.customer_id}`));
  return { looked: asked.map(({ route }) => route), unseen: asked.filter(({ request, one }) => !rows.has(`${request} ${one}`)).map(({ route }) => route) };
}

export async function looks(stack, contract) {
  const manager = await addUser(stack, 'auditor@example.com', '--role', 'manager');
  const { looked, unseen } = await unrecorded(stack, contract, () => stack.login(manager));
  assert.ok(looked.length >= 25, looked.join('\n'));
  assert.deepEqual(unseen, []);
}
