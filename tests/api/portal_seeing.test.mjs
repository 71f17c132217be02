// What a customer sees: four hundred invoices found, sorted, chosen and fetched at once; and each
// figure the one that the collector has.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { csv, unzip, workbook } from '../harness/sheet.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser, allocation, caseOf, COMPANY, division, insert, invoice, payment } from './fixture.mjs';

let stack, staff, acme, brook;

const line = (item, no, row) => insert('item_line', { item_id: item, line_no: no, amount_minor: 100, ...row });
const address = (id, customer, kind, row) => insert('address', { id, customer_id: customer, kind, country: 'DE', known_from: '2026-01-01', ...row });

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql([COMPANY,
    division(103, 'JP', { zone: 'Asia/Tokyo', currency: 'JPY', country: 'JP' }), caseOf(1003, 10, 103, { currency: 'JPY' }),
    invoice(16, 1003, 10, 103, { currency: 'JPY', amount: 30000, due: '2026-03-01' }),
    invoice(17, 1001, 10, 101, { amount: 5000, open: 0, due: '2026-01-31', number: 'R17' }),
    invoice(18, 1001, 10, 101, { amount: 900, due: '2026-03-02', number: 'A-18' }),
    "UPDATE item SET reference = 'Bestellung Ä4' WHERE id = 12;",
    line(11, 1, { description: 'Rolled steel', order_number: 'PO-7', quantity: '3.0000', unit_minor: 2000, tax_rate: '19.0000', tax_minor: 958, amount_minor: 6000 }),
    line(11, 2, { description: 'Freight 100 %', order_number: 'PO-8', amount_minor: 4000 }),
    address(1, 10, 'billing', { line1: 'Acme Works', line2: 'Hafen 1', postcode: '20457', city: 'Hamburg' }),
    address(2, 10, 'shipping', { line1: 'Gate 4', city: 'Bremen' }),
    address(3, 10, 'billing', { line1: 'Old Street', known_to: '2026-02-01' }),
  ].join('\n'));
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  const link = async (customer, body) => stack.portal((await staff.must(201, 'POST', `/customers/${customer}/portal-links`, body)).url);
  acme = await link(10, { scope: 'account' });
  brook = await link(20, { scope: 'account' });
  acme.one = await link(10, { scope: 'invoice', item_id: '12' });
});
after(() => stack?.stop());

const numbers = async (query, portal = acme) => (await portal.all(`/invoices?limit=2${query ? `&${query}` : ''}`)).map((i) => i.number);

// -- finding -----------------------------------------------------------------------

test('invoices are found by state, day, amount, words and currency', async () => {
  await staff.must(201, 'POST', '/items/13/disputes', { amount: '40.00', reason_code: 'price' });
  const want = {
    '': ['R11', 'R13', 'R16', 'A-18', 'R12'],
    'state=overdue': ['R11', 'R13', 'R16'],
    'state=not_due': ['A-18', 'R12'],
    'state=disputed': ['R13'],
    'state=promised': [],
    'state=paid': ['R17'],
    'state=all': ['A-18', 'R17', 'R16', 'R13', 'R12', 'R11'],
    'due_from=2026-03-01&due_to=2026-03-02': ['R16', 'A-18'],
    'state=all&due_to=2026-01-31': ['R17'],
    'currency=USD': ['R13'],
    'amount_from=100.00&amount_to=100.00': ['R11', 'R13'],
    'amount_from=250': ['R16', 'R12'],
    'amount_to=9': ['A-18'],
    'q=r1': ['R11', 'R13', 'R16', 'R12'],
    'q=bestellung%20ä4': ['R12'],
    'q=PO-8': ['R11'],
    'q=steel': ['R11'],
    'q=100%20%25': ['R11'],
    'q=_': [],
    'q=R21': [],
  };
  for (const [query, list] of Object.entries(want)) assert.deepEqual(await numbers(query), list, query);
  for (const bad of ['state=late', 'due_from=1.1.26', 'amount_from=12,50', 'sort=age', 'amount_to=x']) assert.equal((await acme.get(`/invoices?${bad}`)).status, 400, bad);
});

