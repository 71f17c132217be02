// Reports that people define over documented views, as their reader may see them; and the views
// themselves, for programs that read the database.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { csv, workbook } from '../harness/sheet.mjs';
import { run, Stack, TOP } from '../harness/stack.mjs';
import { addUser, caseOf, COMPANY, insert, invoice } from './fixture.mjs';

let stack, staff, north, bob, claraId;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY + caseOf(3101, 30, 102, { currency: 'JPY' }) + invoice(310, 3101, 30, 102, { currency: 'JPY', amount: 12345 })
    + insert('promise', { id: 90, case_id: 1001, customer_id: 10, amount_minor: 5000, made_on: '2026-03-01', promised_on: '2026-03-10', judged_on: '2026-03-12',
      channel: 'call', actor_kind: 'system', actor_id: 'test', known_from: '2026-03-01' })
    + insert('dispute', { id: 91, case_id: 2001, customer_id: 20, item_id: 21, amount_minor: 2500, reason_code: 'price', opened_on: '2026-02-25',
      actor_kind: 'system', actor_id: 'test', known_from: '2026-02-25' })
    + insert('outbox', { id: 92, case_id: 1001, customer_id: 10, kind: 'overdue', template: 'reminder_1', state: 'handed_over', not_before: '2026-02-28',
      subject: 'Reminder', total_minor: 7500, currency: 'EUR', actor_kind: 'system', actor_id: 'test', created_at: '2026-02-28', handed_at: '2026-02-28', handed_on: '2026-02-28' }));
  const clara = await addUser(stack, 'clara@example.com', '--name', 'Clara Berg');
  claraId = clara.id;
  staff = await stack.login(clara);
  north = await stack.login(await addUser(stack, 'norbert@example.com', '--division', 'DE'));
  bob = await stack.login(await addUser(stack, 'bob@example.com', '--role', 'viewer'));
});
after(() => stack?.stop());

// -- the read schema ---------------------------------------------------------------

const VIEWS = ['report_accounts', 'report_allocations', 'report_daily_balance', 'report_disputes', 'report_documents', 'report_messages', 'report_open_credits', 'report_open_items',
  'report_payments', 'report_promises'];

/** As a program with that user's name and password has the database. */
async function as(reader, sql) {
  return run('mariadb', ['--no-defaults', `-u${reader.user}`, `-p${reader.password}`, '-S', stack.socket, '--batch', 'dunlin'], { input: sql });
}

async function addReader(name) {
  const got = await stack.dunlin('reader', 'add', name);
  assert.equal(got.code, 0, got.err);
  const [, user] = /^user +(\S+)$/m.exec(got.out), [, password] = /^password +(\S+)$/m.exec(got.out);
  return { user, password };
}

test('a reader of the database reads the views, and nothing else', async () => {
  const reader = await addReader('bi');
  const shown = await as(reader, 'SHOW TABLES');
  assert.deepEqual(shown.out.split('\n').slice(1, -1).sort(), VIEWS, 'it sees no other table');
  for (const view of VIEWS) {
    const got = await as(reader, `SELECT * FROM ${view}`);
    assert.equal(got.code, 0, `${view}: ${got.err}`);
  }
  const sum = await as(reader, 'SELECT currency, SUM(open_minor), SUM(open_amount) FROM report_open_items GROUP BY currency ORDER BY currency');
  assert.deepEqual(sum.out.trim().split('\n').slice(1), ['EUR\t42500\t425.0000', 'JPY\t12345\t12345.0000', 'USD\t20000\t200.0000']);
  for (const sql of ['SELECT * FROM user', 'SELECT * FROM setting', 'SELECT * FROM reader', 'SELECT * FROM customer', 'SELECT * FROM mysql.user',
    "UPDATE report_open_items SET document_number = 'x'", 'DELETE FROM report_payments', 'INSERT INTO currency_unit VALUES (1, 1)', 'CREATE TABLE x (id INT)',
    'DROP VIEW report_payments', "CALL reader_end('bi')", "CALL reader_make('evil', 'x', '2026-01-01')", 'SHOW CREATE VIEW report_payments']) {
    const got = await as(reader, sql);
    assert.notEqual(got.code, 0, sql);
    assert.match(got.err, /denied/, sql);
  }
});

