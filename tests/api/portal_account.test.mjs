// People at customers who have an account: codes by mail, passwords, several customers, roles
// and invitations; and every way in that must not be one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY, insert } from './fixture.mjs';
import { byCode, codeFor, deliver, forget, invitationTo, mailTo, member, PASSWORD, signIn, slug } from './portal_people.mjs';

let stack, staff, anna;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  anna = await member(stack, staff, 10, 'anna@example.org');
});
after(() => stack?.stop());

const nobody = () => stack.client('/api/portal/v1');
const strip = (got) => ({ status: got.status, ...got.body, request_id: null });
const count = async (sql) => Number((await stack.sql(`SELECT COUNT(*) AS n FROM ${sql}`))[0].n);
const may = async (client) => (await client.must(200, 'GET', '/session')).may;

test('who was invited comes in, and sees that customer as that role', async () => {
  const session = await anna.must(200, 'GET', '/session');
  assert.equal(session.customer.name, 'Acme Works');
  assert.equal(session.contact.name, 'anna');
  assert.equal(session.scope, 'account');
  assert.deepEqual(session.may, ['see', 'ask', 'promise', 'dispute', 'pay', 'account', 'people']);
  assert.deepEqual(session.customers.map((c) => [c.id, c.role, c.present]), [['10', 'admin', true]]);
  await anna.must(200, 'GET', '/summary');
});

test('a code by mail signs in once; wrong, replaced, replayed and late ones do not', async () => {
  const email = 'anna@example.org';
  const old = await codeFor(stack, email);
  const good = await codeFor(stack, email);
  const refused = async (body) => {
    const got = await nobody().post('/session', { email, ...body });
    assert.equal(got.status, 401);
    assert.equal(slug(got), 'invalid-credentials');
    return got;
  };
  await refused({ mail_code: old });
  await refused({ mail_code: '0000 0000' });
  await refused({ mail_code: 'x' });
  await signIn(stack, email, { mail_code: good.replace(' ', '') });
  await refused({ mail_code: good });
  const late = await codeFor(stack, email);
  await stack.mysql('UPDATE mail_code SET expires_at = created_at');
  await refused({ mail_code: late });
});

test('a code stands for five tries, whoever made them', async () => {
  const email = 'anna@example.org';
  const good = await codeFor(stack, email);
  for (let i = 0; i < 5; i++) assert.equal((await nobody().post('/session', { email, mail_code: '00000000' })).status, 401);
  assert.equal((await nobody().post('/session', { email, mail_code: good })).status, 401);
  await forget(stack);
});

test('two requests with the same code open one session', async () => {
  const email = 'anna@example.org';
  const mail_code = await codeFor(stack, email);
  const got = await Promise.all([1, 2, 3].map(() => nobody().post('/session', { email, mail_code })));
  assert.equal(got.filter(({ status }) => status === 200).length, 1);
});

test('the answers are the same whether or not somebody has the address', async () => {
  await forget(stack);
  const known = await nobody().post('/sign-in-codes', { email: 'anna@example.org' });
  const unknown = await nobody().post('/sign-in-codes', { email: 'nobody@example.org' });
  const { 'x-request-id': a, date: da, ...heads } = Object.fromEntries(known.headers);
  const { 'x-request-id': b, date: db, ...others } = Object.fromEntries(unknown.headers);
  assert.deepEqual([known.status, known.text, heads], [unknown.status, unknown.text, others]);
  assert.equal(await count("mail_code WHERE person_id IS NULL"), 1, 'the unknown costs a row, too');
  for (const body of [{ password: PASSWORD }, { mail_code: '12345678' }]) {
    assert.deepEqual(strip(await nobody().post('/session', { email: 'anna@example.org', ...body })),
      strip(await nobody().post('/session', { email: 'nobody@example.org', ...body })));
  }
  for (const email of ['anna@example.org', 'nobody@example.org']) {
    await forget(stack);
    const seen = [];
    for (let i = 0; i < 6; i++) seen.push((await nobody().post('/sign-in-codes', { email })).status);
    assert.deepEqual(seen, [204, 204, 204, 204, 204, 429]);
    await forget(stack);
    const tries = [];
    for (let i = 0; i < 9; i++) tries.push((await nobody().post('/session', { email, password: 'wrong' })).status);
    assert.deepEqual(tries, [...Array(8).fill(401), 429]);
  }
  await forget(stack);
});

