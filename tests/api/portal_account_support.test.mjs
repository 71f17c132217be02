// Staff who see the portal as a customer sees it: both sides see that, it reads only unless the
// company allows more, and each request is kept with both identities. And what a customer's own
// admin keeps: contacts and what they get.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../harness/stack.mjs';
import { addUser, COMPANY } from './fixture.mjs';
import { member, slug } from './portal_people.mjs';

let stack, staff, anna, clara, ben;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com');
  staff = await stack.login(clara);
  anna = await member(stack, staff, 10, 'anna@example.org');
  ben = await member(stack, staff, 10, 'ben@example.org', 'viewer');
});
after(() => stack?.stop());

const strip = (got) => ({ status: got.status, ...got.body, request_id: null });
const people = async () => (await staff.must(200, 'GET', '/customers/10/portal-people')).people;

/** The portal as staff see it. */
async function look(body = {}, who = staff, customer = 10) {
  const client = stack.client('/api/portal/v1');
  const got = await who.request('POST', `/customers/${customer}/portal-view`, body);
  assert.equal(got.status, 200, got.text);
  client.cookies.set('dunlin_portal', who.cookies.get('dunlin_portal'));
  who.cookies.delete('dunlin_portal');
  client.csrf = (await client.must(200, 'GET', '/session')).csrf;
  return client;
}

test('what is seen is what the customer sees; both sides see who looks', async () => {
  assert.equal((await anna.must(200, 'GET', '/session')).support, null);
  const { id } = (await people()).find((p) => p.email === 'anna@example.org');
  const client = await look({ person_id: id });
  const session = await client.must(200, 'GET', '/session');
  assert.deepEqual([session.customer.name, session.support.you, session.support.acts, session.may], ['Acme Works', true, false, ['see']]);
  for (const path of ['/summary', '/invoices?state=all', '/statement', '/payments', '/messages']) {
    assert.deepEqual((await client.must(200, 'GET', path)), (await anna.must(200, 'GET', path)), path);
  }
  for (const who of [anna, ben]) {
    const { support } = await who.must(200, 'GET', '/session');
    assert.deepEqual([support.you, support.acts], [false, false]);
    assert.equal(support.name, session.support.name);
  }
  const { rows } = await anna.must(200, 'GET', '/support');
  assert.equal(rows[0].name, session.support.name);
  assert.equal((await ben.get('/support')).status, 403, 'for admins');
  await client.must(204, 'DELETE', '/session');
  assert.equal((await client.get('/summary')).status, 401);
  assert.equal((await anna.must(200, 'GET', '/session')).support, null, 'over, the banner goes');
});

test('it reads only, and reaches nobody’s account', async () => {
  const { id } = (await people()).find((p) => p.email === 'anna@example.org');
  const client = await look({ person_id: id });
  for (const [method, path, body] of [['POST', '/messages', { body: 'x', client_key: 'k' }], ['POST', '/promises', { invoice_ids: ['11'], promised_on: '2026-03-06' }],
    ['GET', '/account'], ['PUT', '/account', { name: 'x', language: 'en' }], ['PUT', '/account/password', { password: 'a long password here' }],
    ['GET', '/people'], ['DELETE', `/people/${id}`], ['POST', '/people/invitations', { email: 'x@example.org', name: 'X', role: 'admin' }],
    ['POST', '/session/customer', { customer_id: '10' }], ['DELETE', '/account/sessions'], ['GET', '/contacts'],
    ['POST', '/account/passkeys/challenge'], ['POST', '/account/second-factor', {}]]) {
    assert.equal((await client.request(method, path, body)).status, 403, `${method} ${path}`);
  }
  const own = await anna.must(200, 'GET', '/account');
  assert.equal(own.sessions.length, 1, 'it is none of her sessions');
  await client.must(204, 'DELETE', '/session');
});

test('each request is kept, with who looked and as whom', async () => {
  const { id } = (await people()).find((p) => p.email === 'ben@example.org');
  const client = await look({ person_id: id });
  await client.must(200, 'GET', '/summary');
  await client.must(200, 'GET', '/invoices/11');
  assert.equal((await client.post('/messages', { body: 'x', client_key: 'k' })).status, 403);
  const kept = async () => (await stack.sql(`SELECT actor_kind, actor_id, action, object_kind, object_id, customer_id, JSON_VALUE(after_json, '$.path') AS path,
    JSON_VALUE(after_json, '$.status') AS status FROM audit_event WHERE action LIKE 'support.%' AND object_kind = 'person' AND object_id = '${id}' ORDER BY id`)).map((r) => ({ ...r }));
  await until(async () => (await kept()).length >= 4);
  const rows = await kept();
  for (const r of rows) assert.deepEqual([r.actor_kind, r.actor_id, r.customer_id], ['user', String(clara.id), '10']);
  assert.deepEqual(rows.filter((r) => r.path !== '/api/portal/v1/session').map((r) => [r.action, r.path, r.status]), [
    ['support.see', '/api/portal/v1/summary', '200'], ['support.see', '/api/portal/v1/invoices/11', '200'], ['support.act', '/api/portal/v1/messages', '403']]);
  const opened = await stack.sql(`SELECT customer_id, after_json FROM audit_event WHERE action = 'support.open' ORDER BY id DESC LIMIT 1`);
  assert.deepEqual([opened[0].customer_id, JSON.parse(opened[0].after_json)], ['10', { person_id: id, act: 'no' }]);
  const timeline = await staff.must(200, 'GET', '/customers/10/timeline');
  assert.ok(timeline.rows.some((r) => r.title === 'Looked at the portal as the customer sees it'));
  await client.must(204, 'DELETE', '/session');
});

