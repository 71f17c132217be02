// The list of customers: what it may be narrowed to, its orders, page by page; its file too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { csv } from '../harness/sheet.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser, caseOf, customer, division, insert } from './fixture.mjs';

let stack, clara, otto, staff, north;

const STATUS = ['active', 'on_hold', 'legal', 'closed'];

/** 24 customers: every third with two cases, the last two with none. Some are equal in what they are ordered by. */
function world() {
  const rows = [];
  for (let i = 0; i < 24; i++) {
    const id = 100 + i, name = `Kunde ${String.fromCharCode(97 + (i * 7) % 11)}`;
    rows.push(customer(id, name, { number: `K${(i * 5) % 24 + 10}`, contact: false }),
      `UPDATE customer SET status = '${STATUS[i % 7] ?? 'active'}', credit_limit_minor = ${i % 4 ? 100000 * (i % 5) : 'NULL'}, credit_currency = ${i % 4 ? "'EUR'" : 'NULL'} WHERE id = ${id};`);
    if (i > 21) continue;
    const open = 1000 * ((i * 7) % 9 + 1), overdue = 1000 * ((i * 7) % 9);
    const known = { name, open_minor: open, open_base: open, overdue_minor: overdue, overdue_base: overdue, unapplied_minor: i % 2 ? 100 : 0,
      oldest_due_on: overdue ? `2026-01-${10 + (i * 5) % 13}` : null };
    rows.push(caseOf(id * 10, id, i % 2 ? 101 : 102, known));
    // dollars at 0.5 of the base currency
    if (i % 3 === 0) rows.push(caseOf(id * 10 + 1, id, 103, { ...known, currency: 'USD', open_base: open / 2, overdue_base: overdue / 2, oldest_due_on: overdue ? '2026-01-05' : null }));
    if (i % 5 === 0) rows.push(insert('customer_tag', { id: 7000 + i, customer_id: id, tag: 'slow-payer', origin: 'hand', known_from: '2026-01-01' }));
    if (i % 4 > 1) rows.push(insert('customer_assignment', { id: 7100 + i, customer_id: id, user_id: i % 4 === 3 ? clara.id : otto.id, known_from: '2026-01-01' }));
    if (i < 12) rows.push(insert('risk', { id: 7200 + i, case_id: id * 10, known_from: '2026-01-01', class: ['low', 'medium', 'high'][i % 3], since_on: '2026-01-01', late_permille: 100, model_id: 1 }));
    if (i === 0) rows.push(insert('risk', { id: 7300, case_id: 1001, known_from: '2026-01-01', class: 'high', since_on: '2026-01-01', late_permille: 900, model_id: 1 }));
  }
  return `SET foreign_key_checks = 0; ${rows.join('\n')}`;
}

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-04T09:00:00Z' });
  await stack.mysql(division(101, 'DE') + division(102, 'AT') + division(103, 'US'));
  clara = await addUser(stack, 'clara@example.com');
  otto = await addUser(stack, 'otto@example.com');
  await stack.mysql(world());
  staff = await stack.login(clara);
  north = await stack.login(await addUser(stack, 'norbert@example.com', '--division', 'DE'));
});
after(() => stack?.stop());

const ids = (rows) => rows.map((r) => r.id);
const cents = (list) => list.reduce((n, { amount, currency }) => n + Math.round(Number(amount) * 100) / (currency === 'USD' ? 2 : 1), 0);

/** What each order is by; null is what nothing stands for: it comes last. */
const BY = {
  name: (r) => r.name, number: (r) => r.number, open: (r) => cents(r.open), overdue: (r) => cents(r.overdue), oldest: (r) => r.oldest_due_on,
  limit: (r) => (r.limit_percent === null ? null : Number(r.limit_percent)),
};

function inOrder(rows, sort) {
  const by = BY[sort.replace('-', '')], down = sort[0] === '-' ? -1 : 1;
  const compare = (a, b) => (a === b ? 0 : a === null ? down : b === null ? -down : a < b ? -1 : 1);
  // who has none is last either way
  return [...rows].sort((a, b) => (by(a) === null) - (by(b) === null) || down * (compare(by(a), by(b)) || Number(a.id) - Number(b.id)));
}

