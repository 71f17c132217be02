// Documents and exports: what leaves the house as a file.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY, insert } from './fixture.mjs';

let stack, staff, north;

const setting = (name, value) => `DELETE FROM setting WHERE name = '${name}';` + insert('setting', { name, known_from: '2026-01-01', value: JSON.stringify(value) });

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY + setting('company.name', 'Example Trading Ltd') + setting('company.address', '1 High Street\nLondon')
    + setting('company.iban', 'DE89370400440532013000') + setting('company.bic', 'COBADEFFXXX')
    + "UPDATE customer SET name = '<script>alert(1)</script> Ωmega' WHERE id = 20;"
    + insert('address', { id: 501, customer_id: 10, kind: 'billing', line1: 'Mill Lane 4', postcode: '10115', city: 'Berlin', country: 'DE', known_from: '2026-01-01' })
    + "INSERT INTO item_line (item_id, line_no, description, quantity, unit_minor, tax_rate, tax_minor, amount_minor) VALUES (11, 1, 'Rolled steel', 3, 2000, 19, 958, 6000), (11, 2, 'Freight', NULL, NULL, NULL, NULL, 4000);");
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  north = await stack.login(await addUser(stack, 'norbert@example.com', '--division', 'DE'));
});
after(() => stack?.stop());

