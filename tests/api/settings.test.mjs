// The company as its admins set it up: people, settings, divisions, exchange rates, and what
// they look at first.
import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY, payment } from './fixture.mjs';

const AT = '/api/admin/v1';
let stack, admin, clara;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com');
  admin = await stack.login(await addUser(stack, 'adam@example.com', '--role', 'admin'));
});
after(() => stack?.stop());

const one = async (sql) => (await stack.sql(sql))[0];
const settings = async () => Object.fromEntries((await admin.must(200, 'GET', `${AT}/settings`)).settings.map((s) => [s.name, s]));
const set = (values, headers) => admin.put(`${AT}/settings`, { values }, headers);
const fault = (got) => got.body.errors?.map((e) => e.pointer);

/** A PNG of one colour, with what may stand behind it. */
function png(width, height, extra = Buffer.alloc(0)) {
  const table = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = (b) => { let c = 0xffffffff; for (const x of b) c = table[(c ^ x) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
  const chunk = (name, data) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length);
    head.write(name, 4, 'latin1');
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc(Buffer.concat([head.subarray(4), data])));
    return Buffer.concat([head, data, sum]);
  };
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', ihdr), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0)), extra]);
}
const uri = (bytes, type = 'image/png') => `data:${type};base64,${bytes.toString('base64')}`;

test('only an admin reads or writes any of it', async () => {
  const me = await stack.login(clara);
  for (const [method, path, body] of [['GET', 'settings'], ['PUT', 'settings', { values: {} }], ['GET', 'divisions'], ['GET', 'fx-rates'],
    ['GET', 'overview'], ['GET', 'roles'], ['GET', `users/${clara.id}/sessions`], ['DELETE', `users/${clara.id}/second-factor`]]) {
    assert.equal((await me.request(method, `${AT}/${path}`, body)).status, 403, path);
  }
});

test('a setting is checked by what the table says of it, and all of a change or nothing is kept', async () => {
  const before = await settings();
  const got = await set({ 'company.footer': 'Kiel', 'company.iban': 'DE89370400440532013001', 'company.bic': 'x', promise_tolerance_days: '31',
    'tracking.opens': 'maybe', 'company.window': 'above', base_currency: 'ZZZ', refund_approval_limit: '-1', 'company.name': '' });
  assert.equal(got.status, 422);
  assert.deepEqual(fault(got).sort(), ['/values/base_currency', '/values/company.bic', '/values/company.iban', '/values/company.name',
    '/values/company.window', '/values/promise_tolerance_days', '/values/refund_approval_limit', '/values/tracking.opens']);
  assert.deepEqual(await settings(), before);
  assert.deepEqual(fault(await set({ nonsense: '1' })), ['/values/nonsense']);
  assert.equal((await set({ 'company.iban': 'de89 3704 0044 0532 0130 00', 'company.bic': 'cobadeffxxx' })).status, 204);
  const now = await settings();
  assert.equal(now['company.iban'].value, 'DE89370400440532013000');
  assert.equal(now['company.bic'].value, 'COBADEFFXXX');
});

test('each change is a version of its own with before and after in the audit, and says who', async () => {
  const version = async () => (await admin.must(200, 'GET', `${AT}/settings`)).version;
  const first = await version();
  assert.equal((await set({ 'company.address': 'Hafen 1\n24103 Kiel', promise_tolerance_days: '3' }, { 'if-match': `"${first}"` })).status, 204);
  assert.equal((await set({ 'company.address': 'lost' }, { 'if-match': `"${first}"` })).status, 412, 'somebody was first');
  assert.equal((await set({ promise_tolerance_days: '3' })).status, 204, 'the same again');
  stack.clock.advance({ minutes: 1 });
  assert.equal((await set({ promise_tolerance_days: '5' })).status, 204);
  assert.equal((await set({ promise_tolerance_days: null })).status, 204, 'back to the default');
  const { rows } = await admin.must(200, 'GET', `${AT}/settings/promise_tolerance_days/versions`);
  assert.deepEqual(rows.map((r) => r.value), ['5', '3', '2']);
  assert.ok(rows.every((r) => r.to) && rows[0].by === 'adam@example.com');
  assert.equal((await settings()).promise_tolerance_days.value, null);
  const audit = (await stack.sql("SELECT before_json, after_json FROM audit_event WHERE action = 'setting.change' AND object_id = 'promise_tolerance_days' ORDER BY id"))
    .map((r) => [r.before_json, r.after_json]);
  assert.deepEqual(audit, [['2', '3'], ['3', '5'], ['5', null]]);
});

