// How far customers use the portal: each figure counted by hand, and the rows behind it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { csv } from '../harness/sheet.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser, allocation, COMPANY, insert, payment } from './fixture.mjs';

let stack, staff, north;

const mail = (id, customer, of, on, more) => insert('outbox', { id, case_id: of, customer_id: customer, kind: 'overdue', channel: 'email', template: 'x', state: 'handed_over',
  not_before: on, actor_kind: 'system', actor_id: 'x', created_at: on, handed_at: on, handed_on: on, ...more });
const link = (id, customer, at) => insert('access_link', { id, token_hash: `hash-${id}`.padEnd(32), customer_id: customer, scope: 'account', created_at: at, expires_at: '2027-01-01' });
const visit = (customer, on) => insert('portal_visit', { customer_id: customer, visited_on: on });
const tag = (id, customer, name) => insert('customer_tag', { id, customer_id: customer, tag: name, origin: 'hand', known_from: '2026-01-01' });
const through = (id) => `UPDATE item SET source_system = 'dunlin' WHERE id = ${id};`;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  // Acme (10, tag key): link in January, visits 5 and 20 February, reminded on 5 and 6 February; P14 of 10 February settles R11.
  // Brook (20, tags key and slow): link in March, pays through the portal on 1 March; Crane (30): a link after the end, reminded, pays 16 days later.
  await stack.mysql([COMPANY,
    link(1, 10, '2026-01-10'), link(2, 10, '2026-01-11'), link(3, 20, '2026-03-01'), link(4, 30, '2026-03-05'),
    visit(10, '2026-02-05'), visit(10, '2026-02-20'), visit(10, '2025-11-01'), visit(20, '2026-03-01'),
    mail(501, 10, 1001, '2026-02-05'), mail(502, 10, 1001, '2026-02-06'), mail(503, 30, 3001, '2026-02-10'), mail(504, 20, 2001, '2026-02-01', { state: 'cancelled', handed_on: null, handed_at: null }),
    mail(505, 20, 2001, '2026-02-02', { kind: 'upcoming' }),
    payment(61, 2001, 20, 101, { amount: 3000, open: 0, on: '2026-03-01' }), through(61), allocation(62, 2001, 61, 21, 3000, '2026-03-01'),
    'UPDATE item SET open_minor = 7000 WHERE id = 21; UPDATE instalment SET open_minor = 7000 WHERE id = 21;',
    payment(63, 3001, 30, 102, { amount: 5000, on: '2026-02-26', currency: 'USD' }),
    tag(1, 10, 'key'), tag(2, 20, 'key'), tag(3, 20, 'slow'),
  ].join('\n'));
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  north = await stack.login(await addUser(stack, 'norbert@example.com', '--division', 'DE'));
});
after(() => stack?.stop());

const PERIOD = 'from=2026-01-01&to=2026-03-02';
const figures = ({ tag: name, customers, invited, active, paying, prompted, pays }) => [name, customers, invited, active, paying, prompted, pays];
const money = (m) => [m.currency, m.payments, m.payments_through, m.amount, m.amount_through, m.invoices, m.invoices_through];

test('figures of everybody, of each segment and by month are what a hand counts', async () => {
  const got = await staff.must(200, 'GET', `/adoption?${PERIOD}&days=14`);
  assert.deepEqual([got.from, got.to, got.days], ['2026-01-01', '2026-03-02', 14]);
  assert.deepEqual(got.segments.map(figures), [[null, 3, 2, 2, 1, 3, 2], ['key', 2, 2, 2, 1, 2, 2], ['slow', 1, 1, 1, 1, 1, 1]]);
  assert.deepEqual(got.segments[0].money.map(money), [['EUR', 2, 1, '70.00', '30.00', 2, 1], ['USD', 1, 0, '50.00', '0.00', 0, 0]]);
  assert.deepEqual(got.segments[2].money.map(money), [['EUR', 1, 1, '30.00', '30.00', 1, 1]]);
  assert.deepEqual(got.months.map((m) => [m.month, m.invited, m.active, m.paying]), [['2026-01', 1, 0, 0], ['2026-02', 0, 1, 0], ['2026-03', 1, 1, 1]]);
  const later = await staff.must(200, 'GET', `/adoption?${PERIOD}&days=16`);
  assert.equal(later.segments[0].pays, 3, 'Crane pays on the sixteenth day');
  assert.equal((await staff.must(200, 'GET', '/adoption?from=2026-02-06&to=2026-02-28')).segments[0].active, 1);
});

