// The record of who did what: nothing of it can be changed, taken out, put in or moved unseen.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Stack, until } from '../harness/stack.mjs';
import { COMPANY } from './fixture.mjs';

let stack, admin, anchor;

before(async () => {
  stack = await Stack.start({ now: '2026-03-02T08:00:00Z' });
  await stack.mysql(COMPANY);
  admin = await stack.admin();
  for (let i = 0; i < 6; i++) await admin.must(201, 'POST', '/customers/20/notes', { body: `Note ${i}: "quoted", ünïcode` });
  await stack.mysql('DELETE FROM login_attempt');
});
after(() => stack?.stop());

const audit = async (...args) => stack.dunlin('audit', ...args);
const verify = async (...args) => (await audit('verify', '--json', ...args)).json;
const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];

test('the server refuses to change or delete a row', async () => {
  await assert.rejects(stack.mysql("UPDATE audit_event SET action = 'x' LIMIT 1"), /append-only/);
  await assert.rejects(stack.mysql('DELETE FROM audit_event LIMIT 1'), /append-only/);
  await assert.rejects(stack.mysql("INSERT INTO audit_event (at, actor_kind, actor_id, ip, request_id, action, object_kind, object_id, seal) VALUES ('2026-03-02', 'user', '1', '', '', 'x', 'x', '1', REPEAT('x', 32))"), /sealer/);
});

test('a row waits while a lower id may still come, and nobody waits for the sealer', async () => {
  const insert = (action) => `INSERT INTO audit_event (at, actor_kind, actor_id, ip, request_id, action, object_kind, object_id) VALUES ('2026-03-02', 'system', 'test', '', '', '${action}', 'x', '1');`;
  const slow = stack.mysql(`START TRANSACTION; ${insert('slow')} DO SLEEP(2); COMMIT;`);
  await until(async () => (await one("SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '%SLEEP(2)%' AND info NOT LIKE '%processlist%'")) !== '0');
  await stack.mysql(insert('quick'));
  assert.equal((await audit('seal')).code, 0);
  assert.equal(await one('SELECT last_id FROM audit_seal'), '0');
  await slow;
  assert.equal((await audit('seal')).code, 0);
  const last = await one('SELECT MAX(id) FROM audit_event');
  assert.equal(await one('SELECT last_id FROM audit_seal'), last);
  assert.equal(await one('SELECT COUNT(*) FROM audit_event WHERE seal IS NULL'), '0');
  // a transaction that was rolled back leaves a gap, and that is none
  await stack.mysql(`START TRANSACTION; ${insert('undone')} ROLLBACK; ${insert('after the gap')}`);
  await audit('seal');
  assert.deepEqual((await verify()).whole, true);
  await assert.rejects(stack.mysql("UPDATE audit_event SET seal = REPEAT('x', 32) LIMIT 1"), /append-only/);
});

test('anybody can recompute the chain from the export', async () => {
  const got = await audit('export');
  const rows = got.out.trim().split('\n').map((line) => JSON.parse(line));
  const cell = (v) => (v === null ? '-,' : `${Buffer.byteLength(v)}:${v},`);
  let seal = Buffer.alloc(32);
  for (const r of rows) {
    const [, whole, part] = /^(.*?)(?:\.(\d+))?Z$/.exec(r.at);
    const at = `${Date.parse(`${whole}Z`) / 1000}${(part ?? '').padEnd(6, '0')}`;
    const text = [r.id, at, r.actor_kind, r.actor_id, r.ip, r.request_id, r.action, r.object_kind, r.object_id, r.customer_id, r.before, r.after].map(cell).join('');
    seal = createHash('sha256').update(seal).update(text).digest();
    assert.equal(seal.toString('hex'), r.seal, `row ${r.id}`);
  }
  const proof = await verify();
  assert.equal(proof.rows, rows.length);
  assert.equal(proof.seal, seal.toString('hex'));
  assert.equal(proof.last_id, rows.at(-1).id);
  anchor = `${proof.last_id}:${proof.seal}`;
  assert.equal((await verify('--anchor', anchor)).whole, true);
  const csv = (await audit('export', '--csv', '--from', '2026-03-02', '--to', '2026-03-02')).out;
  assert.match(csv, /^id,at,actor_kind,/);
  assert.ok(csv.includes('"note.add"'));
  assert.equal((await audit('export', '--to', '2026-03-01')).out, '');
});

