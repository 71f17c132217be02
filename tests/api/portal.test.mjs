// A customer's contact: comes in by a link, sees what is his and nothing else, and can
// write to us.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, allocation, COMPANY, invoice, payment } from './fixture.mjs';
import { member } from './portal_people.mjs';

let stack, staff;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
});
after(() => stack?.stop());

const link = async (body, customer = 10) => (await staff.must(201, 'POST', `/customers/${customer}/portal-links`, body)).url;
const tokenOf = (url) => new URL(url).pathname.split('/').pop();
const strip = (got) => ({ status: got.status, ...got.body, request_id: null });

test('looking at a link changes nothing, confirming opens a session', async () => {
  const url = await link({ scope: 'account', contact_id: '101' });
  const nobody = stack.client('/api/portal/v1');
  for (let i = 0; i < 3; i++) {
    const got = await nobody.must(200, 'GET', `/access/${tokenOf(url)}`);
    assert.equal(got.customer_name_hint, 'Ac… Wo…');
    assert.equal(got.scope, 'account');
  }
  assert.deepEqual(await stack.sql('SELECT COUNT(*) AS n FROM portal_session'), [{ n: '0' }]);
  assert.deepEqual(await stack.sql('SELECT confirmed_at FROM access_link ORDER BY id DESC LIMIT 1'), [{ confirmed_at: null }]);
  const portal = await stack.portal(url);
  const session = await portal.must(200, 'GET', '/session');
  assert.equal(session.customer.name, 'Acme Works');
  assert.equal(session.contact.name, 'Contact of Acme Works');
  const again = await stack.portal(url);
  assert.equal((await again.get('/summary')).status, 200, 'a link works until it expires');
});

test('a link\'s token stands in no table and no log', async () => {
  const token = tokenOf(await link({ scope: 'account' }));
  await stack.client('/api/portal/v1').get(`/access/${token}`);
  await stack.portal(`${stack.url}/p/${token}`);
  const tables = await stack.mysql('SELECT * FROM access_link; SELECT * FROM audit_event; SELECT * FROM activity; SELECT * FROM idempotency;');
  assert.ok(!tables.includes(token));
  assert.ok(!stack.log('web').includes(token));
});

test('an unknown and a revoked link answer alike, an expired one says so', async () => {
  const nobody = stack.client('/api/portal/v1');
  const made = await staff.must(201, 'POST', '/customers/10/portal-links', { scope: 'account' });
  const portal = await stack.portal(made.url);
  await staff.must(204, 'DELETE', `/customers/10/portal-links/${made.id}`);
  assert.equal((await portal.get('/summary')).status, 401, 'its sessions end with it');
  const revoked = await nobody.get(`/access/${tokenOf(made.url)}`);
  assert.equal(revoked.status, 404);
  assert.deepEqual(strip(revoked), strip(await nobody.get('/access/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq')));
  const brief = await link({ scope: 'account', days: 1 });
  const open = await stack.portal(brief);
  stack.clock.advance({ days: 2 });
  assert.equal((await nobody.get(`/access/${tokenOf(brief)}`)).status, 410);
  assert.equal((await nobody.post('/access', { token: tokenOf(brief) })).status, 410);
  assert.equal((await open.get('/summary')).status, 401, 'a session lives no longer than its link');
  stack.clock.advance({ days: -2 });
});

test('guessing links is limited by address, following a good one is not', async () => {
  await stack.mysql('DELETE FROM login_attempt');
  const nobody = stack.client('/api/portal/v1');
  const good = tokenOf(await link({ scope: 'account' }));
  for (let i = 0; i < 70; i++) assert.equal((await nobody.get(`/access/${good}`)).status, 200);
  const seen = [];
  for (let i = 0; i < 62; i++) seen.push((await nobody.get(`/access/guess-${i}`)).status);
  await stack.mysql('DELETE FROM login_attempt');
  assert.equal(seen.indexOf(429), 60);
});