test('a reader is made once, listed and removed; nobody else is', async () => {
  const reader = await addReader('warehouse_1');
  const again = await stack.dunlin('reader', 'add', 'warehouse_1');
  assert.equal(again.code, 1);
  assert.match(again.err, /has a user warehouse_1 already/);
  assert.match((await stack.dunlin('reader', 'list')).out, /^warehouse_1 +since 2026-03-02$/m);
  for (const bad of ["x'; DROP USER root; --", 'Root', '', 'a`b', 'x'.repeat(40), '1a']) assert.notEqual((await stack.dunlin('reader', 'add', bad)).code, 0, bad);
  assert.equal((await stack.dunlin('reader', 'remove', 'root')).code, 1);
  assert.equal((await stack.dunlin('reader', 'add', 'root')).code, 1);
  assert.equal((await stack.dunlin('reader', 'remove', 'warehouse_1')).code, 0);
  assert.notEqual((await as(reader, 'SELECT 1')).code, 0, 'the way in is gone');
  assert.doesNotMatch((await stack.dunlin('reader', 'list')).out, /warehouse_1/);
  const kept = await stack.sql("SELECT action FROM audit_event WHERE object_kind = 'reader' AND object_id = 'warehouse_1' ORDER BY id");
  assert.deepEqual(kept.map((r) => r.action), ['reader.add', 'reader.drop']);
  assert.doesNotMatch(await stack.mysql('SELECT * FROM audit_event'), new RegExp(reader.password));
});

test('who may not make users of the database is told what to do', async () => {
  await stack.mysql("CREATE USER plain@localhost; GRANT ALL ON dunlin.* TO plain@localhost");
  const got = await stack.dunlin('reader', 'add', 'never', '--db-user', 'plain');
  assert.equal(got.code, 1);
  assert.match(got.err, /--db-user root/);
  assert.deepEqual(await stack.sql("SELECT name FROM reader WHERE name = 'never'"), []);
});

test('the columns of the views are documented, and stand as they are documented', async () => {
  const doc = readFileSync(join(TOP, 'ARCHITECTURE.md'), 'utf8');
  const rows = await stack.sql("SELECT table_name AS v, column_name AS c FROM information_schema.columns WHERE table_schema = 'dunlin' AND table_name LIKE 'report\\_%' ORDER BY table_name, ordinal_position");
  assert.deepEqual([...new Set(rows.map((r) => r.v))], VIEWS);
  for (const view of VIEWS) {
    const [, told] = new RegExp(`^\\| \`${view}\` \\|([^|]*)\\|`, 'm').exec(doc) ?? assert.fail(`${view} is not documented`);
    assert.deepEqual([...told.matchAll(/`(\w+)`/g)].map(([, c]) => c), rows.filter((r) => r.v === view).map((r) => r.c), view);
  }
  // what is no hundredth here is none in the program, either
  const known = [...readFileSync(join(TOP, 'fcgi/base/money.c'), 'utf8').matchAll(/"([A-Z]{3})([013456789])"/g)].map(([, code, n]) => [code, String(10 ** Number(n))]);
  assert.deepEqual((await stack.sql('SELECT currency, divisor FROM currency_unit ORDER BY currency')).map((r) => [r.currency, r.divisor]), known);
});

// -- definitions -------------------------------------------------------------------

const look = (client, view, definition, status = 200) => client.must(status, 'POST', '/reports/look', { view, definition });
const OPEN = { columns: ['customer_number', 'open'], grouped: true };

test('what reports are made of says what it means', async () => {
  const { views } = await staff.must(200, 'GET', '/report-views?language=de');
  assert.deepEqual(views.map((v) => `report_${v.name}`).sort(), VIEWS);
  const items = views.find((v) => v.name === 'open_items');
  assert.deepEqual(items.columns.find((c) => c.name === 'due_on'), { name: 'due_on', label: 'Fällig', kind: 'day', meaning: 'Tag, an dem die Rate fällig ist' });
  assert.ok(!items.columns.some((c) => /_id$/.test(c.name)));
});