test('a reversed allocation settles no invoice', async () => {
  await stack.mysql(insert('allocation', { id: 64, case_id: 2001, credit_case_id: 2001, credit_item_id: 61, instalment_id: 21, debit_item_id: 21, credit_minor: -3000, debit_minor: -3000,
    effective_on: '2026-03-02', known_at: '2026-03-02', recorded_at: '2026-03-02', source_system: 'test', source_id: 64, reverses_id: 62 }));
  const [all] = (await staff.must(200, 'GET', `/adoption?${PERIOD}`)).segments;
  assert.deepEqual(money(all.money[0]), ['EUR', 2, 1, '70.00', '30.00', 1, 0]);
  await stack.mysql('DELETE FROM allocation WHERE id = 64');
});

test('each figure opens its rows, with who pays soon after a reminder or visit', async () => {
  const rows = async (query) => (await staff.all(`/adoption/customers?${PERIOD}&limit=1&${query}`)).map((r) => r.number);
  const [all] = (await staff.must(200, 'GET', `/adoption?${PERIOD}`)).segments;
  for (const which of ['invited', 'active', 'paying', 'prompted', 'pays']) assert.equal((await rows(`which=${which}`)).length, all[which], which);
  assert.deepEqual(await rows('which=pays'), ['C10', 'C20']);
  assert.deepEqual(await rows('which=pays&tag=slow'), ['C20']);
  assert.deepEqual(await rows('which=pays&days=16'), ['C10', 'C20', 'C30']);
  const [acme, brook, crane] = (await staff.must(200, 'GET', `/adoption/customers?${PERIOD}`)).rows;
  const of = (r) => [r.invited_on, r.visited_on, r.visits, r.reminders, r.prompts, r.prompts_paid, r.payments, r.payments_through, r.paid_on];
  assert.deepEqual(of(acme), ['2026-01-11', '2026-02-20', 2, 2, 3, 2, 1, 0, '2026-02-10'], 'the reminder and the visit of one day are one prompt');
  assert.deepEqual(of(brook), ['2026-03-01', '2026-03-01', 1, 0, 1, 1, 1, 1, '2026-03-01']);
  assert.deepEqual(of(crane), [null, null, 0, 1, 1, 0, 1, 0, '2026-02-26']);
});

test('the list comes as CSV and Excel', async () => {
  const got = await fetch(`${staff.base}/exports.csv?${new URLSearchParams({ path: 'adoption/customers', query: `${PERIOD}&which=pays` })}`,
    { headers: { cookie: [...staff.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.deepEqual(csv(Buffer.from(await got.arrayBuffer())).map((r) => [r.Number, r['Paid soon after'], r['Through the portal']]), [['C10', '2', '0'], ['C20', '1', '1']]);
  assert.equal((await staff.must(201, 'POST', '/exports', { path: 'adoption/customers', query: PERIOD, format: 'xlsx' })).rows, 3);
});

test('who is limited counts no more than may be seen', async () => {
  const got = await north.must(200, 'GET', `/adoption?${PERIOD}`);
  assert.deepEqual(figures(got.segments[0]), [null, 2, 2, 2, 1, 2, 2]);
  assert.deepEqual(got.segments[0].money.map((m) => m.currency), ['EUR']);
  assert.deepEqual((await north.all(`/adoption/customers?${PERIOD}`)).map((r) => r.number), ['C10', 'C20']);
  assert.deepEqual(got.months.map((m) => m.invited), [1, 0, 1]);
});

test('a period that ends before it begins, or is of many years, is refused', async () => {
  for (const bad of ['from=2026-03-02&to=2026-03-01', 'from=2020-01-01', 'days=-1', 'days=soon']) assert.equal((await staff.get(`/adoption?${bad}`)).status, 400, bad);
  assert.equal((await staff.get('/adoption/customers?which=none')).status, 400);
});

test('a visit of the portal is kept once a day, from the page that is opened', async () => {
  const { url } = await staff.must(201, 'POST', '/customers/30/portal-links', { scope: 'account' });
  const portal = await stack.portal(url);
  for (let i = 0; i < 3; i++) await portal.must(200, 'GET', '/session');
  assert.deepEqual(await stack.sql('SELECT visited_on FROM portal_visit WHERE customer_id = 30'), [{ visited_on: '2026-03-02' }]);
});

test('a transfer that carried the reference of a payment in the portal came through it', async () => {
  const usd = async () => (await staff.must(200, 'GET', `/adoption?${PERIOD}`)).segments[0].money.map(money)[1];
  assert.deepEqual(await usd(), ['USD', 1, 0, '50.00', '0.00', 0, 0]);
  await stack.mysql(insert('payment_intent', { id: 700, case_id: 3001, customer_id: 30, division_id: 102, currency: 'USD', provider: 'transfer', reference: 'RF00X',
    state: 'succeeded', amount_minor: 5000, credit_minor: 0, captured_minor: 5000, payment_item_id: 63, actor_kind: 'contact', actor_id: '1', created_at: '2026-02-25',
    expires_at: '2026-03-11' }));
  assert.deepEqual(await usd(), ['USD', 1, 1, '50.00', '50.00', 0, 0]);
});