test('a setting that decisions depend on has every open case looked at again', async () => {
  const seq = async () => Number((await one('SELECT SUM(touch_seq) AS n FROM case_state')).n);
  const before = await seq();
  await set({ 'company.footer': 'something else' });
  assert.equal(await seq(), before);
  await set({ stale_after_hours: '24' });
  assert.ok(await seq() > before);
});

test('a logo is a PNG by its content, not too large, whatever it calls itself', async () => {
  const good = png(40, 20);
  assert.equal((await set({ 'company.logo': uri(good, 'image/svg+xml') })).status, 204);
  assert.equal((await settings())['company.logo'].value, uri(good), 'the type is ours');
  for (const [what, bytes] of [['text', Buffer.from('<svg onload="alert(1)"/>')], ['cut', good.subarray(0, 60)], ['more behind it', png(40, 20, Buffer.from('<script>'))],
    ['too wide', png(2001, 1)], ['no size', png(0, 5)], ['a JPEG', Buffer.from('ffd8ffd9', 'hex')]]) {
    const got = await set({ 'company.logo': uri(bytes) });
    assert.equal(got.status, 422, what);
    assert.deepEqual(fault(got), ['/values/company.logo'], what);
  }
  const noise = Buffer.alloc(60000, 0).map((_, i) => (i * 2654435761) >>> 13);
  assert.equal((await set({ 'company.logo': uri(Buffer.concat([png(9, 9).subarray(0, 33), png(9, 9).subarray(33, -12), noise])) })).status, 422);
  const [row] = await stack.sql("SELECT after_json FROM audit_event WHERE object_id = 'company.logo' ORDER BY id DESC LIMIT 1");
  assert.match(row.after_json, /^"data:image\/png… \(\d+ characters\)"$/);
});

test('a division is added and changed, with its cases looked at again', async () => {
  const at = `${AT}/divisions`;
  const bad = await admin.post(at, { code: 'a b', name: 'X', country: 'Germany'.slice(0, 2), time_zone: 'Mars/Base', currency: 'EUX', cash_authority: 'erp' });
  assert.deepEqual(fault(bad).sort(), ['/code', '/country', '/currency', '/time_zone']);
  const fields = { name: 'Switzerland', country: 'CH', time_zone: 'Europe/Zurich', currency: 'CHF', cash_authority: 'dunlin' };
  const { id } = await admin.must(201, 'POST', at, { code: 'CH', ...fields });
  assert.equal((await admin.post(at, { code: 'CH', ...fields })).status, 409);
  const [de] = (await admin.must(200, 'GET', at)).rows.filter((d) => d.code === 'DE');
  assert.equal(de.customers, 2);
  const before = await one('SELECT touch_seq FROM case_state WHERE id = 1001');
  const change = { name: 'Germany', country: 'DE', region: 'BY', time_zone: 'Europe/Berlin', currency: 'EUR', cash_authority: 'erp' };
  assert.equal((await admin.put(`${at}/${de.id}`, change, { 'if-match': '"77"' })).status, 412);
  await admin.must(200, 'PUT', `${at}/${de.id}`, change, { 'if-match': `"${de.version}"` });
  assert.ok(Number((await one('SELECT touch_seq FROM case_state WHERE id = 1001')).touch_seq) > Number(before.touch_seq));
  assert.equal((await admin.put(`${at}/999999`, change)).status, 404);
  const audit = await one(`SELECT before_json, after_json FROM audit_event WHERE action = 'division.change' AND object_id = '${de.id}'`);
  assert.equal(JSON.parse(audit.before_json).region, null);
  assert.equal(JSON.parse(audit.after_json).region, 'BY');
  assert.equal((await admin.must(200, 'GET', at)).rows.find((d) => d.id === id).cash_authority, 'dunlin');
});

