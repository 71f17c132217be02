// What ERPs send and read: one by one, in batches, in any order.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { once } from '../harness/http.mjs';
import { Stack, until } from '../harness/stack.mjs';

let stack, erp, division;

before(async () => {
  stack = await Stack.start({});
  const { json } = await stack.dunlin('client', 'add', 'erp', '--source-system', 'erp', '--json');
  erp = stack.integrator(stack.token('erp', json.secret));
  const rows = await stack.sql('SELECT code FROM division ORDER BY id');
  if (!rows.length) {
    await stack.mysql("INSERT INTO division VALUES (1, 'main', 'Main', 'DE', NULL, 'Europe/Berlin', 'EUR', 'erp', '2020-01-01')");
  }
  division = rows[0]?.code ?? 'main';
});
after(() => stack?.stop());

const customer = (id, more) => ({ source_system: 'erp', source_id: id, number: `K${id}`, name: `Customer ${id}`, ...more });
const invoice = (id, amount, more) => ({
  source_system: 'erp', source_id: id, customer: { source_id: '1' }, division, number: id, issued_on: '2026-01-10', due_on: '2026-02-09',
  amount, currency: 'EUR', ...more,
});
const payment = (id, amount, on, more) => ({
  source_system: 'erp', source_id: id, customer: { source_id: '1' }, division, issued_on: on, amount, currency: 'EUR', ...more,
});
const allocation = (id, from, to, amount, on, more) => ({
  source_system: 'erp', source_id: id, credit: { kind: 'payment', source_id: from }, invoice: { source_id: to }, amount, effective_on: on, ...more,
});
const bare = ({ source_system: _s, source_id: _i, ...rest }) => rest;
const batch = (path, rows, more) => erp.must(200, 'POST', `/${path}/batch`, { rows, ...more }, once());

test('a customer is created, changed, and left alone when it is the same', async () => {
  const first = await erp.put('/customers/erp/1', bare(customer('1')));
  assert.equal(first.status, 201);
  assert.equal(first.body.status, 'created');
  assert.equal((await erp.must(200, 'PUT', '/customers/erp/1', bare(customer('1')))).status, 'same');
  assert.equal((await erp.must(200, 'PUT', '/customers/erp/1', bare(customer('1', { name: 'Renamed', terms_days: 30 })))).status, 'changed');
  const got = await erp.must(200, 'GET', '/customers/erp/1');
  assert.equal(got.name, 'Renamed');
  assert.equal(got.terms_days, 30);
  assert.equal(got.id, first.body.id);
});

test('an invoice, its payment and the allocation settle it', async () => {
  await erp.must(201, 'PUT', '/invoices/erp/A', bare(invoice('A', '100.00')));
  await erp.must(201, 'PUT', '/payments/erp/P', bare(payment('P', '100.00', '2026-02-12')));
  await erp.must(201, 'PUT', '/allocations/erp/P-A', bare(allocation('P-A', 'P', 'A', '100.00', '2026-02-12')));
  const got = await erp.must(200, 'GET', '/invoices/erp/A');
  assert.equal(got.open, '0.00');
  assert.deepEqual(got.instalments, [{ seq: 1, due_on: '2026-02-09', amount: '100.00', open: '0.00' }]);
  assert.deepEqual((await erp.must(200, 'GET', '/allocations/erp/P-A')).credit, { kind: 'payment', source_id: 'P' });
});

test('a returned payment reopens the invoice', async () => {
  const back = await erp.must(201, 'POST', '/allocations/erp/P-A/reverse', { effective_on: '2026-02-20', reason: 'returned' }, once());
  assert.equal(back.status, 'created');
  assert.equal((await erp.must(200, 'GET', '/invoices/erp/A')).open, '100.00');
  assert.equal((await erp.must(200, 'GET', '/payments/erp/P')).open, '100.00');
});

test('rows that come before their partners wait, and are counted as parked', async () => {
  const late = { customer: { source_id: 'late' } };
  const a = await batch('allocations', [allocation('L', 'LP', 'LI', '30.00', '2026-02-01')]);
  assert.deepEqual([a.results[0].status, a.results[0].waits_for, a.counts.parked], ['parked', 'payment/LP', 1]);
  const i = await batch('invoices', [invoice('LI', '50.00', late)]);
  assert.equal(i.results[0].waits_for, 'customer/late');
  await batch('payments', [payment('LP', '30.00', '2026-02-01', late)]);
  const c = await batch('customers', [customer('late')]);
  assert.equal(c.counts.created, 1);
  assert.equal((await erp.must(200, 'GET', '/invoices/erp/LI')).open, '20.00');
  assert.deepEqual(await stack.sql('SELECT * FROM parked_row'), []);
});