test('a contact who left has no way in', async () => {
  const url = await link({ scope: 'account', contact_id: '201' }, 20);
  const portal = await stack.portal(url);
  await stack.mysql('UPDATE contact SET active = 0 WHERE id = 201');
  assert.equal((await portal.get('/summary')).status, 401);
  assert.equal((await stack.client('/api/portal/v1').get(`/access/${tokenOf(url)}`)).status, 404);
  await stack.mysql('UPDATE contact SET active = 1 WHERE id = 201');
});

test('the summary adds up per currency', async () => {
  const portal = await stack.portal(await link({ scope: 'account' }));
  const { balances } = await portal.must(200, 'GET', '/summary');
  assert.deepEqual(balances, [
    { currency: 'EUR', open: '325.00', overdue: '75.00', not_due: '250.00', unapplied: '15.00', disputed: '0.00',
      oldest_due_on: '2026-02-20', buckets: ['250.00', '75.00', '0.00', '0.00', '0.00'] },
    { currency: 'USD', open: '100.00', overdue: '100.00', not_due: '0.00', unapplied: '0.00', disputed: '0.00',
      oldest_due_on: '2026-02-20', buckets: ['0.00', '100.00', '0.00', '0.00', '0.00'] },
  ]);
});

test('the statement runs from its opening to what is open', async () => {
  const portal = await stack.portal(await link({ scope: 'account' }));
  const all = await portal.must(200, 'GET', '/statement?currency=EUR&from=2026-01-01&to=2026-03-02');
  assert.equal(all.opening, '0.00');
  assert.deepEqual(all.lines.map((l) => [l.on, l.kind, l.number, l.debit, l.credit, l.balance]), [
    ['2026-01-20', 'invoice', 'R11', '100.00', '0.00', '100.00'],
    ['2026-01-20', 'invoice', 'R12', '250.00', '0.00', '350.00'],
    ['2026-02-10', 'payment', 'P14', '0.00', '40.00', '310.00'],
  ]);
  assert.equal(all.closing, '310.00', 'open 325.00 less unapplied 15.00');
  const late = await portal.must(200, 'GET', '/statement?currency=EUR&from=2026-02-01&to=2026-03-02');
  assert.equal(late.opening, '350.00');
  assert.equal(late.closing, '310.00');
  assert.equal((await portal.get('/statement?currency=JPY')).status, 404);
  assert.equal((await portal.get('/statement?from=2026-03-02&to=2026-03-01')).status, 400);
});

test('payments come with what they settled and what of them settles nothing yet', async () => {
  const portal = await stack.portal(await link({ scope: 'account' }));
  await stack.mysql(payment(18, 1001, 10, 101, { amount: 9000, open: 5000, on: '2026-02-10' }) + allocation(19, 1001, 18, 21, 4000)
    + "UPDATE allocation SET case_id = 2001 WHERE id = 19");
  const rows = await portal.all('/payments?limit=1');
  assert.deepEqual(rows.map((p) => [p.id, p.kind, p.number, p.on, p.amount, p.unapplied, p.currency]), [
    ['18', 'payment', 'P18', '2026-02-10', '90.00', '50.00', 'EUR'], ['14', 'payment', 'P14', '2026-02-10', '40.00', '15.00', 'EUR']]);
  assert.deepEqual(rows[1].applied, [{ invoice_id: '11', number: 'R11', kind: 'invoice', amount: '25.00', on: '2026-02-10' }]);
  assert.deepEqual(rows[0].applied, [{ invoice_id: null, number: null, kind: 'invoice', amount: '40.00', on: '2026-02-10' }], 'a bill of another is not named');
  await stack.mysql('DELETE FROM allocation WHERE id = 19; DELETE FROM item WHERE id = 18');
  assert.deepEqual(await (await stack.portal(await link({ scope: 'account' }, 20))).all('/payments'), []);
  const narrow = await stack.portal(await link({ scope: 'invoice', item_id: '11' }));
  assert.equal((await narrow.get('/payments')).status, 404);
});

test('an invoice comes with what was paid on it', async () => {
  const portal = await stack.portal(await link({ scope: 'account' }));
  const one = await portal.must(200, 'GET', '/invoices/11');
  assert.equal(one.open, '75.00');
  assert.equal(one.status, 'overdue');
  assert.deepEqual(one.payments, [{ on: '2026-02-10', kind: 'payment', number: 'P14', amount: '25.00' }]);
  assert.deepEqual(one.instalments.map((i) => i.open), ['75.00']);
});