/** What an intruder with the database does; put back afterwards. */
async function tampered(sql) {
  await stack.mysql(`DROP TRIGGER audit_event_keep; DROP TRIGGER audit_event_stay; DROP TRIGGER audit_event_unsealed;
    CREATE TABLE kept_event AS SELECT * FROM audit_event; CREATE TABLE kept_seal AS SELECT * FROM audit_seal; ${sql}`);
  const text = await audit('verify');
  const proof = await verify('--anchor', anchor);
  await stack.mysql(`DELETE FROM audit_event; INSERT INTO audit_event SELECT * FROM kept_event; DELETE FROM audit_seal;
    INSERT INTO audit_seal SELECT * FROM kept_seal; DROP TABLE kept_event; DROP TABLE kept_seal;
    CREATE TRIGGER audit_event_keep BEFORE UPDATE ON audit_event FOR EACH ROW SET @x = 1;
    CREATE TRIGGER audit_event_stay BEFORE DELETE ON audit_event FOR EACH ROW SET @x = 1;
    CREATE TRIGGER audit_event_unsealed BEFORE INSERT ON audit_event FOR EACH ROW SET @x = 1`);
  assert.equal(text.code, 3);
  assert.match(text.out, /the audit was tampered with/);
  assert.equal(proof.whole, false);
  return proof.faults.map((f) => f.fault);
}

const nth = (n) => one(`SELECT id FROM audit_event ORDER BY id LIMIT ${n}, 1`);
const SWAP = (a, b) => `UPDATE audit_event SET id = 999999999 WHERE id = ${a}; UPDATE audit_event SET id = ${a} WHERE id = ${b};
  UPDATE audit_event SET id = ${b} WHERE id = 999999999;`;

test('a changed row is found', async () => {
  const id = await nth(2);
  assert.deepEqual(await tampered(`UPDATE audit_event SET actor_id = '99' WHERE id = ${id}`), ['broken']);
});

test('a deleted row is found', async () => {
  assert.deepEqual(await tampered(`DELETE FROM audit_event WHERE id = ${await nth(3)}`), ['broken', 'missing']);
});

test('two rows that changed places are found', async () => {
  const faults = await tampered(SWAP(await nth(2), await nth(4)));
  assert.ok(faults.filter((f) => f === 'broken').length >= 2, faults);
});

test('a tail that is gone is found, also when the end of the chain was set back by hand', async () => {
  const id = await nth(4);
  assert.deepEqual(await tampered(`DELETE FROM audit_event WHERE id > ${id}`), ['missing', 'tail', 'anchor']);
  assert.deepEqual(await tampered(`DELETE FROM audit_event WHERE id > ${id};
    UPDATE audit_seal SET last_id = ${id}, sealed_n = 5, seal = (SELECT seal FROM audit_event WHERE id = ${id})`), ['anchor', 'head']);
  assert.deepEqual(await tampered("UPDATE audit_seal SET last_id = 0, sealed_n = 0, seal = REPEAT(CHAR(0), 32), mac = NULL"), ['anchor', 'tail']);
});

test('a row that was put in later is found, with or without a seal', async () => {
  const id = await nth(2);
  const put = (seal) => `UPDATE audit_event SET id = id + 1000 WHERE id > ${id} ORDER BY id DESC; UPDATE audit_event SET id = id - 999 WHERE id > ${id} ORDER BY id;
    INSERT INTO audit_event SELECT ${id} + 1, at, actor_kind, actor_id, ip, request_id, 'forged', object_kind, object_id, customer_id, before_json, after_json, ${seal}
    FROM audit_event WHERE id = ${id}`;
  assert.ok((await tampered(put('NULL'))).includes('put_in'));
  assert.ok((await tampered(put("REPEAT('x', 32)"))).includes('broken'));
});

test('the worker seals by itself', async () => {
  await stack.spawn('worker');
  await admin.must(201, 'POST', '/customers/20/notes', { body: 'The last one' });
  await until(async () => (await one('SELECT COUNT(*) FROM audit_event WHERE seal IS NULL')) === '0');
  assert.equal((await verify('--anchor', anchor)).whole, true);
});

// -- who looked ------------------------------------------------------------------

const views = (where = '1') => stack.sql(`SELECT actor_kind, actor_id, ip, object_kind, object_id, customer_id FROM audit_event WHERE action = 'viewed' AND ${where} ORDER BY id`);

