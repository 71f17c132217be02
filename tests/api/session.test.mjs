// Signing in, staying in, and who may do what.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { totp } from '../harness/http.mjs';
import { addUser, COMPANY } from './fixture.mjs';

let stack, clara, adam;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com');
  adam = await addUser(stack, 'adam@example.com', '--role', 'admin');
});
after(() => stack?.stop());

const forget = () => stack?.mysql('DELETE FROM login_attempt');
afterEach(forget);
const session = (body, headers) => stack.client().post('/session', body, headers);
const slug = (got) => got.body?.type?.replace('/problems/', '');

test('the right password opens a session whose secret is stored as a hash only', async () => {
  const got = await session({ email: 'CLARA@example.com', password: clara.password });
  assert.equal(got.status, 200);
  assert.deepEqual(got.body.user.rights, ['read', 'work', 'send']);
  assert.equal(got.body.user.role, 'collector');
  assert.equal(got.body.company.currency, 'EUR');
  const [cookie] = got.headers.getSetCookie();
  assert.match(cookie, /^dunlin_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
  const token = /=([\w-]{43})/.exec(cookie)[1];
  const dump = await stack.mysql('SELECT HEX(token_hash), HEX(csrf_hash), ip, user_agent FROM session');
  assert.ok(!dump.includes(token) && !dump.includes(Buffer.from(token).toString('hex').toUpperCase()));
  assert.ok(!stack.log('web').includes(token));
});

test('a wrong password and an unknown user get the same answer', async () => {
  const strip = (got) => ({ status: got.status, ...got.body, request_id: null });
  const wrong = await session({ email: clara.email, password: 'not her password' });
  const unknown = await session({ email: 'nobody@example.com', password: 'not her password' });
  assert.equal(wrong.status, 401);
  assert.deepEqual(strip(wrong), strip(unknown));
  assert.equal(slug(wrong), 'invalid-credentials');
});

test('a wrong password and an unknown user take about as long', async () => {
  const took = async (email) => {
    await forget();
    const start = performance.now();
    assert.equal((await session({ email, password: 'not the password' })).status, 401);
    return performance.now() - start;
  };
  const wrong = [clara.email, 'nobody@example.com'];
  for (const email of wrong) await took(email);
  // in pairs, each first in turn: what else the machine does meets both alike, and one slow answer moves no median
  const pairs = [];
  for (let i = 0; i < 25; i++) {
    const first = i % 2, times = [];
    for (const at of [first, 1 - first]) times[at] = await took(wrong[at]);
    pairs.push(times);
  }
  const median = (all) => all.sort((a, b) => a - b)[all.length >> 1];
  const [known, unknown] = [0, 1].map((at) => median(pairs.map((times) => times[at])));
  const ratio = median(pairs.map((times) => times[1] / times[0]));
  assert.ok(ratio > 0.67 && ratio < 1.5, `${known} ms and ${unknown} ms: ${ratio}`);
});

test('a user that was switched off cannot sign in and loses his sessions', async () => {
  const gone = await addUser(stack, 'gone@example.com');
  const client = await stack.login(gone);
  await stack.mysql("UPDATE user SET status = 'disabled' WHERE email = 'gone@example.com'");
  assert.equal((await client.get('/session')).status, 401);
  const got = await session({ email: gone.email, password: gone.password });
  assert.equal(slug(got), 'invalid-credentials');
});

test('too many failures lock an e-mail address, the right password included', async () => {
  for (let i = 0; i < 8; i++) assert.equal((await session({ email: clara.email, password: `wrong ${i}` })).status, 401);
  const got = await session({ email: clara.email, password: clara.password });
  assert.equal(got.status, 429);
  assert.equal(slug(got), 'too-many-attempts');
  assert.ok(Number(got.headers.get('retry-after')) > 0 && Number(got.headers.get('retry-after')) <= 900);
  assert.equal((await session({ email: 'someone@example.com', password: 'x' })).status, 401, 'others are not locked');
  await stack.mysql('UPDATE login_attempt SET window_at = window_at - INTERVAL 16 MINUTE');
  assert.equal((await session({ email: clara.email, password: clara.password })).status, 200);
});

test('the lock counts tries at the same instant, too', async () => {
  const all = await Promise.all(Array.from({ length: 16 }, () => session({ email: clara.email, password: 'wrong' })));
  assert.equal(all.filter((got) => got.status === 401).length, 8);
  assert.equal(all.filter((got) => got.status === 429).length, 8);
});

test('too many failures lock a network address across e-mail addresses', async () => {
  const seen = [];
  for (let i = 0; i < 32; i++) seen.push((await session({ email: `u${i}@example.com`, password: 'wrong' })).status);
  assert.deepEqual(seen.slice(0, 30), Array(30).fill(401));
  assert.deepEqual(seen.slice(30), [429, 429]);
});

test('success forgets the failures of an e-mail address', async () => {
  for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 5; k++) await session({ email: clara.email, password: 'wrong' });
    assert.equal((await session({ email: clara.email, password: clara.password })).status, 200);
  }
});