test('rows are chosen, summed and sorted; each currency has its total', async () => {
  const got = await look(staff, 'open_items', { ...OPEN, order: [{ column: 'open', descending: true }] });
  assert.deepEqual(got.columns.map((c) => c.name), ['customer_number', 'open', 'currency', 'rows']);
  assert.deepEqual(got.rows, [['C10', '325.00', 'EUR', '2'], ['C30', '12345', 'JPY', '1'], ['C10', '100.00', 'USD', '1'], ['C20', '100.00', 'EUR', '1'],
    ['C30', '100.00', 'USD', '1']]);
  assert.deepEqual(got.totals.sort((a, b) => (a[2] < b[2] ? -1 : 1)), [[null, '425.00', 'EUR', '3'], [null, '12345', 'JPY', '1'], [null, '200.00', 'USD', '2']]);
  assert.equal(got.cut, false);
  const late = await look(staff, 'open_items', { columns: ['document_number', 'days_late', 'age', 'due_on', 'open'],
    filters: [{ column: 'due_on', is: 'at_most', value: 'today-1' }, { column: 'currency', is: 'is', value: 'EUR' }, { column: 'open', is: 'at_least', value: '75.01' }] });
  assert.deepEqual(late.rows, [['R21', '10', '1-30', '2026-02-20', '100.00', 'EUR']]);
  const none = await look(staff, 'open_items', { columns: ['document_number'], filters: [{ column: 'customer_name', is: 'contains', value: 'acme' }, { column: 'due_on', is: 'at_least', value: 'month_start' }] });
  assert.deepEqual(none.rows, [['R12']]);
  assert.deepEqual(none.totals, []);
  const each = { payments: ['payment_number', 'amount', 'unapplied'], allocations: ['document_number', 'credit_number', 'days_late', 'reversal', 'amount'],
    open_credits: ['document_number', 'open'], promises: ['promised_on', 'state', 'amount', 'kept'], disputes: ['document_number', 'state', 'amount'],
    documents: ['document_number', 'side', 'due_on', 'settled_on', 'amount', 'open'], accounts: ['customer_number', 'division', 'assignee', 'oldest_due_on', 'open', 'unapplied'],
    messages: ['handed_at', 'handed_on', 'state', 'total'], daily_balance: ['day', 'not_due'] };
  const rows = Object.fromEntries(await Promise.all(Object.entries(each).map(async ([view, columns]) => [view, (await look(staff, view, { columns })).rows])));
  assert.deepEqual(rows, { payments: [['P14', '40.00', '15.00', 'EUR']], allocations: [['R11', 'P14', '-10', 'false', '25.00', 'EUR']],
    open_credits: [['P14', '15.00', 'EUR']], promises: [['2026-03-10', 'open', '50.00', '0.00', 'EUR']], disputes: [['R21', 'open', '25.00', 'EUR']],
    messages: [['2026-02-28T00:00:00.000Z', '2026-02-28', 'handed_over', '75.00', 'EUR']], documents: [
      ['R11', 'debit', '2026-02-20', null, '100.00', '75.00', 'EUR'], ['R12', 'debit', '2026-03-20', null, '250.00', '250.00', 'EUR'],
      ['R13', 'debit', '2026-02-20', null, '100.00', '100.00', 'USD'], ['R21', 'debit', '2026-02-20', null, '100.00', '100.00', 'EUR'],
      ['R31', 'debit', '2026-02-20', null, '100.00', '100.00', 'USD'], ['R310', 'debit', '2026-02-20', null, '12345', '12345', 'JPY']],
    accounts: [['C10', 'DE', null, '2026-02-20', '325.00', '15.00', 'EUR'], ['C10', 'US', null, '2026-02-20', '100.00', '0.00', 'USD'],
      ['C20', 'DE', null, '2026-02-20', '100.00', '0.00', 'EUR'], ['C30', 'US', null, '2026-02-20', '12345', '0', 'JPY'],
      ['C30', 'US', null, '2026-02-20', '100.00', '0.00', 'USD']], daily_balance: [] });
});