test('rates are kept by day, and a file keeps its good rows and tells the bad ones line by line', async () => {
  const at = `${AT}/fx-rates`;
  await admin.must(204, 'PUT', at, { base: 'USD', quote: 'EUR', on: '2026-03-01', rate: '0.92' });
  await admin.must(204, 'PUT', at, { base: 'USD', quote: 'EUR', on: '2026-03-01', rate: '0.925' });
  for (const rate of ['0', '-1', '1,08', '1e3', '0.123456789', '']) {
    assert.equal((await admin.put(at, { base: 'USD', quote: 'EUR', on: '2026-03-01', rate })).status, 422, rate);
  }
  assert.equal((await admin.put(at, { base: 'EUR', quote: 'EUR', on: '2026-03-01', rate: '1' })).status, 422);
  const send = (text) => admin.post(`${at}/import?file_name=rates.csv`, text, { 'content-type': 'text/csv' });
  const got = (await send('rate;quote;date;base\n0.926;EUR;2026-03-02;USD\n1,17;EUR;2026-03-02;GBP\n0.1;EUR;2026-02-30;DKK\n9;EUR\n\n0.0872;EUR;2026-03-02;NOK\n')).body;
  assert.deepEqual({ rows: got.rows, kept: got.kept, bad: got.bad }, { rows: 5, kept: 2, bad: 3 });
  assert.deepEqual(got.errors.map((e) => [e.line, e.field, e.value]), [[3, 'rate', '1,17'], [4, 'date', '2026-02-30'], [5, 'date', '']]);
  assert.equal((await send('a,b\n1,2\n')).status, 422);
  assert.equal((await send('')).status, 422);
  const rows = await admin.all(`${at}?limit=2`);
  assert.deepEqual(rows.filter((r) => r.on >= '2026-03-01').map((r) => [r.on, r.base, r.rate, r.source]),
    [['2026-03-02', 'NOK', '0.0872', 'rates.csv'], ['2026-03-02', 'USD', '0.926', 'rates.csv'], ['2026-03-01', 'USD', '0.925', 'hand']]);
  assert.deepEqual((await admin.all(`${at}?base=NOK`)).map((r) => r.base), ['NOK']);
  const [{ n }] = await stack.sql("SELECT COUNT(*) AS n FROM audit_event WHERE action LIKE 'fx_rate.%'");
  assert.equal(n, '3');
});

test('the new rate counts where amounts are converted', async () => {
  await admin.must(204, 'PUT', `${AT}/fx-rates`, { base: 'USD', quote: 'EUR', on: '2026-03-02', rate: '0.5' });
  await stack.mysql("UPDATE source_sync SET synced_at = '2026-03-02 08:00:00'");
  assert.equal((await stack.dunlin('evaluate')).code, 0);
  const row = await one('SELECT overdue_minor, overdue_base FROM worklist_row WHERE case_id = 3001');
  assert.equal(Number(row.overdue_base), Number(row.overdue_minor) / 2);
});

test('an admin sees where somebody is signed in, ends it, and takes a lost second factor away', async () => {
  await stack.mysql(`DELETE FROM session WHERE user_id = ${clara.id}`);
  const [one1, two] = [await stack.login(clara), await stack.login(clara)];
  const { sessions } = await admin.must(200, 'GET', `${AT}/users/${clara.id}/sessions`);
  assert.equal(sessions.length, 2);
  const mine = (await one1.must(200, 'GET', '/account')).sessions.find((s) => s.this).session;
  await admin.must(204, 'DELETE', `${AT}/users/${clara.id}/sessions/${mine}`);
  assert.equal((await one1.get('/session')).status, 401);
  assert.equal((await two.get('/session')).status, 200);
  await admin.must(204, 'DELETE', `${AT}/users/${clara.id}/sessions`);
  assert.equal((await two.get('/session')).status, 401);
  const { totp_secret: secret, qr } = await admin.must(200, 'POST', `${AT}/users/${clara.id}/second-factor`);
  assert.ok(secret && qr.length === qr[0].length);
  assert.equal((await stack.client().post('/session', { email: clara.email, password: clara.password })).status, 401);
  await admin.must(204, 'DELETE', `${AT}/users/${clara.id}/second-factor`);
  await stack.login(clara);
  const me = (await admin.must(200, 'GET', '/session')).user.id;
  assert.equal((await admin.delete(`${AT}/users/${me}/second-factor`)).status, 403, 'nobody takes his own away here');
});

test('the rights of each role are those that routes ask for', async () => {
  const rights = Object.fromEntries((await admin.must(200, 'GET', `${AT}/roles`)).rows.map((r) => [r.role, r.rights]));
  assert.deepEqual(rights.viewer, ['read']);
  assert.ok(rights.admin.includes('users') && !rights.manager.includes('users'));
  const me = await stack.login(clara);
  assert.deepEqual((await me.must(200, 'GET', '/session')).user.rights, rights.collector);
});