test('invoices are found by a part of their number, its signs taken as they are', async () => {
  const portal = await stack.portal(await link({ scope: 'account' }));
  const found = async (q) => (await portal.all(`/invoices?state=all&q=${encodeURIComponent(q)}`)).map((i) => i.number);
  assert.deepEqual(await found('r11'), ['R11']);
  assert.equal((await found('R1')).length, 3);
  assert.deepEqual(await found('%'), []);
  assert.deepEqual((await portal.all('/invoices?q=R12')).map((i) => i.number), ['R12']);
});

test('S24 no filter and no id leads to another customer', async () => {
  const portal = await stack.portal(await link({ scope: 'account' }));
  const mine = new Set(['11', '12', '13']);
  for (const query of ['', '?state=all', '?currency=EUR', '?currency=USD', '?state=all&limit=1', '?state=open&limit=500']) {
    for (const row of await portal.all(`/invoices${query}`)) assert.ok(mine.has(row.id), `${query}: ${row.id}`);
  }
  for (const query of ['?invoice_id=21', '?customer_id=20', '?id=21', '?state=all&state=open', '?state[]=all', '?currency[]=EUR',
    '?currency=EUR%27%20OR%201=1', '?limit=501', '?limit=-1', '?cursor=xyz']) {
    assert.equal((await portal.get(`/invoices${query}`)).status, 400, query);
  }
});

test('every portal route answers a foreign id as an unknown one', async () => {
  const doc = await (await fetch(`${stack.url}/api/openapi.json`)).json();
  // who may most: a customer's own admin
  const portal = await member(stack, staff, 10, 'may.all@example.org');
  const needed = ({ parameters = [] }) => parameters.filter((p) => p.in === 'query' && p.required).map((p) => `${p.name}=x`).join('&');
  const routes = Object.entries(doc.paths).flatMap(([path, all]) => Object.entries(all).map(([m, about]) => [m.toUpperCase(), path, needed(about)]))
    .filter(([, path]) => path.startsWith('/api/portal/v1/') && /\{\w*id\}/.test(path));
  assert.ok(routes.length > 0);
  for (const [method, path, query] of routes) {
    const at = (id) => portal.request(method, path.replace(/\{\w*id\}/, id) + (query && `?${query}`), method === 'GET' ? undefined : {});
    for (const foreign of ['21', '31', '14', path.includes('/contacts/') ? '201' : '101', '1001']) {
      const got = await at(foreign);
      assert.equal(got.status, 404, `${method} ${path} ${foreign}`);
      assert.deepEqual(strip(got), strip(await at('999999')));
    }
    for (const odd of ['0', '-1', '11%20', 'abc', '11;21', '18446744073709551616', '%31%31']) {
      const got = await at(odd);
      // 11 in other letters is one's own: read, or told what the empty body lacks
      assert.ok(got.status === 404 || (odd === '%31%31' && got.status === (method === 'GET' ? 200 : 422)), `${odd}: ${got.status}`);
    }
  }
  const post = await portal.post('/messages', { body: 'x', client_key: 'f', invoice_id: '21' });
  assert.equal(post.status, 422);
  assert.deepEqual(post.body.errors, (await portal.post('/messages', { body: 'x', client_key: 'f', invoice_id: '999999' })).body.errors);
});

test('a link to one invoice reaches that invoice alone', async () => {
  const portal = await stack.portal(await link({ scope: 'invoice', item_id: '12' }));
  assert.deepEqual((await portal.all('/invoices?state=all')).map((i) => i.id), ['12']);
  assert.equal((await portal.get('/invoices/12')).status, 200);
  assert.equal((await portal.get('/invoices/11')).status, 404, 'the same customer\'s other invoice');
  assert.equal((await portal.get('/statement')).status, 404);
  const { balances } = await portal.must(200, 'GET', '/summary');
  assert.deepEqual(balances.map((b) => [b.currency, b.open, b.unapplied]), [['EUR', '250.00', '0.00']]);
  const all = await stack.portal(await link({ scope: 'account' }));
  await all.must(201, 'POST', '/messages', { body: 'about everything', client_key: 'a1' });
  await portal.must(201, 'POST', '/messages', { body: 'about this one', client_key: 'a1' });
  assert.deepEqual((await portal.all('/messages')).map((m) => m.body), ['about this one']);
  assert.equal((await portal.post('/messages', { body: 'x', client_key: 'a2', invoice_id: '11' })).status, 422);
});