test('each row of a batch has its own result, and bad ones stop no other', async () => {
  const got = await batch('invoices', [
    invoice('B1', '10.00'), invoice('B2', '-10.00'), invoice('B3', '10'), invoice('B4', '10.00', { colour: 'red' }),
    invoice('B5', '10.00', { division: 'nowhere' }), invoice('B6', '10.001'), invoice('B1', '10.00')]);
  assert.deepEqual(got.results.map((r) => r.status), ['created', 'error', 'created', 'error', 'error', 'error', 'same']);
  assert.deepEqual(got.results.map((r) => r.errors.map((e) => e.pointer)), [[], ['/amount'], [], ['/colour'], ['/division'], ['/amount'], []]);
  assert.deepEqual(got.counts, { created: 2, changed: 0, same: 1, older: 0, parked: 0, error: 4 });
});

test('an atomic batch writes all or nothing', async () => {
  const got = await erp.post('/invoices/batch', { rows: [invoice('T1', '1.00'), invoice('T2', '1.00', { division: 'nowhere' })], atomic: true }, once());
  assert.equal(got.status, 422);
  assert.equal(got.body.errors[0].pointer, '/rows/1/division');
  assert.equal((await erp.get('/invoices/erp/T1')).status, 404);
});

test('a batch sent twice under one key happens once', async () => {
  const key = once();
  const body = { rows: [invoice('I1', '1.00')] };
  const first = await erp.must(200, 'POST', '/invoices/batch', body, key);
  const again = await erp.must(200, 'POST', '/invoices/batch', body, key);
  assert.deepEqual(again, first);
  assert.equal(again.results[0].status, 'created');
  assert.equal((await erp.post('/invoices/batch', { rows: [invoice('I2', '1.00')] }, key)).status, 422);
  assert.equal((await erp.post('/invoices/batch', body)).status, 400);
});

test('five thousand rows are one batch, one more is too many', async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => invoice(`N${i}`, `${i + 1}.00`, { source_version: 1 }));
  assert.equal((await batch('invoices', rows)).counts.created, 5000);
  assert.equal((await batch('invoices', rows)).counts.same, 5000);
  const more = await erp.post('/invoices/batch', { rows: [...rows, invoice('N5000', '1.00')] }, once());
  assert.equal(more.status, 422);
  const ids = new Set((await erp.all('/invoices?limit=500')).map((r) => r.source_id));
  for (const r of rows) assert.ok(ids.has(r.source_id));
});

const trail = (where) => stack.sql(`SELECT action, actor_kind, actor_id, ip, object_kind, object_id, customer_id, before_json, after_json
  FROM audit_event WHERE ${where} ORDER BY id`);

test('what a program sends is recorded: one by one as it was and is, a batch by its counts', async () => {
  const { id } = await erp.must(201, 'PUT', '/customers/erp/T', bare(customer('T')));
  await erp.must(200, 'PUT', '/customers/erp/T', bare(customer('T')));
  await erp.must(200, 'PUT', '/customers/erp/T', bare(customer('T', { name: 'After', terms_days: 14 })));
  const [made, changed, ...rest] = await trail(`customer_id = ${id} AND action <> 'viewed'`);
  assert.deepEqual(rest, [], 'what stays the same leaves nothing');
  assert.deepEqual([made.action, made.actor_kind, made.actor_id, made.ip, made.object_id, made.before_json], ['customer.create', 'client', 'erp', '127.0.0.1', id, null]);
  assert.equal(changed.action, 'customer.change');
  assert.deepEqual([JSON.parse(changed.before_json).name, JSON.parse(changed.after_json).name, JSON.parse(changed.after_json).terms_days], ['Customer T', 'After', 14]);

  const of = { customer: { source_id: 'T' } };
  await batch('invoices', [invoice('T1', '10.00', of), invoice('T2', '10.00', of), invoice('T3', 'x', of)]);
  const changes = await batch('invoices', [invoice('T1', '12.00', { ...of, due_on: '2026-03-01' }), invoice('T2', '10.00', of)]);
  const [first, second] = (await trail("action = 'ledger.batch'")).slice(-2).map((r) => JSON.parse(r.after_json));
  assert.deepEqual([first.created, first.changed, first.error], [2, 0, 1]);
  assert.deepEqual([second.created, second.changed, second.same, second.ids_created], [0, 1, 1, {}]);
  const one = (await erp.must(200, 'GET', '/invoices/erp/T1')).id, two = (await erp.must(200, 'GET', '/invoices/erp/T2')).id;
  assert.ok(first.ids_created.invoice.split(/[-,]/).includes(one) && first.ids_created.invoice.split(/[-,]/).includes(two));
  assert.equal(changes.counts.changed, 1);
  const [invoiceRow] = await trail(`object_kind = 'invoice' AND object_id = '${one}'`);
  const [was, is] = [invoiceRow.before_json, invoiceRow.after_json].map((v) => JSON.parse(v));
  assert.deepEqual([invoiceRow.action, was.amount, was.due_on, is.amount, is.due_on], ['invoice.change', '10.00', '2026-02-09', '12.00', '2026-03-01']);
});