test('staff act for a customer only where the company lets them, in their own name', async () => {
  const refused = await staff.post('/customers/10/portal-view', { act: true });
  assert.equal(slug(refused), 'support-reads-only');
  await stack.mysql("INSERT INTO setting (name, known_from, value) VALUES ('portal_support_act', '2026-01-01', 'true')");
  const client = await look({ act: true });
  assert.deepEqual((await client.must(200, 'GET', '/session')).may, ['see', 'ask', 'promise', 'dispute']);
  await client.must(201, 'POST', '/promises', { invoice_ids: ['11'], promised_on: '2026-03-06' });
  const [row] = await stack.sql("SELECT actor_kind, actor_id FROM audit_event WHERE action LIKE 'promise.%' ORDER BY id DESC LIMIT 1");
  assert.deepEqual({ ...row }, { actor_kind: 'user', actor_id: String(clara.id) });
  assert.equal((await client.get('/people')).status, 403);
  const viewer = await stack.login(await addUser(stack, 'vera@example.com', '--role', 'viewer'));
  assert.equal((await viewer.post('/customers/10/portal-view', { act: true })).status, 403);
  await client.must(204, 'DELETE', '/session');
});

test('it ends with the session of staff, with half an hour, and with the person’s membership', async () => {
  const own = await stack.login(clara);
  const client = await look({}, own);
  await own.must(204, 'DELETE', '/session');
  assert.equal((await client.get('/summary')).status, 401);
  const late = await look();
  await stack.mysql("UPDATE portal_session SET expires_at = created_at WHERE via = 'staff'");
  assert.equal((await late.get('/summary')).status, 401);
  const { id } = (await people()).find((p) => p.email === 'ben@example.org');
  const asBen = await look({ person_id: id });
  await staff.must(204, 'DELETE', `/customers/10/portal-people/${id}`);
  assert.equal((await asBen.get('/summary')).status, 401);
});

test('a customer out of reach, and a person of another customer, are 404', async () => {
  const limited = await stack.login(await addUser(stack, 'dora@example.com', '--division', 'US'));
  const out = await limited.post('/customers/20/portal-view', {});
  assert.equal(out.status, 404);
  assert.deepEqual(strip(out), strip(await limited.post('/customers/987654321/portal-view', {})));
  for (const [method, path, body] of [['GET', '/portal-people'], ['POST', '/portal-invitations', { email: 'x@example.org', name: 'X', role: 'viewer' }]]) {
    const got = await limited.request(method, `/customers/20${path}`, body);
    assert.deepEqual(strip(got), strip(await limited.request(method, `/customers/987654321${path}`, body)));
    assert.equal(got.status, 404);
  }
  const { id } = (await people())[0];
  assert.equal((await staff.post('/customers/20/portal-view', { person_id: id })).status, 404);
});

test('a customer’s admin keeps its contacts; somebody must get the invoices', async () => {
  const { rows } = await anna.must(200, 'GET', '/contacts');
  const [first] = rows;
  assert.equal(rows.length, 1);
  const same = { name: first.name, email: first.email, roles: first.roles };
  const none = await anna.put(`/contacts/${first.id}`, { ...same, active: false }, { 'if-match': `"${first.version}"` });
  assert.equal(slug(none), 'last-billing-contact');
  assert.equal(slug(await anna.put(`/contacts/${first.id}`, { ...same, roles: ['legal'] })), 'last-billing-contact');
  assert.equal(slug(await anna.put(`/contacts/${first.id}`, { ...same, consent: false })), 'last-billing-contact');
  const { id } = await anna.must(201, 'POST', '/contacts', { name: 'Books', email: 'books@example.org', roles: ['billing', 'statement'], language: 'de' });
  await anna.must(200, 'PUT', `/contacts/${first.id}`, { ...same, roles: ['dispute'] });
  const bad = await anna.post('/contacts', { name: 'X', email: 'nowhere', roles: ['king'] });
  assert.equal(bad.status, 422);
  const [{ id: foreign }] = await stack.sql('SELECT id FROM contact WHERE customer_id = 20 LIMIT 1');
  const got = await anna.put(`/contacts/${foreign}`, same);
  assert.equal(got.status, 404);
  assert.deepEqual(strip(got), strip(await anna.put('/contacts/987654321', same)));
  const [kept] = await stack.sql(`SELECT actor_kind, actor_id FROM audit_event WHERE object_kind = 'contact' AND object_id = '${id}'`);
  assert.equal(kept.actor_kind, 'contact');
  assert.match(kept.actor_id, /^person:\d+$/);
  const timeline = await staff.must(200, 'GET', '/customers/10/timeline');
  assert.ok(timeline.rows.some((r) => r.kind === 'contact' && r.actor.name === 'anna'));
});