test('a customer sees what was promised, what of it was kept, and the files that are his to fetch', async () => {
  const acme = await stack.portal(await link({ scope: 'account' })), brook = await stack.portal(await link({ scope: 'account' }, 20));
  const narrow = await stack.portal(await link({ scope: 'invoice', item_id: '12' }));
  const { id } = await staff.must(201, 'POST', '/customers/10/promises', { case_id: '1001', amount: '50.00', promised_on: '2026-03-20', item_ids: ['11'] });
  const file = async (more, name) => (await staff.must(201, 'POST', `/attachments?owner_kind=customer&owner_id=10&file_name=${name}${more}`, `${name}\n`, { 'content-type': 'text/plain' })).id;
  const open = await file('&visible=true', 'terms.txt');
  await file('', 'internal.txt');
  const [promise, ...rest] = (await acme.must(200, 'GET', '/promises')).rows;
  assert.deepEqual(rest, []);
  assert.deepEqual(promise, { id, amount: '50.00', kept: '0.00', currency: 'EUR', made_on: '2026-03-02', promised_on: '2026-03-20', state: 'open', invoice_numbers: 'R11' });
  await stack.mysql(`UPDATE promise_state SET state = 'partly', kept_minor = 2000 WHERE promise_id = ${id}`);
  const [kept] = (await acme.must(200, 'GET', '/promises')).rows;
  assert.deepEqual([kept.state, kept.kept], ['partly', '20.00']);
  const files = (await acme.must(200, 'GET', '/attachments')).rows;
  assert.deepEqual(files.map((f) => [f.id, f.file_name, f.bytes, f.invoice_number]), [[open, 'terms.txt', 10, null]]);
  assert.equal((await acme.get(`/attachments/${files[0].id}`)).text, 'terms.txt\n');
  for (const path of ['/promises', '/attachments']) {
    assert.deepEqual((await brook.must(200, 'GET', path)).rows, [], path);
    assert.deepEqual((await narrow.must(200, 'GET', path)).rows, [], `${path} of another invoice`);
  }
});