test('a look at a customer\'s file is recorded once a session and hour, whatever the page asks for', async () => {
  const { user } = await admin.must(200, 'GET', '/session');
  for (const part of ['', '/items', '/timeline', '/holds', '/promises', '/why?case_id=1001']) await admin.must(200, 'GET', `/customers/10${part}`);
  await admin.must(200, 'GET', '/worklist/1001');
  await until(async () => (await views('customer_id = 10')).length > 0);
  await admin.must(404, 'GET', '/customers/9999999');
  await admin.must(200, 'GET', '/customers');
  const row = { actor_kind: 'user', actor_id: user.id, ip: '127.0.0.1', object_kind: 'customer', object_id: '10', customer_id: '10' };
  assert.deepEqual(await views('customer_id = 10'), [row]);
  assert.deepEqual(await views("object_id NOT IN ('10')"), []);
  await stack.clock.advance({ hours: 1 });
  await admin.must(200, 'GET', '/customers/10');
  await until(async () => (await views('customer_id = 10')).length === 2);
  // another process knows nothing of this one's cache
  await stack.restart('web');
  await stack.ready();
  await admin.must(200, 'GET', '/customers/10');
  await admin.must(200, 'GET', '/worklist/2001');
  await until(async () => (await views('customer_id = 20')).length === 1);
  assert.equal((await views('customer_id = 10')).length, 2);
});

test('a customer\'s own look and a message that was read are recorded', async () => {
  const { url } = await admin.must(201, 'POST', '/customers/30/portal-links', { scope: 'account' });
  const contact = await stack.portal(url);
  await contact.must(200, 'GET', '/summary');
  await contact.must(200, 'GET', '/invoices');
  await until(async () => (await views("actor_kind = 'contact'")).length === 1);
  assert.equal((await views("actor_kind = 'contact'"))[0].customer_id, '30');
  const [{ id }] = await contact.must(200, 'GET', '/invoices').then((list) => list.rows);
  assert.equal((await contact.get('/statement.pdf')).status, 200);
  assert.equal((await contact.get(`/invoices/${id}/document`)).status, 200);
  await until(async () => (await views("actor_kind = 'contact'")).length === 3);
  assert.deepEqual((await views("actor_kind = 'contact'")).slice(1).map((v) => [v.object_kind, v.object_id]), [['statement', '30'], ['document', id]]);
  await contact.must(204, 'DELETE', '/session');
  const came = await stack.sql("SELECT action, ip FROM audit_event WHERE action LIKE 'portal_session.%' ORDER BY id");
  assert.deepEqual(came, ['open', 'end'].map((what) => ({ action: `portal_session.${what}`, ip: '127.0.0.1' })));
});

test('holds, promises, tasks and messages say what was and what is', async () => {
  const [{ user }, me] = [await admin.must(200, 'GET', '/session'), admin];
  const last = async (action) => {
    const [row] = await stack.sql(`SELECT actor_id, before_json, after_json FROM audit_event WHERE action = '${action}' ORDER BY id DESC LIMIT 1`);
    assert.equal(row.actor_id, user.id);
    return [row.before_json, row.after_json].map((v) => JSON.parse(v));
  };
  const { id: hold } = await me.must(201, 'POST', '/customers/20/holds', { reason: 'asked to wait', until: '2026-03-20' });
  assert.deepEqual(await last('hold.place'), [null, { item_id: null, amount_minor: null, until: '2026-03-20', reason: 'asked to wait' }]);
  await me.must(204, 'DELETE', `/holds/${hold}`);
  assert.deepEqual(await last('hold.lift'), [{ item_id: null, until: '2026-03-20', reason: 'asked to wait' }, { state: 'lifted' }]);
  const promise = await me.must(201, 'POST', '/customers/20/promises', { case_id: '2001', amount: '5.00', promised_on: '2026-03-10' });
  const was = { amount: '5.00', currency: 'EUR', promised_on: '2026-03-10' };
  assert.deepEqual(await last('promise.record'), [null, { ...was, plan_id: null, replaces_id: null }]);
  await me.must(200, 'POST', `/promises/${promise.id}/cancel`, { reason: 'no longer' });
  assert.deepEqual(await last('promise.cancel'), [was, { state: 'cancelled', reason: 'no longer' }]);
  const { id: task } = await me.must(201, 'POST', '/customers/20/follow-ups', { title: 'Call', due_on: '2026-03-09' });
  await me.must(200, 'POST', `/follow-ups/${task}/snooze`, { until: '2026-03-12' });
  assert.deepEqual(await last('follow_up.snooze'), [{ snoozed_to: null }, { snoozed_to: '2026-03-12' }]);
  await me.must(200, 'POST', `/follow-ups/${task}/done`, { outcome: 'reached' });
  assert.deepEqual(await last('follow_up.done'), [{ state: 'open', outcome: null }, { state: 'done', outcome: 'reached' }]);
  await me.must(200, 'POST', `/follow-ups/${task}/undo`);
  assert.deepEqual(await last('follow_up.reopen'), [{ state: 'done', outcome: 'reached' }, { state: 'open' }]);
  await me.must(201, 'POST', '/customers/20/messages', { body: 'Thank you.' });
  assert.equal((await last('message.post'))[1].body, 'Thank you.');
});