test('an admin needs the second factor, and each code works once', async () => {
  const { email, password } = adam;
  const bare = await session({ email, password });
  assert.equal(bare.status, 401);
  assert.equal(slug(bare), 'second-factor-required');
  assert.equal(slug(await session({ email, password, code: '000000' })), 'invalid-code');
  assert.equal(slug(await session({ email, password: 'wrong', code: totp(adam.totp_secret, Date.now()) })), 'invalid-credentials');
  const code = totp(adam.totp_secret, Date.now());
  const good = await session({ email, password, code });
  assert.equal(good.status, 200);
  assert.equal(good.body.user.mfa, true);
  assert.ok(good.body.user.rights.includes('users'));
  assert.equal(slug(await session({ email, password, code })), 'invalid-code', 'used before');
});

test('an admin without a second factor is no admin', async () => {
  const weak = await addUser(stack, 'weak@example.com');
  await stack.mysql("UPDATE user SET role = 'admin', totp_sealed = NULL WHERE email = 'weak@example.com'");
  const client = await stack.login(weak);
  const got = await client.get('/api/admin/v1/scripts');
  assert.equal(got.status, 403);
  assert.equal(slug(got), 'second-factor-needed');
});

test('a session ends by idleness, by age, and by leaving', async () => {
  const client = await stack.login(clara);
  const age = (what) => stack.mysql(`UPDATE session SET ${what} WHERE user_id = ${clara.id}`);
  assert.equal((await client.get('/session')).status, 200);
  await age('last_seen_at = last_seen_at - INTERVAL 121 MINUTE');
  assert.equal((await client.get('/session')).status, 401);
  await age('last_seen_at = last_seen_at + INTERVAL 121 MINUTE');
  assert.equal((await client.get('/session')).status, 200);
  await age('expires_at = expires_at - INTERVAL 13 HOUR');
  assert.equal((await client.get('/session')).status, 401);
  const other = await stack.login(clara);
  const kept = new Map(other.cookies);
  await other.must(204, 'DELETE', '/session');
  other.cookies = kept;
  assert.equal((await other.get('/session')).status, 401);
});

test('a write needs the session\'s own CSRF value', async () => {
  const client = await stack.login(clara);
  const { csrf } = client;
  const note = (headers) => client.post('/customers/10/notes', { body: 'x' }, headers);
  client.csrf = undefined;
  assert.equal(slug(await note()), 'csrf');
  assert.equal(slug(await note({ 'x-csrf-token': 'x' })), 'csrf');
  const other = await stack.login(clara);
  assert.equal(slug(await note({ 'x-csrf-token': other.csrf })), 'csrf', 'another session\'s value');
  assert.equal((await note({ 'x-csrf-token': csrf })).status, 201);
  client.csrf = undefined;
  assert.equal((await client.delete('/session')).status, 403, 'signing out is a write, too');
});

test('a write from another site is refused even with cookie and CSRF value', async () => {
  const client = await stack.login(clara);
  const note = (headers) => client.post('/customers/10/notes', { body: 'x' }, headers);
  assert.equal(slug(await note({ origin: 'https://evil.example' })), 'cross-origin');
  assert.equal(slug(await note({ origin: 'null' })), 'cross-origin');
  assert.equal((await note({ origin: stack.url })).status, 201);
  const login = await session({ email: clara.email, password: clara.password }, { origin: 'https://evil.example' });
  assert.equal(slug(login), 'cross-origin');
});