test('a list runs up or down by each of its columns, page by page', async () => {
  const want = {
    'sort=due&order=desc': ['R12', 'A-18', 'R16', 'R13', 'R11'],
    'sort=amount': ['A-18', 'R11', 'R13', 'R12', 'R16'],
    'sort=amount&order=desc': ['R16', 'R12', 'R13', 'R11', 'A-18'],
    'sort=open': ['A-18', 'R11', 'R13', 'R12', 'R16'],
    'sort=number': ['A-18', 'R11', 'R12', 'R13', 'R16'],
    'sort=number&order=desc': ['R16', 'R13', 'R12', 'R11', 'A-18'],
    'sort=issued': ['R11', 'R12', 'R13', 'R16', 'A-18'],
  };
  for (const [query, list] of Object.entries(want)) assert.deepEqual(await numbers(query), list, query);
  const { next } = await acme.must(200, 'GET', '/invoices?limit=2&sort=amount');
  assert.equal((await acme.get(`/invoices?limit=2&sort=due&cursor=${encodeURIComponent(next)}`)).status, 400, 'a cursor of another order is refused');
});

test('what the filters leave is counted and added up by currency', async () => {
  assert.deepEqual((await acme.must(200, 'GET', '/invoices/sum?state=overdue')).rows, [
    { currency: 'EUR', n: 1, amount: '100.00', open: '75.00' }, { currency: 'JPY', n: 1, amount: '30000', open: '30000' },
    { currency: 'USD', n: 1, amount: '100.00', open: '100.00' }]);
  assert.deepEqual((await acme.must(200, 'GET', '/invoices/sum?q=none')).rows, []);
  assert.deepEqual((await acme.one.must(200, 'GET', '/invoices/sum')).rows.map((r) => [r.currency, r.n]), [['EUR', 1]]);
});

test('an invoice says its orders, terms, addresses and how it was settled', async () => {
  const i = await acme.must(200, 'GET', '/invoices/11');
  assert.deepEqual(i.lines.map((l) => [l.order_number, l.quantity, l.unit, l.tax_rate, l.tax, l.amount]),
    [['PO-7', '3.0000', '20.00', '19.0000', '9.58', '60.00'], ['PO-8', null, null, null, null, '40.00']]);
  assert.deepEqual(i.billing, { line1: 'Acme Works', line2: 'Hafen 1', postcode: '20457', city: 'Hamburg', region: null, country: 'DE' });
  assert.deepEqual([i.shipping.line1, i.shipping.city], ['Gate 4', 'Bremen']);
  assert.deepEqual(i.payments.map((p) => [p.kind, p.number, p.amount]), [['payment', 'P14', '25.00']]);
  assert.deepEqual([i.issued_on, i.due_on, i.status], ['2026-01-20', '2026-02-20', 'overdue']);
  assert.equal((await brook.must(200, 'GET', '/invoices/21')).billing, null);
  const [row] = (await acme.must(200, 'GET', '/invoices?q=PO-7')).rows;
  assert.equal(row.order_numbers, 'PO-7, PO-8');
});

test('credits are a list of their own, with what they settled', async () => {
  await stack.mysql(payment(41, 1001, 10, 101, { amount: 700, open: 200 }) + "UPDATE item SET kind = 'credit', number = 'G41' WHERE id = 41;"
    + allocation(42, 1001, 41, 18, 500) + 'UPDATE item SET open_minor = 400 WHERE id = 18; UPDATE instalment SET open_minor = 400 WHERE id = 18;');
  const credits = await acme.all('/payments?kind=credit');
  assert.deepEqual(credits.map((c) => [c.number, c.amount, c.unapplied, c.applied.map((a) => [a.number, a.amount])]), [['G41', '7.00', '2.00', [['A-18', '5.00']]]]);
  assert.deepEqual((await acme.all('/payments?kind=payment')).map((p) => p.number), ['P14']);
});

// -- fetching ----------------------------------------------------------------------