test('a document that is settled says since when; an account says whose it is, and only in that division', async () => {
  await stack.mysql(`UPDATE item SET open_minor = 0 WHERE id = 31; UPDATE instalment SET open_minor = 0, settled_on = '2026-02-27' WHERE item_id = 31;
    UPDATE customer SET terms_days = 14, since_on = '2019-04-01', country = 'DE' WHERE id = 10;`
    + insert('customer_assignment', { id: 900, customer_id: 10, division_id: 102, user_id: claraId, known_from: '2026-01-01' }));
  const settled = await look(staff, 'documents', { columns: ['document_number', 'settled_on', 'open'], filters: [{ column: 'settled_on', is: 'at_least', value: '2026-01-01' }] });
  assert.deepEqual(settled.rows, [['R31', '2026-02-27', '0.00', 'USD']]);
  const mine = await look(staff, 'accounts', { columns: ['division', 'assignee', 'terms_days', 'since_on', 'country', 'status', 'risk'], filters: [{ column: 'customer_number', is: 'is', value: 'C10' }] });
  assert.deepEqual(mine.rows, [['DE', null, '14', '2019-04-01', 'DE', 'active', null], ['US', 'Clara Berg', '14', '2019-04-01', 'DE', 'active', null]]);
  await stack.mysql(`UPDATE item SET open_minor = 10000 WHERE id = 31; UPDATE instalment SET open_minor = 10000, settled_on = '9999-12-31' WHERE item_id = 31`);
});

test('what is no definition is refused, with where', async () => {
  for (const [body, ...pointers] of [
    [{ view: 'user', definition: { columns: ['email'] } }, '/view'],
    [{ view: 'open_items', definition: { columns: ['password_hash'] } }, '/definition/columns/0'],
    [{ view: 'open_items', definition: { columns: ['open'], filters: [{ column: "1=1; DROP TABLE user", is: 'is', value: '1' }] } }, '/definition/filters/0/column'],
    [{ view: 'open_items', definition: { columns: ['open'], filters: [{ column: 'due_on', is: 'is', value: 'soon' }] } }, '/definition/filters/0/value'],
    [{ view: 'open_items', definition: { columns: ['open'], order: [{ column: 'rows' }] } }, '/definition/order/0/column'],
    [{ view: 'open_items', definition: {} }, '/definition/columns'],
  ]) {
    const got = await staff.must(422, 'POST', '/reports/look', body);
    assert.deepEqual(got.errors.map((e) => e.pointer), pointers, JSON.stringify(body));
  }
});

test('each sees what he may see, also of what another made', async () => {
  const de = await look(north, 'open_items', OPEN);
  assert.deepEqual(de.rows.map((r) => [r[0], r[2]]), [['C10', 'EUR'], ['C20', 'EUR']]);
  const { id } = await staff.must(201, 'POST', '/reports', { name: 'Open by customer', shared: true, view: 'open_items', definition: OPEN });
  const mine = csv(await file(staff, id, 'csv')), his = csv(await file(north, id, 'csv'));
  assert.equal(mine.length, 5);
  assert.deepEqual(his.map((r) => [r['Customer number'], r.Open, r.Currency]), [['C10', '325.00', 'EUR'], ['C20', '100.00', 'EUR']]);
  await stack.mysql(insert('daily_balance', { division_id: 101, currency: 'EUR', day: '2026-03-01', ...Object.fromEntries(['not_due', 'late_30', 'late_60', 'late_90', 'late_91', 'unapplied',
    'sales', 'written_off', 'recovered', 'paid', 'disputed', 'promised'].map((n) => [`${n}_minor`, 100])), paid_days: 0, late_days: 0, late_days_floored: 0, closed_n: 0, closed_days: 0 })
    + "INSERT INTO user_sight (user_id, sees, changed_at) SELECT id, 'own', '2026-03-01' FROM user WHERE email = 'bob@example.com'");
  const days = { columns: ['day', 'division', 'not_due'] };
  assert.equal((await look(north, 'daily_balance', days)).rows.length, 1);
  assert.deepEqual((await look(bob, 'daily_balance', days)).rows, [], 'sums of all customers are not for who sees a part of them');
  assert.deepEqual((await look(bob, 'open_items', OPEN)).rows, []);
});

