// Files of invoices and settlements: on the command line and over HTTP.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { aging } from '../aging_independent.mjs';
import { BIN, run, Stack, TOP, until } from '../harness/stack.mjs';

const DATA = process.env.DUNLIN_DATA ?? resolve(TOP, '../shared/data');
const GOOD = join(DATA, 'ibm-ar/accounts-receivable.csv');
const DAMAGED = join(DATA, 'ibm-ar/accounts-receivable-damaged.csv');
const skip = existsSync(GOOD) || process.env.CI ? false : `no ${GOOD}`;
let stack, admin;

before(async () => {
  stack = await Stack.start({ worker: true });
  admin = await stack.admin();
});
after(() => stack?.stop());

function file(name, text) {
  const path = join(stack.var, name);
  writeFileSync(path, text);
  return path;
}

const importFile = (path, profile) => stack.dunlin('import', path, '--profile', profile, '--json');

test('the sample comes in whole, and again changes nothing', { skip }, async () => {
  const first = await importFile(GOOD, 'ibm-late-payments');
  assert.equal(first.code, 0);
  assert.equal(first.json.created, 2466);
  const [{ customers }] = await stack.sql("SELECT COUNT(*) customers FROM customer WHERE source_system = 'ibm-late-payments'");
  assert.equal(customers, '100');
  const items = await stack.sql('SELECT kind, COUNT(*) n, SUM(open_minor) open, MIN(currency) c FROM item GROUP BY kind ORDER BY kind');
  assert.deepEqual(items, [{ kind: 'invoice', n: '2466', open: '0', c: 'USD' }, { kind: 'payment', n: '2466', open: '0', c: 'USD' }]);
  const [{ n }] = await stack.sql('SELECT COUNT(*) n FROM allocation a JOIN item c ON c.id = a.credit_item_id WHERE a.effective_on = c.issued_on AND a.known_assumed');
  assert.equal(n, '2466');
  const again = await importFile(GOOD, 'ibm-late-payments');
  assert.equal(again.code, 0);
  assert.deepEqual([again.json.created, again.json.changed, again.json.same], [0, 0, 2466]);
});

for (const asOf of ['2013-07-01', '2012-03-31', '2012-12-31', '2013-02-28', '2013-10-15', '2014-01-02']) {
  test(`aging as of ${asOf} is what the file says`, { skip }, async () => {
    const want = aging(GOOD, asOf);
    const got = await stack.dunlin('report', 'aging', '--as-of', asOf, '--customers', '--json');
    assert.equal(got.code, 0);
    assert.equal(got.json.proves, true);
    const [usd] = got.json.currencies;
    assert.deepEqual(usd.buckets, want.buckets);
    assert.equal(usd.open, want.open);
    assert.equal(usd.control_total, want.open);
    assert.equal(usd.customers, Object.keys(want.customers).length);
    assert.deepEqual(Object.fromEntries(got.json.rows.map((r) => [r.source_id, r.open])), want.customers);
  });
}

test('the damaged sample gives its good rows and names every bad one', { skip }, async () => {
  const got = await importFile(DAMAGED, 'ibm-late-payments');
  assert.equal(got.code, 3);
  assert.equal(got.json.rows, 2586);
  assert.equal(got.json.bad, 120);
  assert.equal(got.json.same, 2466);
  const lines = readFileSync(DAMAGED, 'latin1').split(/\r?\n/);
  const bad = lines.flatMap((line, i) => (i && line && (!line.split(',')[2] || !line.split(',')[9]) ? [i + 1] : []));
  assert.deepEqual([...new Set(got.json.errors.map((e) => e.line))], bad);
  for (const e of got.json.errors) {
    assert.ok(['PaperlessDate', 'PaperlessBill'].includes(e.field));
    assert.equal(e.value, '');
    assert.equal(e.reason, 'is blank');
    assert.equal(e.row, lines[e.line - 1]);
  }
});

test('an ambiguous amount or date is refused, never guessed', async () => {
  const path = file('generic.csv', [
    'number,customer,issued_on,due_on,amount,currency',
    'G1,c,2026-01-05,2026-02-05,1.000,EUR',
    'G2,c,03/04/2026,,10.00,EUR',
    'G3,c,2026-01-05,,"1.234,50",EUR',
    'G4,c,31.1.2026,,12.5,EUR',
    'G5,c,2026-02-30,,12.5,EUR',
    'G6,c,2026-01-05,,12.345,KWD',
    'G7,c,2026-01-05,,100,JPY',
  ].join('\n'));
  const got = await importFile(path, 'generic');
  assert.equal(got.code, 3);
  assert.deepEqual(got.json.errors.map((e) => [e.line, e.field, e.value]), [
    [2, 'amount', '1.000'], [3, 'issued_on', '03/04/2026'], [6, 'issued_on', '2026-02-30'], [7, 'amount', '12.345']]);
  assert.match(got.json.errors[0].reason, /ambiguous/);
  assert.match(got.json.errors[1].reason, /ambiguous/);
  const rows = await stack.sql("SELECT number, amount_minor, issued_on FROM item WHERE source_system = 'csv' ORDER BY number");
  assert.deepEqual(rows, [
    { number: 'G3', amount_minor: '123450', issued_on: '2026-01-05' },
    { number: 'G4', amount_minor: '1250', issued_on: '2026-01-31' },
    { number: 'G7', amount_minor: '100', issued_on: '2026-01-05' }]);
});