test('a role of the company’s own may what was chosen, from the next request on, and nothing of an admin', async () => {
  const add = (name, rights) => admin.post(`${AT}/roles`, { name, rights });
  assert.equal((await add('Credit control', ['work', 'users'])).status, 422, 'users are for admins');
  assert.equal((await add('', ['work'])).status, 422);
  assert.equal((await add('Manager', ['work'])).status, 422, 'that one ships');
  const { role } = (await add('Credit control', ['work', 'approve'])).body;
  assert.equal(role, 'credit-control');
  assert.equal((await add('credit  control', [])).status, 422, 'it is there');
  assert.match((await add('審査', ['work'])).body.role, /^role-\d+$/);
  const made = await addUser(stack, 'ines@example.com', '--role', role);
  const ines = await stack.login(made);
  assert.deepEqual((await ines.must(200, 'GET', '/session')).user.rights, ['read', 'work', 'approve']);
  await ines.must(201, 'POST', '/customers/10/notes', { body: 'Hello' });
  assert.equal((await ines.post('/customers/10/mail/preview', {})).status, 403, 'writing to customers was not chosen');
  assert.equal((await ines.get(`${AT}/users`)).status, 403);
  assert.equal((await admin.put(`${AT}/roles/${role}`, { name: 'Credit', rights: [] })).status, 204);
  assert.deepEqual((await ines.must(200, 'GET', '/session')).user.rights, ['read'], 'at once');
  assert.equal((await ines.post('/customers/10/notes', { body: 'Hello' })).status, 403);
  const row = (await admin.must(200, 'GET', `${AT}/roles`)).rows.find((r) => r.role === role);
  assert.deepEqual([row.name, row.own, row.rights, row.users], ['Credit', true, ['read'], 1]);
  assert.equal((await admin.delete(`${AT}/roles/${role}`)).body.type, '/problems/role-in-use');
  const user = (await admin.must(200, 'GET', `${AT}/users`)).rows.find((u) => u.email === 'ines@example.com');
  const change = (code) => admin.put(`${AT}/users/${user.id}`, { name: user.name, role: code, status: 'active', language: 'en' });
  assert.equal((await change('none-such')).status, 422);
  assert.equal((await change('viewer')).status, 200);
  assert.equal((await admin.delete(`${AT}/roles/${role}`)).status, 204);
  assert.equal((await admin.delete(`${AT}/roles/manager`)).status, 404, 'what ships stays');
  assert.deepEqual((await stack.sql("SELECT action FROM audit_event WHERE object_kind = 'role' AND object_id = 'credit-control' ORDER BY id")).map((a) => a.action), ['role.add', 'role.change', 'role.remove']);
});

test('whoever may agree hears of what waits for it, and may decide', async () => {
  await admin.must(201, 'POST', `${AT}/roles`, { name: 'Second pair of eyes', rights: ['approve'] });
  const eyes = await stack.login(await addUser(stack, 'eyes@example.com', '--role', 'second-pair-of-eyes'));
  await stack.mysql(payment(91, 1001, 10, 101, { amount: 500000, on: '2026-02-10' }));
  const me = await stack.login(clara);
  const { id } = await me.must(201, 'POST', '/items/91/refunds', { amount: '4000.00', reason: 'overpaid' });
  assert.ok((await eyes.must(200, 'GET', '/notifications')).rows.some((n) => n.kind === 'approval_waiting'));
  await eyes.must(200, 'POST', `/refunds/${id}/decide`, { agree: true });
});

test('an admin first sees what failed and how old the data is', async () => {
  await stack.mysql(`INSERT INTO source_sync (division_id, source_system, synced_at) VALUES (101, 'sap', '2026-02-28 09:01:00');
    INSERT INTO run (id, kind, started_at, real_at, state, failed_n) VALUES (77, 'daily', '2026-03-01', '2026-03-01', 'errors', 3);
    INSERT INTO job (id, kind, state, payload, result, run_at, created_at) VALUES (78, 'import', 'failed', '{}', '{"why":"gone"}', '2026-03-01', '2026-03-01');
    INSERT INTO outbox (id, customer_id, kind, template, state, not_before, actor_kind, actor_id, created_at)
      VALUES (79, 10, 'manual', 'x', 'failed', '2026-03-01', 'user', '1', '2026-03-01')`);
  const got = await admin.must(200, 'GET', `${AT}/overview`);
  assert.equal(got.failed_mail, 1);
  assert.equal(got.failed_jobs, 1);
  assert.deepEqual(got.jobs.map((j) => [j.kind, j.result]), [['import', '{"why":"gone"}']]);
  assert.ok(got.runs.some((r) => r.id === '77' && r.failed === 3));
  assert.equal(got.sources.find((s) => s.source === 'sap').age_hours, 48);
  assert.equal(got.sources.find((s) => s.division === 'US').age_hours, null, 'never told anything');
  assert.equal(got.weak_admins, 0);
});