test('neither password nor code, or both, is no way in', async () => {
  for (const body of [{}, { password: 'x', mail_code: '12345678' }]) {
    const got = await nobody().post('/session', { email: 'anna@example.org', ...body });
    assert.equal(got.status, 422);
    assert.equal(got.body.errors[0].pointer, '/password');
  }
});

test('a password: set without an old one, changed with it, other sessions end, a mail tells', async () => {
  const email = 'ben@example.org';
  const ben = await member(stack, staff, 10, email, 'viewer');
  assert.equal((await ben.must(200, 'GET', '/account')).password, false);
  const short = await ben.put('/account/password', { password: 'short' });
  assert.equal(short.status, 422);
  assert.equal(short.body.errors[0].pointer, '/password');
  await ben.must(204, 'PUT', '/account/password', { password: PASSWORD });
  const other = await signIn(stack, email, { password: PASSWORD });
  assert.equal((await other.put('/account/password', { password: `${PASSWORD}!` })).status, 403, 'the old one is needed');
  assert.equal((await other.put('/account/password', { old_password: 'wrong', password: `${PASSWORD}!` })).status, 403);
  await other.must(204, 'PUT', '/account/password', { old_password: PASSWORD, password: `${PASSWORD}!` });
  assert.equal((await ben.get('/session')).status, 401, 'other sessions end');
  assert.equal((await other.get('/session')).status, 200);
  assert.equal((await nobody().post('/session', { email, password: PASSWORD })).status, 401);
  await deliver(stack);
  assert.equal(mailTo(stack, email).filter((m) => m.subject === 'Your password was changed').length, 2);
  const [{ password_hash: hash }] = await stack.sql(`SELECT password_hash FROM person WHERE email = '${email}'`);
  assert.match(hash, /^\$argon2id\$/);
  // forgotten: a code by mail stands for the old one, for a while
  const again = await byCode(stack, email);
  await again.must(204, 'PUT', '/account/password', { password: PASSWORD });
  assert.equal((await other.get('/session')).status, 401);
  await stack.mysql("UPDATE portal_session SET created_at = created_at - INTERVAL 1 HOUR WHERE via = 'code'");
  assert.equal((await again.put('/account/password', { password: `${PASSWORD}!` })).status, 403);
});

test('several customers: one at a time, the session says which', async () => {
  const email = 'carl@example.org';
  await member(stack, staff, 10, email, 'payer');
  const carl = await member(stack, staff, 20, email, 'viewer');
  const names = async () => (await carl.must(200, 'GET', '/session')).customers.map((c) => [c.id, c.role, c.present]);
  const first = (await carl.must(200, 'GET', '/session')).customer.name;
  assert.equal((await names()).length, 2);
  await carl.must(204, 'POST', '/session/customer', { customer_id: '10' });
  assert.equal((await carl.must(200, 'GET', '/session')).customer.name, 'Acme Works');
  assert.deepEqual(await may(carl), ['see', 'ask', 'promise', 'dispute', 'pay', 'account']);
  const invoices10 = (await carl.must(200, 'GET', '/invoices?state=all')).rows.map(({ id }) => id);
  await carl.must(204, 'POST', '/session/customer', { customer_id: '20' });
  assert.deepEqual(await may(carl), ['see', 'ask', 'account'], 'a role is the customer’s');
  for (const id of invoices10) {
    const got = await carl.get(`/invoices/${id}`);
    assert.equal(got.status, 404);
    assert.deepEqual(strip(got), strip(await carl.get('/invoices/987654321')));
  }
  const foreign = await carl.post('/session/customer', { customer_id: '30' });
  assert.equal(foreign.status, 404);
  assert.deepEqual(strip(foreign), strip(await carl.post('/session/customer', { customer_id: '987654321' })));
  assert.equal((await carl.must(200, 'GET', '/session')).customer.number, 'C20', 'a refused switch changes nothing');
  const next = await byCode(stack, email);
  assert.equal((await next.must(200, 'GET', '/session')).customer.number, 'C20', 'a new session begins where he was');
  assert.ok(first);
});