async function fetched(portal, ask) {
  const made = await portal.must(201, 'POST', '/downloads', ask);
  const got = await fetch(`${portal.base}/downloads/${made.id}/file`, { headers: { cookie: [...portal.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(got.status, 200);
  return { made, headers: got.headers, bytes: Buffer.from(await got.arrayBuffer()), after: await portal.must(200, 'GET', `/downloads/${made.id}`) };
}

test('the documents chosen come as a ZIP of PDFs with an index: the original, else a copy', async () => {
  const original = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  await staff.must(201, 'POST', '/attachments?owner_kind=item&owner_id=11&file_name=original.pdf&visible=true', original, { 'content-type': 'application/pdf' });
  const got = await fetched(acme, { format: 'zip', ids: ['11', '12', '21'], query: 'sort=number' });
  assert.deepEqual([got.made.state, got.made.total, got.made.done], ['ready', 2, 0], 'one of another customer is not among them');
  assert.deepEqual([got.after.state, got.after.total, got.after.done], ['done', 2, 2]);
  assert.equal(got.headers.get('content-type'), 'application/zip');
  assert.match(got.headers.get('content-disposition'), /^attachment; filename="Invoices\.zip"/);
  const files = unzip(got.bytes);
  assert.deepEqual(Object.keys(files), ['0001 original.pdf', '0002 Invoice-R12.pdf', 'index.csv']);
  assert.equal(files['0001 original.pdf'], original.toString());
  assert.match(files['0002 Invoice-R12.pdf'], /^%PDF-/);
  assert.deepEqual(csv(Buffer.from(files['index.csv'])).map((r) => [r.Number, r.Issued, r.Due, r.Amount, r.Open, r.Currency, r.File]), [
    ['R11', '2026-01-20', '2026-02-20', '100.00', '75.00', 'EUR', '0001 original.pdf'],
    ['R12', '2026-01-20', '2026-03-20', '250.00', '250.00', 'EUR', '0002 Invoice-R12.pdf']]);
});

test('all that match come without being named, and the list itself as CSV and Excel', async () => {
  const zip = await fetched(acme, { format: 'zip', query: 'state=overdue', language: 'de' });
  assert.deepEqual(Object.keys(unzip(zip.bytes)), ['0001 original.pdf', '0002 Rechnung-R13.pdf', '0003 Rechnung-R16.pdf', 'index.csv']);
  const list = await fetched(acme, { format: 'csv', query: 'state=overdue' });
  assert.deepEqual(csv(list.bytes).map((r) => [r.Number, r.Open, r.Currency, r.Orders]), [
    ['R11', '75.00', 'EUR', 'PO-7, PO-8'], ['R13', '100.00', 'USD', ''], ['R16', '30000', 'JPY', '']]);
  const [sheet] = workbook((await fetched(acme, { format: 'xlsx', ids: ['12'] })).bytes);
  assert.equal(sheet.name, 'Invoices');
  assert.deepEqual([sheet.rows.length, sheet.rows[1].A], [2, 'R12']);
  assert.equal(list.after.state, 'done');
});

test('a download is its customer\'s alone, and refuses what it cannot be', async () => {
  const { id } = await acme.must(201, 'POST', '/downloads', { format: 'zip' });
  assert.equal((await brook.get(`/downloads/${id}`)).status, 404);
  assert.equal((await brook.get(`/downloads/${id}/file`)).status, 404);
  assert.equal((await acme.one.must(201, 'POST', '/downloads', { format: 'csv', query: 'state=all' })).total, 1, 'a link to one invoice takes that one');
  assert.equal((await acme.post('/downloads', { format: 'zip', query: 'state=late' })).status, 400);
  assert.equal((await acme.post('/downloads', { format: 'zip', query: 'q=none' })).status, 422);
  assert.equal((await acme.post('/downloads', { format: 'zip', ids: ['21'] })).status, 422);
  assert.equal((await acme.post('/downloads', { format: 'zip', ids: [] })).status, 422);
  assert.equal((await acme.post('/downloads', { format: 'rar' })).status, 422);
  assert.deepEqual(await stack.sql(`SELECT action, customer_id FROM audit_event WHERE object_kind = 'portal_download' AND object_id = ${id} AND action <> 'viewed'`),
    [{ action: 'portal_download.ask', customer_id: '10' }]);
});

test('an original whose file is gone costs its own document, not the others', async () => {
  await stack.mysql("UPDATE attachment SET sha256 = UNHEX(REPEAT('ab', 32)) WHERE file_name = 'original.pdf'");
  const got = await fetched(acme, { format: 'zip', ids: ['11', '12'], query: 'sort=number' });
  const files = unzip(got.bytes);
  assert.deepEqual(Object.keys(files), ['0002 Invoice-R12.pdf', 'index.csv']);
  assert.deepEqual(csv(Buffer.from(files['index.csv'])).map((r) => [r.Number, r.File]), [['R11', ''], ['R12', '0002 Invoice-R12.pdf']]);
});