test('what a role may not do is refused', async () => {
  const viewer = await stack.login(await addUser(stack, 'vera@example.com', '--role', 'viewer'));
  assert.equal((await viewer.get('/worklist')).status, 200);
  for (const [path, body] of [['/customers/10/notes', { body: 'x' }], ['/customers/10/follow-ups', { title: 'x', due_on: '2026-03-09' }],
    ['/customers/10/holds', { reason: 'x' }], ['/customers/10/portal-links', { scope: 'account' }],
    ['/customers/10/promises', { case_id: '1001', amount: '1', promised_on: '2026-03-09' }]]) {
    assert.equal((await viewer.post(path, body)).status, 403, path);
  }
  const collector = await stack.login(clara);
  assert.equal((await collector.get('/api/admin/v1/scripts')).status, 403);
});

test('a session of one audience opens nothing of another', async () => {
  const client = await stack.login(clara);
  assert.equal((await client.get('/api/portal/v1/summary')).status, 401);
  const link = (await client.must(201, 'POST', '/customers/10/portal-links', { scope: 'account' })).url;
  const portal = await stack.portal(link);
  assert.equal((await portal.get('/api/collector/v1/worklist')).status, 401);
  assert.equal((await portal.get('/api/admin/v1/scripts')).status, 401);
});

test('a user limited to a division sees nothing of another, with the answer for what is not there', async () => {
  const dora = await stack.login(await addUser(stack, 'dora@example.com', '--division', 'DE'));
  const rows = await dora.all('/worklist');
  assert.deepEqual(rows.map((r) => r.case_id).sort(), ['1001', '2001']);
  assert.equal((await dora.must(200, 'GET', '/worklist/summary')).cases, 2);
  assert.deepEqual((await dora.all('/customers')).map((c) => c.id).sort(), ['10', '20']);
  assert.deepEqual((await dora.must(200, 'GET', '/customers/10')).cases.map((c) => c.case_id), ['1001']);
  assert.deepEqual((await dora.all('/customers/10/items?state=all')).map((i) => i.id).sort(), ['11', '12', '14']);
  const strip = (got) => ({ status: got.status, ...got.body, request_id: null });
  for (const [foreign, unknown] of [['/customers/30', '/customers/999'], ['/customers/30/items', '/customers/999/items'],
    ['/customers/30/timeline', '/customers/999/timeline'], ['/worklist/3001', '/worklist/999'], ['/worklist/1002', '/worklist/999'],
    ['/customers/30/why', '/customers/999/why'], ['/customers/10/why?case_id=1002', '/customers/10/why?case_id=999'],
    ['/customers/30/holds', '/customers/999/holds'], ['/customers/30/promises', '/customers/999/promises'],
    ['/customers/30/disputes', '/customers/999/disputes'], ['/customers/30/portal-links', '/customers/999/portal-links']]) {
    const [a, b] = [await dora.get(foreign), await dora.get(unknown)];
    assert.equal(a.status, 404, foreign);
    assert.deepEqual(strip(a), strip(b), foreign);
  }
  for (const [path, body] of [['/customers/30/notes', { body: 'x' }], ['/customers/30/follow-ups', { title: 'x', due_on: '2026-03-09' }],
    ['/customers/30/holds', { reason: 'x' }], ['/items/31/disputes', { amount: '1', reason_code: 'price' }],
    ['/customers/30/promises', { case_id: '3001', amount: '1', promised_on: '2026-03-09' }],
    ['/customers/30/portal-links', { scope: 'account' }]]) {
    assert.equal((await dora.post(path, body)).status, 404, path);
  }
  for (const [path, body] of [['/customers/10/notes', { body: 'x', case_id: '1002' }], ['/customers/10/holds', { reason: 'x', item_id: '13' }],
    ['/customers/10/follow-ups', { title: 'x', due_on: '2026-03-09', item_ids: ['13'] }],
    ['/customers/10/promises', { case_id: '1002', amount: '1', promised_on: '2026-03-09' }]]) {
    assert.equal((await dora.post(path, body)).status, 422, path);
  }
});