test('roles: each may what it may, changed at once; who is out is out at once', async () => {
  const dora = await member(stack, staff, 10, 'dora@example.org', 'viewer');
  const { people } = await anna.must(200, 'GET', '/people');
  const { id } = people.find((p) => p.email === 'dora@example.org');
  const me = people.find((p) => p.you);
  assert.equal(me.email, 'anna@example.org');
  const asked = { body: 'Hello', client_key: 'dora-1' };
  const item = (await stack.sql('SELECT id FROM item WHERE customer_id = 10 AND is_open = 1 LIMIT 1'))[0].id;
  const promise = () => dora.post('/promises', { invoice_ids: [item], promised_on: '2026-03-06' });
  assert.equal((await dora.post('/messages', asked)).status, 201);
  assert.equal((await promise()).status, 403);
  assert.equal((await dora.get('/people')).status, 403);
  await anna.must(204, 'PUT', `/people/${id}`, { role: 'payer' });
  assert.notEqual((await promise()).status, 403, 'at once');
  assert.equal((await dora.post('/people/invitations', { email: 'x@example.org', name: 'X', role: 'admin' })).status, 403);
  assert.equal((await dora.put(`/people/${id}`, { role: 'admin' })).status, 403);
  const last = await anna.put(`/people/${me.id}`, { role: 'viewer' });
  assert.equal(last.status, 409);
  assert.equal(slug(last), 'last-admin');
  assert.equal(slug(await anna.delete(`/people/${me.id}`)), 'last-admin');
  await anna.must(204, 'PUT', `/people/${id}`, { role: 'admin' });
  await dora.must(200, 'GET', '/people');
  await anna.must(204, 'DELETE', `/people/${id}`);
  assert.equal((await dora.get('/summary')).status, 401);
  assert.equal((await dora.get('/session')).status, 401);
  assert.equal((await anna.delete(`/people/${id}`)).status, 404);
  await forget(stack);
  assert.equal((await nobody().post('/sign-in-codes', { email: 'dora@example.org' })).status, 204);
  await deliver(stack);
  assert.equal(await count("mail_code c JOIN person p ON p.id = c.person_id WHERE p.email = 'dora@example.org'"), 0, 'who is nowhere gets no code');
});

test('two admins who demote each other at once leave one', async () => {
  const eve = await member(stack, staff, 30, 'eve@example.org', 'admin');
  const fred = await member(stack, staff, 30, 'fred@example.org', 'admin');
  const { people } = await eve.must(200, 'GET', '/people');
  const idOf = (email) => people.find((p) => p.email === email).id;
  const got = await Promise.all([
    eve.put(`/people/${idOf('fred@example.org')}`, { role: 'viewer' }),
    fred.put(`/people/${idOf('eve@example.org')}`, { role: 'viewer' }),
  ]);
  assert.equal(got.filter(({ status }) => status === 204).length, 1, got.map(({ status }) => status).join());
  assert.equal(await count("portal_membership WHERE customer_id = 30 AND known_to IS NULL AND role = 'admin'"), 1);
});