test('each order holds everybody once, page by page, with filters and without', async () => {
  const all = await staff.all('/customers');
  assert.equal(all.length, 24);
  assert.equal(new Set(all.map((r) => r.name)).size, 11, 'names stand several times');
  for (const client of [staff, north])
    for (const filter of ['', '&status=active', '&tag=slow-payer', '&min_overdue=10.00', '&q=kunde', '&unassigned=true']) {
      const whole = await client.all(`/customers?limit=100${filter}`);
      assert.ok(whole.length > 1, filter);
      for (const key of Object.keys(BY))
        for (const sort of [key, `-${key}`])
          assert.deepEqual(ids(await client.all(`/customers?sort=${sort}&limit=${filter ? 5 : 2}${filter}`)), ids(inOrder(whole, sort)), `${sort} ${filter}`);
    }
});

test('each filter holds what it says', async () => {
  const all = await staff.all('/customers');
  const [{ name }] = await stack.sql(`SELECT name FROM user WHERE id = ${clara.id}`);
  const cases = async (id) => (await staff.must(200, 'GET', `/customers/${id}`)).cases;
  const divisions = new Map(await Promise.all(all.map(async (r) => [r.id, (await cases(r.id)).map((c) => c.division)])));
  for (const [query, holds] of [['status=legal', (r) => r.status === 'legal'], ['tag=slow-payer', (r) => r.tags.includes('slow-payer')],
    [`assignee=${clara.id}`, (r) => r.assignees === name], ['unassigned=true', (r) => r.assignees === null],
    ['division=US', (r) => divisions.get(r.id).includes('US')], ['risk=high', (r) => r.risk === 'high'], ['risk=low', (r) => r.risk === 'low'],
    ['min_overdue=60.00', (r) => cents(r.overdue) >= 6000], ['q=K1', (r) => r.number.includes('K1')], ['q=KUNDE%20B', (r) => r.name === 'Kunde b'],
    ['division=DE&risk=medium&min_overdue=20.00&status=active', (r) => divisions.get(r.id).includes('DE') && r.risk === 'medium' && cents(r.overdue) >= 2000 && r.status === 'active']]) {
    const wanted = ids(all.filter(holds));
    assert.ok(wanted.length && wanted.length < all.length, query);
    assert.deepEqual(ids(await staff.all(`/customers?limit=3&${query}`)), wanted, query);
    assert.deepEqual(ids(await staff.all(`/customers?limit=3&sort=-overdue&${query}`)), ids(inOrder(all.filter(holds), '-overdue')), query);
  }
  assert.equal(all.find((r) => r.id === '100').risk, 'high', 'the highest of its cases');
  for (const bad of ['status=asleep', 'risk=none', 'min_overdue=much', 'assignee=x', 'sort=colour', 'limit=1&limit=2', 'status=active&status=active']) assert.equal((await staff.get(`/customers?${bad}`)).status, 400, bad);
});

test('the use of the credit limit is that of the page of the customer, in its currency', async () => {
  const rate = (quote) => insert('fx_rate', { base: 'USD', quote, rate_on: '2026-03-01', rate_e8: 50000000, source: 'test', recorded_at: '2026-03-01' });
  await stack.mysql(`${rate('EUR')} UPDATE customer SET credit_limit_minor = 20000, credit_currency = 'USD' WHERE id = 103`);
  const rows = (await staff.all('/customers?sort=-limit')).filter((r) => r.limit_percent !== null);
  assert.ok(rows.length > 10);
  for (const row of rows) {
    const { limit } = await staff.must(200, 'GET', `/customers/${row.id}`);
    if (row.id !== '103') assert.equal(row.limit_percent, limit.percent, row.id);
    else assert.equal(Number(row.limit_percent), 100 * (((103 - 100) * 7) % 9 + 1) * 1000 * 3 / 20000 - 100 * 300 / 20000, 'euros at half a dollar');
  }
});

test('who sees one division sees its customers and what they owe there', async () => {
  const rows = await north.all('/customers?sort=-overdue');
  assert.deepEqual(ids(rows).sort(), Array.from({ length: 11 }, (_, i) => String(101 + 2 * i)));
  assert.ok(rows.every((r) => r.open.every((one) => one.currency === 'EUR')));
  assert.deepEqual(await north.all('/customers?division=US'), []);
  assert.equal((await north.all('/customers?risk=high')).some((r) => r.id === '100'), false);
});

test('the file of the list has its filters and its order', async () => {
  const query = 'tag=slow-payer&sort=-overdue';
  const got = await fetch(`${staff.base}/exports.csv?${new URLSearchParams({ path: 'customers', query })}`,
    { headers: { cookie: [...staff.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(got.status, 200);
  assert.deepEqual(csv(Buffer.from(await got.arrayBuffer())).map((r) => r.Number), (await staff.all(`/customers?${query}`)).map((r) => r.number));
});