test('what a program looks at is recorded, once a day', async () => {
  const { id } = await erp.must(200, 'GET', '/customers/erp/T');
  for (let i = 0; i < 3; i++) await erp.must(200, 'GET', '/customers/erp/T');
  await erp.must(200, 'GET', '/invoices/erp/T2');
  for (let i = 0; i < 2; i++) await erp.must(200, 'GET', '/contacts?limit=5');
  await erp.must(404, 'GET', '/customers/erp/nowhere');
  await erp.must(200, 'GET', '/reports/aging');
  await until(async () => (await trail("action = 'viewed' AND object_kind = 'aging'")).length === 1);
  const looks = await trail(`action = 'viewed' AND customer_id = ${id}`);
  assert.deepEqual(looks.map((r) => [r.actor_kind, r.actor_id, r.object_kind, r.object_id]), [['client', 'erp', 'customer', id]]);
  assert.deepEqual((await trail("action = 'viewed' AND object_kind = 'contacts'")).map((r) => r.object_id), ['all']);
});

test('an older version is ignored', async () => {
  await erp.must(201, 'PUT', '/invoices/erp/V', bare(invoice('V', '20.00', { source_version: 5 })));
  assert.equal((await erp.must(200, 'PUT', '/invoices/erp/V', bare(invoice('V', '10.00', { source_version: 4 })))).status, 'older');
  assert.equal((await erp.must(200, 'GET', '/invoices/erp/V')).amount, '20.00');
  const clash = await erp.put('/invoices/erp/V', bare(invoice('V', '30.00', { source_version: 5 })));
  assert.equal(clash.status, 422);
});

test('a client writes rows of its own source system only', async () => {
  assert.equal((await erp.put('/customers/other/1', bare(customer('1')))).status, 403);
  const got = await erp.post('/customers/batch', { rows: [customer('7', { source_system: 'other' })] }, once());
  assert.equal(got.body.results[0].errors[0].pointer, '/source_system');
  await stack.mysql("INSERT INTO customer (id, source_system, source_id, number, name, known_from, recorded_at) VALUES (5, 'other', '1', '1', 'Other', '2026-01-01', '2026-01-01')");
  assert.equal((await erp.get('/customers/other/1')).status, 404);
  assert.ok((await erp.all('/customers')).every((c) => c.source_system === 'erp'));
});

test('a client that may read may not write', async () => {
  const { json } = await stack.dunlin('client', 'add', 'reader', '--scopes', 'read', '--json');
  const reader = stack.integrator(stack.token('reader', json.secret));
  await reader.must(200, 'GET', '/invoices?limit=1');
  assert.equal((await reader.put('/customers/erp/9', bare(customer('9')))).status, 403);
});

test('a token that the command line issues works until the client is revoked', async () => {
  await stack.dunlin('client', 'add', 'nightly');
  const { out } = await stack.dunlin('token', 'issue', 'nightly');
  const nightly = stack.integrator(out.trim());
  await nightly.must(200, 'GET', '/customers?limit=1');
  assert.equal((await stack.dunlin('client', 'revoke', 'nightly')).code, 0);
  assert.equal((await nightly.get('/customers?limit=1')).status, 401);
});

test('a client with a key pair signs its own tokens', async () => {
  for (const [alg, type, options] of [['RS256', 'rsa', { modulusLength: 2048 }], ['ES256', 'ec', { namedCurve: 'P-256' }]]) {
    const { publicKey, privateKey } = generateKeyPairSync(type, {
      ...options, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const file = join(stack.var, `${alg}.pem`);
    writeFileSync(file, publicKey);
    const id = `own-${alg.toLowerCase()}`;
    assert.equal((await stack.dunlin('client', 'add', id, '--algorithm', alg, '--key', file)).code, 0);
    await stack.integrator(stack.token(id, privateKey, { alg })).must(200, 'GET', '/customers?limit=1');
    assert.equal((await stack.integrator(stack.token(id, publicKey)).get('/customers')).status, 401);
  }
});

test('aging and control totals agree', async () => {
  const report = await erp.must(200, 'GET', '/reports/aging?customers=true');
  assert.equal(report.proves, true);
  const totals = await erp.must(200, 'GET', '/control-totals');
  const [eur] = report.currencies;
  const sum = totals.rows.filter((r) => r.currency === 'EUR').reduce((s, r) => s + Math.round(Number(r.balance) * 100), 0);
  assert.equal((sum / 100).toFixed(2), eur.open);
  const past = await erp.must(200, 'GET', '/reports/aging?as_of=2026-02-15');
  assert.equal(past.proves, true);
});

test('afterwards every check of the data holds', async () => {
  const got = await stack.dunlin('check-sql', '--data');
  assert.equal(got.code, 0, got.out + got.err);
});