test('people and invitations of another customer are 404, as those that never were', async () => {
  const gina = await member(stack, staff, 20, 'gina@example.org', 'admin');
  const { id } = (await anna.must(200, 'GET', '/people')).people[0];
  const mine = await anna.must(201, 'POST', '/people/invitations', { email: 'hal@example.org', name: 'Hal', role: 'viewer' });
  for (const [method, path, none, body] of [
    ['PUT', `/people/${id}`, '/people/987654321', { role: 'viewer' }],
    ['DELETE', `/people/${id}`, '/people/987654321'],
    ['DELETE', `/people/invitations/${mine.id}`, '/people/invitations/987654321'],
  ]) {
    const got = await gina.request(method, path, body);
    assert.equal(got.status, 404, `${method} ${path}`);
    assert.deepEqual(strip(got), strip(await gina.request(method, none, body)));
  }
  assert.equal((await staff.delete(`/customers/20/portal-invitations/${mine.id}`)).status, 404);
  assert.equal((await staff.put(`/customers/20/portal-people/${id}`, { role: 'viewer' })).status, 404);
  assert.equal((await anna.must(200, 'GET', '/people')).invitations.length, 1);
  await anna.must(204, 'DELETE', `/people/invitations/${mine.id}`);
});

test('an invitation: looking keeps it, accepting uses it up; revoked, replaced, late and foreign ones do nothing', async () => {
  const ask = (email, role = 'viewer') => anna.must(201, 'POST', '/people/invitations', { email, name: 'Ida Example', role });
  const look = (token) => nobody().post('/invitations/look', { token });
  const accept = (token, client = nobody()) => client.post('/invitations/accept', { token });
  await ask('ida@example.org');
  const old = await invitationTo(stack, 'ida@example.org');
  await ask('ida@example.org', 'payer');
  const token = await invitationTo(stack, 'ida@example.org');
  assert.equal((await look(old)).status, 404, 'a newer one took its place');
  for (let i = 0; i < 3; i++) {
    const got = await look(token);
    assert.equal(got.status, 200);
    assert.deepEqual([got.body.customer_name, got.body.email, got.body.role, got.body.known], ['Acme Works', 'ida@example.org', 'payer', false]);
  }
  assert.equal(await count("portal_membership m JOIN person p ON p.id = m.person_id WHERE p.email = 'ida@example.org'"), 0);
  const unknown = await look('a'.repeat(43));
  assert.deepEqual(strip(await look(old)), strip(unknown));
  // somebody else who is signed in does not become a member by it
  const gina = await byCode(stack, 'gina@example.org');
  assert.equal((await accept(token, gina)).status, 200);
  const ginas = await byCode(stack, 'gina@example.org');
  assert.deepEqual((await ginas.must(200, 'GET', '/session')).customers.map(({ id }) => id), ['20']);
  assert.equal((await accept(token)).status, 404, 'once');
  const again = await anna.post('/people/invitations', { email: 'ida@example.org', name: 'Ida', role: 'admin' });
  assert.equal(slug(again), 'member-already');
  // revoked
  const { id } = await ask('jo@example.org');
  const dead = await invitationTo(stack, 'jo@example.org');
  await anna.must(204, 'DELETE', `/people/invitations/${id}`);
  assert.equal((await accept(dead)).status, 404);
  assert.equal((await anna.delete(`/people/invitations/${id}`)).status, 404);
  // late
  await ask('kim@example.org');
  const late = await invitationTo(stack, 'kim@example.org');
  stack.clock.advance({ days: 15 });
  assert.equal((await look(late)).status, 410);
  assert.equal((await accept(late)).status, 410);
  stack.clock.advance({ days: -15 });
});

test('an invitation of somebody who has an account opens no session: he signs in', async () => {
  await anna.must(201, 'POST', '/people/invitations', { email: 'gina@example.org', name: 'Whoever', role: 'viewer' });
  const token = await invitationTo(stack, 'gina@example.org');
  const client = nobody();
  assert.deepEqual(await client.must(200, 'POST', '/invitations/accept', { token, name: 'Mallory' }), { csrf: null });
  assert.equal(client.cookies.size, 0);
  const gina = await byCode(stack, 'gina@example.org');
  const session = await gina.must(200, 'GET', '/session');
  assert.deepEqual(session.customers.map(({ id }) => id).sort(), ['10', '20']);
  assert.equal(session.contact.name, 'gina', 'her name is hers');
});