const PROFILE = `return { source_system = "euro", encoding = "windows-1252", delimiter = ";", date_order = "dmy", decimal = ",",
  currency = "EUR", columns = { number = "Beleg", customer = "Kunde", customer_name = "Name", issued_on = "Datum", amount = "Betrag" } }`;

test('E4: with a decimal comma 1.000 is a thousand, in the letters the profile names', async () => {
  const lua = join(stack.var, 'lua');
  cpSync(join(TOP, 'lua'), lua, { recursive: true });
  writeFileSync(join(lua, 'profiles/euro.lua'), PROFILE);
  const path = file('euro.csv', Buffer.from('Beleg;Kunde;Name;Datum;Betrag\r\nE1;k1;M\xfcller;5.1.2026;1.000\r\n', 'latin1'));
  const got = await run(BIN, ['import', path, '--profile', 'euro', '--json'], { env: { ...stack.env, DUNLIN_LUA_DIR: lua } });
  assert.equal(got.code, 0, got.out + got.err);
  assert.deepEqual(await stack.sql("SELECT amount_minor, name FROM item i JOIN customer c ON c.id = i.customer_id WHERE i.number = 'E1'"),
    [{ amount_minor: '100000', name: 'Müller' }]);
});

for (const [what, text, fault] of [
  ['an unknown column', 'number,customer,issued_on,amount,currency,colour\n', /unknown column 'colour'/],
  ['a missing column', 'number,customer,amount,currency\n', /missing column 'issued_on'/],
  ['a column that comes twice', 'number,number,customer,issued_on,amount,currency\n', /there twice is the column 'number'/],
  ['UTF-16', Buffer.from('\ufeffnumber,customer', 'utf16le'), /UTF-16/],
  ['an empty file', '', /empty/],
]) {
  test(`${what} is a fault of the file`, async () => {
    const got = await importFile(file('wrong.csv', text), 'generic');
    assert.equal(got.code, 1);
    assert.equal(got.json.state, 'failed');
    assert.match(got.json.fault, fault);
  });
}

test('bytes of another encoding and broken quotes spoil their row only', async () => {
  const head = '\ufeffnumber,customer,customer_name,issued_on,amount,currency\n';
  const path = file('mixed.csv', Buffer.concat([Buffer.from(`${head}M1,c,"Two\nlines ""quoted""",2026-01-05,1.00,EUR\n`),
    Buffer.from('M2,c,M\xfcller,2026-01-05,1.00,EUR\n', 'latin1'), Buffer.from('M3,c,a "b" c,2026-01-05,1.00,EUR\nM4,c,x,2026-01-05,1.00\nM5,c,x,2026-01-05,1.00,EUR')]));
  const got = await importFile(path, 'generic');
  assert.equal(got.code, 3);
  assert.equal(got.json.created, 1);
  assert.deepEqual(got.json.errors.map((e) => e.line), [2, 4, 5, 6]);
  assert.match(got.json.errors[1].reason, /UTF-8/);
  assert.match(got.json.errors[2].reason, /quote/);
  assert.match(got.json.errors[3].reason, /5 fields/);
});

test('a file that is not there, and a profile that is not, say so in one line', async () => {
  const gone = await stack.dunlin('import', '/no/such/file.csv');
  assert.equal(gone.code, 1);
  assert.match(gone.err, /cannot be read/);
  const profile = await stack.dunlin('import', file('x.csv', 'a'), '--profile', 'nobody');
  assert.equal(profile.code, 1);
  assert.match(profile.err, /no import profile 'nobody'/);
});

test('an uploaded file is imported by the worker, with its errors to be asked for', async () => {
  const text = 'number,customer,issued_on,amount,currency\nU1,c,2026-01-05,1.00,EUR\nU2,c,2026-01-05,-1.00,EUR\n';
  const { id } = await admin.must(202, 'POST', '/imports?profile=generic&file_name=up.csv', text, { 'content-type': 'text/csv' });
  const done = await until(async () => {
    const got = await admin.must(200, 'GET', `/imports/${id}`);
    return got.state !== 'running' && got;
  }, { ms: 30000, name: 'import' });
  assert.deepEqual([done.state, done.rows, done.created, done.bad], ['done', 2, 1, 1]);
  assert.equal(done.bytes_done, done.bytes);
  const errors = await admin.all(`/imports/${id}/errors`);
  assert.deepEqual(errors.map((e) => [e.line, e.field, e.value]), [[3, 'amount', '-1.00']]);
  const list = await admin.must(200, 'GET', '/imports?limit=1');
  assert.equal(list.rows[0].id, id);
  assert.ok(list.next);
});

test('an upload with an unknown profile is refused at once', async () => {
  const got = await admin.post('/imports?profile=nobody', 'x', { 'content-type': 'text/csv' });
  assert.equal(got.status, 422);
  assert.match(got.body.errors[0].message, /no import profile/);
});

test('afterwards every check of the data holds', async () => {
  const got = await stack.dunlin('check-sql', '--data');
  assert.equal(got.code, 0, got.out + got.err);
});