test('what another division wrote about a shared customer is not shown', async () => {
  const all = await stack.login(clara);
  await all.must(201, 'POST', '/customers/10/notes', { body: 'about the US case', case_id: '1002' });
  const hold = await all.must(201, 'POST', '/customers/10/holds', { case_id: '1002', reason: 'US only' });
  const task = await all.must(201, 'POST', '/customers/10/follow-ups', { title: 'US task', due_on: '2026-03-03', case_id: '1002' });
  const dora = await stack.login(await addUser(stack, 'dolly@example.com', '--division', 'DE'));
  const titles = (await dora.all('/customers/10/timeline')).map((a) => a.title);
  assert.ok(!titles.some((t) => /US/.test(t)), titles.join());
  assert.deepEqual((await dora.all('/customers/10/holds')).filter((h) => h.reason === 'US only'), []);
  assert.ok(!(await dora.all('/follow-ups')).some((f) => f.title === 'US task'));
  assert.equal((await dora.delete(`/holds/${hold.id}`)).status, 404);
  assert.equal((await dora.post(`/follow-ups/${task.id}/done`, {})).status, 404);
});

test('who lost password and second factor gets new ones on the command line', async () => {
  const lost = await addUser(stack, 'lost@example.com', '--second-factor');
  const client = await stack.login(lost);
  const { json: fresh } = await stack.dunlin('user', 'reset', 'lost@example.com', '--second-factor', '--json');
  assert.equal((await client.get('/session')).status, 401, 'older sessions end');
  assert.equal(slug(await session({ email: lost.email, password: lost.password })), 'invalid-credentials');
  assert.notEqual(fresh.totp_secret, lost.totp_secret);
  await stack.mysql("UPDATE user SET totp_step = 0 WHERE email = 'lost@example.com'");
  assert.equal((await session({ email: lost.email, password: fresh.password, code: totp(fresh.totp_secret, Date.now()) })).status, 200);
  assert.equal((await stack.dunlin('user', 'reset', 'nobody@example.com')).code, 1);
});

test('sessions and tries that are long over are forgotten', async () => {
  await stack.mysql('UPDATE session SET expires_at = expires_at - INTERVAL 40 DAY; '
    + "INSERT INTO login_attempt VALUES ('login-ip:203.0.113.9', UTC_TIMESTAMP(6) - INTERVAL 2 DAY, 3)");
  await stack.login(clara);
  assert.deepEqual(await stack.sql('SELECT COUNT(*) AS n FROM session'), [{ n: '1' }]);
  assert.deepEqual(await stack.sql("SELECT COUNT(*) AS n FROM login_attempt WHERE subject LIKE '%113.9'"), [{ n: '0' }]);
});

test('an unknown method, path or type of body is named', async () => {
  const client = await stack.login(clara);
  const got = await client.request('PUT', '/worklist', {});
  assert.equal(got.status, 405);
  assert.equal(got.headers.get('allow'), 'GET, HEAD, OPTIONS');
  assert.equal((await client.request('OPTIONS', '/worklist')).status, 204);
  const head = await client.request('HEAD', '/worklist');
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  assert.equal((await client.post('/customers/10/notes', 'body=x', { 'content-type': 'application/x-www-form-urlencoded' })).status, 415);
  assert.equal((await client.post('/customers/10/notes', '{"body":', { 'content-type': 'application/json' })).status, 400);
  assert.equal((await client.post('/customers/10/notes', `{"body":"${'x'.repeat(1 << 20)}"}`, { 'content-type': 'application/json' })).status, 413);
  const extra = await client.post('/customers/10/notes', { body: 'x', colour: 'red' });
  assert.equal(extra.status, 422);
  assert.deepEqual(extra.body.errors.map((e) => e.pointer), ['/colour']);
});

test('every answer carries the request id that its log line has', async () => {
  const got = await stack.client().get('/worklist');
  const id = got.headers.get('x-request-id');
  assert.equal(got.body.request_id, id);
  const line = stack.events('web').find((e) => e.request === id);
  assert.equal(line.event, 'request');
  assert.equal(line.status, 401);
  assert.equal(line.route, '/api/collector/v1/worklist');
});