async function file(client, id, format, status = 200) {
  const got = await fetch(`${client.base}/reports/${id}/file?format=${format}`, { headers: { cookie: [...client.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(got.status, status);
  return Buffer.from(await got.arrayBuffer());
}

test('a report is kept, changed by its owner alone, and gone when removed', async () => {
  const body = { name: 'Mine', view: 'payments', definition: { columns: ['payment_number', 'amount'] } };
  const { id } = await staff.must(201, 'POST', '/reports', body);
  const kept = await staff.must(200, 'GET', `/reports/${id}`);
  assert.deepEqual([kept.name, kept.shared, kept.own, kept.owner.id, kept.every, kept.next_at], ['Mine', false, true, claraId, 'never', null]);
  assert.deepEqual(kept.definition, { columns: ['payment_number', 'amount', 'currency'], filters: [], grouped: false, order: [] });
  assert.equal((await staff.post('/reports', body)).status, 409);
  await north.must(404, 'GET', `/reports/${id}`);
  await north.must(404, 'PUT', `/reports/${id}`, body);
  await north.must(404, 'DELETE', `/reports/${id}`);
  await file(north, id, 'csv', 404);
  await staff.must(200, 'PUT', `/reports/${id}`, { ...body, shared: true });
  await north.must(200, 'GET', `/reports/${id}`);
  await north.must(404, 'PUT', `/reports/${id}`, body);
  assert.ok((await north.must(200, 'GET', '/reports')).reports.some((r) => r.id === id && !r.own));
  for (const [more, pointer] of [[{ every: 'week', at_hour: 7, recipient_ids: [claraId] }, '/on_day'], [{ every: 'day', recipient_ids: [claraId] }, '/at_hour'],
    [{ every: 'month', on_day: 32, at_hour: 7, recipient_ids: [claraId] }, '/on_day'], [{ every: 'day', at_hour: 7 }, '/recipient_ids'],
    [{ every: 'day', at_hour: 24, recipient_ids: [claraId] }, '/at_hour']]) {
    const got = await staff.must(422, 'PUT', `/reports/${id}`, { ...body, ...more });
    assert.equal(got.errors[0].pointer, pointer, JSON.stringify(more));
  }
  await staff.must(200, 'PUT', `/reports/${id}`, { ...body, every: 'month', on_day: 31, at_hour: 7, recipient_ids: [claraId] });
  const due = await staff.must(200, 'GET', `/reports/${id}`);
  assert.deepEqual([due.next_at, due.recipient_ids], ['2026-03-31T05:00:00.000Z', [claraId]]);
  await staff.must(204, 'DELETE', `/reports/${id}`);
  await staff.must(404, 'GET', `/reports/${id}`);
  const told = await stack.sql(`SELECT action FROM audit_event WHERE object_kind = 'report' AND object_id = '${id}' ORDER BY id`);
  assert.deepEqual(told.map((r) => r.action), ['report.save', 'report.save', 'report.save', 'report.drop']);
});

// -- files -------------------------------------------------------------------------

const named = ({ rows: [head, ...rest] }) => rest.map((r) => Object.fromEntries(Object.entries(head).map(([c, h]) => [h, r[c]])));

test('Excel has amounts as numbers, days as days, totals below, and a sheet of definitions', async () => {
  const { id } = await staff.must(201, 'POST', '/reports', { name: 'Open: items', view: 'open_items',
    definition: { columns: ['customer_name', 'document_number', 'due_on', 'amount', 'open'], order: [{ column: 'due_on' }, { column: 'document_number' }] } });
  const [rows, meaning, about] = workbook(await file(staff, id, 'xlsx'));
  assert.deepEqual([rows.name, meaning.name, about.name], ['Open  items', 'Definitions', 'About']);
  const all = named(rows), items = all.slice(0, 6), totals = all.slice(6).filter((r) => r.Customer === 'Total');
  assert.deepEqual(items.map((r) => r.Document), ['R11', 'R13', 'R21', 'R31', 'R310', 'R12']);
  assert.equal(items.find((r) => r.Document === 'R11').Due, Date.UTC(2026, 1, 20) / 86400000 + 25569);
  const sum = (currency) => items.filter((r) => r.Currency === currency).reduce((n, r) => n + Math.round(r.Open * 100), 0) / 100;
  assert.deepEqual(Object.fromEntries(totals.map((r) => [r.Currency, r.Open])), { EUR: sum('EUR'), USD: sum('USD'), JPY: sum('JPY') });
  assert.match(rows.xml, /<autoFilter ref="A1:F7"/, 'totals stay where they are when rows are sorted');
  assert.deepEqual(meaning.rows.map((r) => r.A), ['Column', 'Customer', 'Document', 'Due', 'Amount', 'Open', 'Currency']);
  assert.equal(meaning.rows[3].B, 'Day on which the instalment is due');
  const [, german] = workbook(await file(staff, id, 'xlsx&language=de'));
  assert.deepEqual([german.name, german.rows[3].B], ['Begriffe', 'Tag, an dem die Rate fällig ist']);
  assert.equal(Object.fromEntries(about.rows.map((r) => [r.A, r.B])).Report, 'Open: items');
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: await file(staff, id, 'pdf') }).toString().normalize('NFKC');
  for (const want of [/Total +EUR|Total.*425\.00/, /Definitions/, /R21/]) assert.match(text, want);
  assert.doesNotMatch((await file(staff, id, 'csv')).toString(), /Total/);
});

test('a report is made from the command line, as that user sees it', async () => {
  const list = await stack.dunlin('report', 'list');
  assert.match(list.out, /^Open by customer\n {2}of Clara Berg, open_items, shared$/m);
  const out = join(stack.var, 'made.csv');
  const got = await stack.dunlin('report', 'run', 'Open by customer', out, '--user', 'norbert@example.com', '--format', 'csv');
  assert.equal(got.code, 0, got.err);
  assert.match(got.out, /^2 rows in /);
  assert.equal(csv(readFileSync(out)).length, 2);
  assert.equal((await stack.dunlin('report', 'run', 'Nothing', `${out}2`, '--user', 'norbert@example.com')).code, 1);
  assert.equal((await stack.dunlin('report', 'run', 'Open by customer')).code, 2);
  for (const format of ['csv', 'xlsx']) {
    const over = await stack.dunlin('report', 'run', 'Open by customer', out, '--user', 'norbert@example.com', '--format', format);
    assert.deepEqual([over.code, over.err.trim()], [1, `dunlin: ${out} is there already: name another file, or remove it`]);
  }
  assert.equal(csv(readFileSync(out)).length, 2, 'what is there stays');
});

test('what is too much to hold is refused in words, and a long file by hand, too', async () => {
  await stack.mysql(`INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor, open_minor, known_at, recorded_at)
    SELECT 9000000 + seq, 2001, 20, 101, 'EUR', 'payment', 'credit', 'bulk', seq, CONCAT('B', seq), '2026-01-05', 100, 0, '2026-01-05', '2026-01-05' FROM seq_1_to_50001`);
  const groups = await look(staff, 'payments', { columns: ['payment_number', 'amount'], grouped: true }, 422);
  assert.match(groups.detail, /more than 50,000 groups/);
  const order = await look(staff, 'payments', { columns: ['payment_number', 'amount'], order: [{ column: 'amount' }] }, 422);
  assert.match(order.detail, /more than 50,000 rows cannot be put in order/);
  const few = await look(staff, 'payments', { columns: ['payment_number'] });
  assert.deepEqual([few.rows.length, few.cut, few.totals], [50, true, []]);
  const sum = await look(staff, 'payments', { columns: ['customer_number', 'amount'], grouped: true });
  assert.deepEqual(sum.rows.find((r) => r[0] === 'C20'), ['C20', '50001.00', 'EUR', '50001']);
  const { id } = await staff.must(201, 'POST', '/reports', { name: 'All', view: 'payments', definition: { columns: ['payment_number'] } });
  await file(staff, id, 'xlsx', 422);
  await file(staff, id, 'pdf', 422);
  assert.deepEqual(execFileSync('ls', [join(stack.var, 'exports')]).toString(), '', 'nothing stays behind');
});