test('staff invite a contact; who left has no way in', async () => {
  const bad = await staff.post('/customers/20/portal-invitations', { email: 'l@example.org', name: 'L', role: 'viewer', contact_id: '101' });
  assert.equal(bad.status, 422);
  assert.equal(bad.body.errors[0].pointer, '/contact_id');
  await stack.mysql(insert('contact', { id: 777, customer_id: 20, source_system: 'test', source_id: '777', name: 'Leo', email: 'leo@example.org', language: 'de', known_from: '2026-01-01', recorded_at: '2026-01-01' }));
  const leo = await member(stack, staff, 20, 'leo@example.org', 'viewer', { contact_id: '777' });
  assert.match(mailTo(stack, 'leo@example.org')[0].text, /lädt Sie in das Kundenportal/);
  assert.equal((await leo.get('/summary')).status, 200);
  await stack.mysql('UPDATE contact SET active = 0 WHERE id = 777');
  assert.equal((await leo.get('/summary')).status, 401);
});

test('profile: name, telephone, language are one’s own', async () => {
  await anna.must(204, 'PUT', '/account', { name: 'Anna Adams', phone: '+49 30 1', language: 'fr' });
  const got = await anna.must(200, 'GET', '/account');
  assert.deepEqual([got.name, got.phone, got.language, got.email], ['Anna Adams', '+49 30 1', 'fr', 'anna@example.org']);
  const bad = await anna.put('/account', { name: ' ', language: 'xx' });
  assert.equal(bad.status, 422);
  assert.deepEqual(bad.body.errors.map((e) => e.pointer).sort(), ['/language', '/name']);
  await anna.must(204, 'PUT', '/account', { name: 'anna', language: 'en' });
});

test('what one gets by mail is one’s own choice, whatever the role; somebody must get reminders', async () => {
  const vera = await member(stack, staff, 20, 'Vera@example.org', 'viewer');
  assert.equal((await vera.get('/contacts')).status, 403, 'others are none of a viewer’s business');
  const gets = async () => (await vera.must(200, 'GET', '/account/notices')).gets;
  const choose = (...list) => vera.put('/account/notices', { gets: list });
  assert.deepEqual(await gets(), []);
  assert.equal((await choose()).status, 204);
  const hers = () => stack.sql("SELECT name, email, roles + 0 AS roles, email_consent AS consent FROM contact WHERE customer_id = 20 AND email LIKE 'vera%'");
  assert.deepEqual(await hers(), [], 'nothing chosen makes no contact');
  assert.equal((await choose('statement', 'billing')).status, 204);
  assert.deepEqual(await gets(), ['billing', 'statement']);
  assert.deepEqual((await hers()).map((k) => [k.name, k.roles, k.consent]), [['Vera', '3', '1']]);
  await stack.mysql("UPDATE contact SET roles = 'legal' WHERE customer_id = 20 AND email NOT LIKE 'vera%'");
  const none = await choose('dispute');
  assert.deepEqual([none.status, slug(none), await gets()], [409, 'last-billing-contact', ['billing', 'statement']]);
  await stack.mysql("UPDATE contact SET email_consent = 0 WHERE customer_id = 20 AND email LIKE 'vera%'");
  assert.deepEqual(await gets(), [], 'who asked for no mail gets none');
  assert.equal((await choose('billing')).status, 204);
  assert.deepEqual([await gets(), (await hers())[0].consent], [['billing'], '1'], 'until she chooses some');
  const bad = await choose('king');
  assert.deepEqual([bad.status, bad.body.errors[0].pointer], [422, '/gets/0']);
  assert.deepEqual((await hers()).length, 1);
  const said = await stack.sql("SELECT action, actor_kind FROM audit_event WHERE object_kind = 'contact' AND customer_id = 20 ORDER BY id");
  assert.deepEqual(said.map((a) => [a.action, a.actor_kind]), [['contact.add', 'contact'], ['contact.change', 'contact']]);
});