test('every query for a customer names the session\'s customer', async () => {
  const { readFileSync } = await import('node:fs');
  const { TOP } = await import('../harness/stack.mjs');
  const shared = (_, name) => readFileSync(`${TOP}/sql/fragments/${name}.sql`, 'utf8');
  const text = readFileSync(`${TOP}/sql/queries/portal.sql`, 'utf8').replace(/@([a-z_]+)/g, shared).replace(/^--.*:(one|many)/gm, '\n@@$&');
  const statements = text.split('@@').slice(1);
  assert.ok(statements.length >= 10);
  for (const s of statements) {
    assert.match(s, /\(customer_id u64/, s.slice(0, 60));
    const sql = s.replace(/--.*/g, '');
    assert.match(sql, /customer_id = :customer_id/, s.slice(0, 60));
  }
});

test('a message stands on the timeline and becomes one task, however often it is sent', async () => {
  await stack.mysql('DELETE FROM follow_up; DELETE FROM message; DELETE FROM conversation');
  const portal = await stack.portal(await link({ scope: 'account', contact_id: '101' }));
  stack.clock.advance({ seconds: 1 });
  const first = await portal.must(201, 'POST', '/messages', { body: 'When is it due?\nThanks', client_key: 'm1', invoice_id: '12' });
  const twice = await portal.must(201, 'POST', '/messages', { body: 'When is it due?\nThanks', client_key: 'm1', invoice_id: '12' });
  assert.equal(first.id, twice.id);
  stack.clock.advance({ seconds: 1 });
  await portal.must(201, 'POST', '/messages', { body: 'And one more thing', client_key: 'm2', invoice_id: '12' });
  const rows = await portal.all('/messages');
  assert.deepEqual(rows.map((m) => [m.author, m.body, m.invoice_number]),
    [['you', 'And one more thing', 'R12'], ['you', 'When is it due?\nThanks', 'R12']]);
  const seen = (await staff.all('/customers/10/timeline?kind=message')).map((a) => [a.title, a.actor.name]);
  assert.deepEqual(seen.slice(0, 2), [['Contact of Acme Works: And one more thing', 'Contact of Acme Works'],
    ['Contact of Acme Works: When is it due?', 'Contact of Acme Works']]);
  const tasks = (await staff.all('/follow-ups')).filter((f) => f.kind === 'message');
  assert.deepEqual(tasks.map((f) => [f.title, f.due_on, f.customer.id, f.case_id]),
    [['Answer Contact of Acme Works: When is it due?', '2026-03-02', '10', '1001']]);
});

test('first messages sent at the same instant open one conversation', async () => {
  await stack.mysql('DELETE FROM message; DELETE FROM conversation');
  const url = await link({ scope: 'account' });
  const tabs = await Promise.all(Array.from({ length: 6 }, () => stack.portal(url)));
  const got = await Promise.all(tabs.map((t) => t.post('/messages', { body: 'hello', client_key: 'same' })));
  assert.deepEqual(got.map((g) => g.status), Array(6).fill(201));
  assert.equal(new Set(got.map((g) => g.body.id)).size, 1);
  assert.deepEqual(await stack.sql('SELECT COUNT(*) AS n FROM conversation'), [{ n: '1' }]);
});

test('what staff write comes back to the customer as the company\'s, notes never do', async () => {
  await staff.must(201, 'POST', '/customers/10/notes', { body: 'SECRET: credit risk', item_id: '11' });
  await staff.must(201, 'POST', '/items/11/disputes', { amount: '5.00', reason_code: 'price', detail: 'SECRET: they are right' });
  stack.clock.advance({ seconds: 1 });
  await staff.must(201, 'POST', '/customers/10/messages', { body: 'It is due on the 20th.' });
  const portal = await stack.portal(await link({ scope: 'account' }));
  const all = [];
  for (const path of ['/session', '/summary', '/invoices?state=all', '/invoices/11', '/statement', '/messages']) {
    all.push((await portal.request('GET', path)).text);
  }
  assert.ok(!all.join().includes('SECRET'));
  const [last] = (await portal.must(200, 'GET', '/messages')).rows;
  assert.deepEqual([last.author, last.body], ['company', 'It is due on the 20th.']);
});

test('markup in names and messages leaves as escapes in JSON', async () => {
  const evil = '<script>alert(1)</script>';
  stack.clock.advance({ seconds: 1 });
  const portal = await stack.portal(await link({ scope: 'account' }));
  await portal.must(201, 'POST', '/messages', { body: evil, client_key: 'x1' });
  const got = await portal.request('GET', '/messages');
  assert.ok(!got.text.includes('<script'));
  assert.equal(got.body.rows[0].body, evil);
});

test('a write of the portal needs its CSRF value', async () => {
  const portal = await stack.portal(await link({ scope: 'account' }));
  portal.csrf = undefined;
  assert.equal((await portal.post('/messages', { body: 'x', client_key: 'y' })).status, 403);
  assert.equal((await portal.delete('/session')).status, 403);
});

test('pages of invoices neither repeat nor lose a row while others come in', async () => {
  await stack.mysql(Array.from({ length: 25 }, (_, i) => invoice(500 + i, 2001, 20, 101, { due: `2026-04-${String(1 + (i % 5)).padStart(2, '0')}` })).join('\n'));
  const portal = await stack.portal(await link({ scope: 'account' }, 20));
  const seen = [];
  for (let next = '', n = 0; next !== null; n++) {
    const page = await portal.must(200, 'GET', `/invoices?limit=4${next && `&cursor=${encodeURIComponent(next)}`}`);
    seen.push(...page.rows.map((r) => r.id));
    next = page.next;
    if (n === 2) await stack.mysql(invoice(600, 2001, 20, 101, { due: '2026-03-01' }));
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.deepEqual([...seen].filter((id) => id !== '600').sort(), ['21', ...Array.from({ length: 25 }, (_, i) => String(500 + i))].sort());
});