async function file(client, path, status = 200) {
  const got = await fetch(client.base + path, { headers: { cookie: [...client.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(got.status, status, `${path}: ${status === 200 ? await got.clone().text() : ''}`);
  return { bytes: Buffer.from(await got.arrayBuffer()), headers: got.headers };
}

/** What a person reads on it, line by line, as pdftotext sees it. */
function read({ bytes }) {
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes }).toString().replaceAll('\u00a0', ' ');
}

const pages = (text) => text.split('\f').length - 1;

// -- statements ------------------------------------------------------------------

test('a statement has letterhead, lines, sums and how to pay', async () => {
  const pdf = await file(staff, '/customers/10/statement.pdf?currency=EUR&from=2026-01-01&to=2026-03-02');
  assert.equal(pdf.headers.get('content-type'), 'application/pdf');
  assert.match(pdf.headers.get('content-disposition'), /^attachment; filename="Statement of account-C10-EUR-2026-03-02\.pdf"/);
  const text = read(pdf);
  for (const want of [/Example Trading Ltd · 1 High Street · London/, /Mill Lane 4/, /10115 Berlin/, /Customer number +C10/,
    /Jan 20, 2026|20 Jan 2026|20\/01\/2026|20\.01\.2026/, /Invoice +R11 .*100\.00.*100\.00|Invoice +R11/, /Payment +P14/,
    /Closing balance .*350\.00.*40\.00.*310\.00/, /DE89 3704 0044 0532 0130 00/, /RF\d\d C10/, /Page 1 of 1/]) assert.match(text, want);
  assert.equal(pages(text), 1);
});

test('a statement for a spreadsheet has the balance after each line, and no formula', async () => {
  const { url } = await staff.must(201, 'POST', '/customers/10/portal-links', { scope: 'account' });
  const portal = await stack.portal(url);
  await stack.mysql("UPDATE item SET number = '=1+1' WHERE id = 12");
  const csv = await file(portal, '/statement.csv?currency=EUR&from=2026-02-01&to=2026-03-02');
  const whole = await file(portal, '/statement.csv?currency=EUR&from=2026-01-01&to=2026-03-02');
  await stack.mysql("UPDATE item SET number = 'R12' WHERE id = 12");
  assert.match(csv.headers.get('content-disposition'), /filename="Statement of account-C10-EUR-2026-03-02\.csv"/);
  const rows = ({ bytes }) => bytes.toString().replace(/^\ufeff/, '').trim().split('\r\n').slice(1);
  assert.deepEqual(rows(csv), ['2026-02-01,Balance brought forward,,,,,350.00,EUR', '2026-02-10,Payment,P14,,,40.00,310.00,EUR',
    '2026-03-02,Closing balance,,,,,310.00,EUR']);
  assert.ok(rows(whole).some((row) => row.includes("'=1+1")), 'what a spreadsheet would compute is text');
  const xlsx = await file(portal, '/statement.xlsx?currency=EUR&from=2026-01-01&to=2026-03-02');
  assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK');
  const narrow = await stack.portal((await staff.must(201, 'POST', '/customers/10/portal-links', { scope: 'invoice', item_id: '11' })).url);
  for (const kind of ['csv', 'xlsx']) await file(narrow, `/statement.${kind}`, 404);
  assert.equal(readdirSync(stack.var).some((name) => name.startsWith('statement-')), false, 'nothing is left on the disk');
});

test('the same statement is the same file', async () => {
  const [a, b] = [await file(staff, '/customers/10/statement.pdf?currency=EUR'), await file(staff, '/customers/10/statement.pdf?currency=EUR')];
  assert.deepEqual(a.bytes, b.bytes);
});

test('a statement that is too long, of a period that ends before it begins, or of no account says so', async () => {
  assert.equal((await staff.get('/customers/10/statement.pdf?from=2026-03-02&to=2026-01-01')).status, 400);
  assert.equal((await staff.get('/customers/10/statement.pdf?currency=JPY')).status, 404);
  assert.equal((await staff.get('/customers/999/statement.pdf')).status, 404);
});

test('who is limited to a division gets only its part, and nothing of other customers', async () => {
  assert.match(read(await file(north, '/customers/10/statement.pdf?currency=EUR')), /R11/);
  assert.equal((await north.get('/customers/10/statement.pdf?currency=USD')).status, 404);
  assert.equal((await north.get('/customers/30/statement.pdf')).status, 404);
  assert.equal((await north.get('/items/31/document')).status, 404);
  assert.equal((await north.get('/items/13/document')).status, 404);
});

test('E1 a script tag in a name is text in a PDF, too', async () => {
  const text = read(await file(staff, '/customers/20/statement.pdf'));
  assert.match(text, /<script>alert\(1\)<\/script> Ωmega/);
});

test('two thousand lines have their head on every page', async () => {
  const many = Array.from({ length: 2000 }, (_, i) => `(${90000 + i}, 2001, 20, 101, 'EUR', 'payment', 'credit', 'test', 'm${i}', 'M${i}', '2026-02-0${1 + i % 9}', 100, 0, '2026-02-01', '2026-02-01')`);
  await stack.mysql(`INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor, open_minor, known_at, recorded_at) VALUES ${many}`);
  const text = read(await file(staff, '/customers/20/statement.pdf'));
  await stack.mysql('DELETE FROM item WHERE id >= 90000');
  const n = pages(text);
  assert.ok(n > 30, String(n));
  assert.equal(text.match(/Date +Document +Number +Due/g).length, n);
  assert.match(text, new RegExp(`Page ${n} of ${n}`));
  assert.equal(text.match(/\bPayment +M\d+/g).length, 2000);
  assert.match(text, /Closing balance .*2,000\.00|Closing balance .*2\.000,00/);
});

// -- invoices ----------------------------------------------------------------------

test('an invoice is the file that was attached, else a copy of its lines', async () => {
  const copy = await file(staff, '/items/11/document');
  const text = read(copy);
  for (const want of [/Invoice R11 \(Copy\)/, /Rolled steel +3 .*20\.00.*19 %.*60\.00/, /Freight .*40\.00/, /Total .*100\.00/,
    /Still open .*75\.00/, /Payment +P14 .*25\.00/]) assert.match(text, want);
  const original = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  const attach = (more) => staff.must(201, 'POST', `/attachments?owner_kind=item&owner_id=11&file_name=original.pdf${more}`, original, { 'content-type': 'application/pdf' });
  await attach('');
  assert.deepEqual((await file(staff, '/items/11/document')).bytes, copy.bytes, 'an internal file is not the invoice');
  await attach('&visible=true');
  const got = await file(staff, '/items/11/document');
  assert.deepEqual(got.bytes, original);
  assert.match(got.headers.get('content-disposition'), /original\.pdf/);
  assert.equal((await staff.get('/items/14/document')).status, 404, 'a payment has none');
});

// -- portal ------------------------------------------------------------------------

test('a customer gets own statement and invoices, by the scope of the link', async () => {
  const link = async (customer, body) => stack.portal((await staff.must(201, 'POST', `/customers/${customer}/portal-links`, body)).url);
  const acme = await link(10, { scope: 'account' }), brook = await link(20, { scope: 'account' });
  const one = await link(10, { scope: 'invoice', item_id: '12' });
  assert.match(read(await file(acme, '/statement.pdf?currency=USD')), /R13/);
  assert.match(read(await file(acme, '/invoices/12/document')), /Invoice R12/);
  assert.equal((await brook.get('/invoices/12/document')).status, 404);
  assert.equal((await one.get('/statement.pdf')).status, 404);
  assert.equal((await one.get('/invoices/11/document')).status, 404);
  assert.match(read(await file(one, '/invoices/12/document')), /Invoice R12/);
});