test('two who want no more reminders at once do not both get their way', async () => {
  const both = [await member(stack, staff, 20, 'una@example.org', 'viewer'), await member(stack, staff, 20, 'udo@example.org', 'viewer')];
  const choose = (...list) => Promise.all(both.map((who) => who.put('/account/notices', { gets: list })));
  await stack.mysql("UPDATE contact SET roles = 'legal' WHERE customer_id = 20 AND email NOT LIKE 'u%'");
  for (let round = 0; round < 8; round++) {
    assert.deepEqual((await choose('billing')).map((x) => x.status), [204, 204]);
    assert.deepEqual((await choose('dispute')).map((x) => x.status).sort(), [204, 409], `round ${round}`);
  }
});

test('sessions: seen, ended one by one, and all others', async () => {
  const one = await byCode(stack, 'anna@example.org');
  const two = await byCode(stack, 'anna@example.org');
  const { sessions } = await two.must(200, 'GET', '/account');
  assert.equal(sessions.filter((s) => s.this).length, 1);
  const foreign = await byCode(stack, 'gina@example.org');
  const hers = (await foreign.must(200, 'GET', '/account')).sessions.find((s) => s.this);
  assert.equal((await two.delete(`/account/sessions/${hers.session}`)).status, 404);
  assert.equal((await two.delete(`/account/sessions/${'0'.repeat(64)}`)).status, 404);
  const mine = (await one.must(200, 'GET', '/account')).sessions.find((s) => s.this);
  await two.must(204, 'DELETE', `/account/sessions/${mine.session}`);
  assert.equal((await one.get('/session')).status, 401);
  const three = await byCode(stack, 'anna@example.org');
  await three.must(204, 'DELETE', '/account/sessions');
  assert.equal((await two.get('/session')).status, 401);
  anna = three;
});

test('a link is no account: it reaches none of this', async () => {
  const { url } = await staff.must(201, 'POST', '/customers/10/portal-links', { scope: 'account' });
  const linked = await stack.portal(url);
  for (const [method, path, body] of [['GET', '/account'], ['PUT', '/account', { name: 'x', language: 'en' }], ['PUT', '/account/password', { password: PASSWORD }],
    ['GET', '/people'], ['POST', '/people/invitations', { email: 'x@example.org', name: 'X', role: 'admin' }],
    ['POST', '/session/customer', { customer_id: '10' }], ['DELETE', '/account/sessions'], ['POST', '/account/second-factor', {}]]) {
    assert.equal((await linked.request(method, path, body)).status, 403, `${method} ${path}`);
  }
  assert.deepEqual((await linked.must(200, 'GET', '/session')).customers, []);
});

test('what is secret stands in no table and no log', async () => {
  const email = 'anna@example.org';
  const code = await codeFor(stack, email);
  await anna.must(201, 'POST', '/people/invitations', { email: 'max@example.org', name: 'Max', role: 'viewer' });
  const token = await invitationTo(stack, 'max@example.org');
  await nobody().post('/invitations/look', { token });
  const client = await signIn(stack, email, { mail_code: code });
  const cookie = client.cookies.get('dunlin_portal');
  const tables = await stack.mysql('SELECT * FROM mail_code; SELECT * FROM portal_invitation; SELECT * FROM staff_mail; SELECT * FROM audit_event; SELECT * FROM activity; SELECT * FROM portal_session; SELECT * FROM person; SELECT * FROM idempotency;');
  for (const secret of [code, code.replace(' ', ''), token, cookie, PASSWORD]) {
    assert.ok(!tables.includes(secret), `in a table: ${secret}`);
    for (const part of ['web', 'nginx', 'worker', 'mariadb']) assert.ok(!stack.log(part).includes(secret), `in ${part}.log`);
  }
});
