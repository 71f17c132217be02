// The tables of promises and disputes: what people say, what it holds, and what becomes of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Company, day } from './kit.mjs';

const DUE = '2026-03-02'; // a Monday
const TODAY = '2026-03-05'; // Thursday
let company, staff;
before(async () => {
  company = await Company.start();
  staff = company.staff;
});
after(() => company?.stop());

/** A customer with one invoice due on DUE, today TODAY. */
async function owing(amount = '1000.00', due = DUE) {
  const customer = await company.customer();
  company.at(TODAY, '09:00');
  const invoice = await customer.invoice(amount, due);
  const item = (await customer.items()).find((i) => i.number === invoice.number);
  return { customer, invoice, item, caseId: item.case_id };
}

const promise = async ({ customer, caseId, item }, body) =>
  staff.must(201, 'POST', `/customers/${customer.id}/promises`, { case_id: caseId, item_ids: [item.id], ...body });
const promised = (id) => staff.must(200, 'GET', `/promises/${id}`);

/** The night of a day: what is due is evaluated. */
async function night(on) {
  company.at(on);
  await company.evaluate();
}

test('promise: kept', async () => {
  const it = await owing();
  const { id } = await promise(it, { amount: '1000.00', promised_on: '2026-03-11' });
  await it.customer.pay(it.invoice, '1000.00', '2026-03-10');
  await night('2026-03-11');
  const row = await promised(id);
  assert.deepEqual([row.state, row.kept.amount], ['kept', '1000.00']);
});

test('promise: open it holds its reminders, partly kept it lets them resume by itself', async () => {
  const it = await owing();
  const { id } = await promise(it, { amount: '1000.00', promised_on: '2026-03-11' });
  await company.live('2026-03-06');
  await company.live('2026-03-12');
  assert.deepEqual(await it.customer.sent(), [], 'held while open');
  assert.equal((await it.customer.why()).first_guard.name, 'promise');
  await it.customer.pay(it.invoice, '400.00', '2026-03-12');
  await night('2026-03-13');
  const open = await promised(id);
  assert.deepEqual([open.state, open.kept.amount], ['open', '400.00'], 'what came so far is told at once');
  await company.live('2026-03-14');
  const row = await promised(id);
  assert.deepEqual([row.state, row.kept.amount], ['partly', '400.00']);
  company.at('2026-03-16', '09:00');
  await company.live('2026-03-16');
  assert.equal((await it.customer.sent()).length, 1, 'nobody had to lift anything');
  const list = await staff.all('/promises?view=broken');
  assert.ok(list.some((p) => p.id === id && p.settled === false));
});

test('promise: broken becomes an exception, and counts', async () => {
  const it = await owing();
  const { id } = await promise(it, { amount: '1000.00', promised_on: '2026-03-09' });
  await night('2026-03-11');
  assert.equal((await promised(id)).state, 'open', 'the second working day after Monday is Wednesday');
  await night('2026-03-12');
  assert.equal((await promised(id)).state, 'broken');
  assert.deepEqual((await it.customer.tasks()).map((t) => t.kind), ['broken_promise']);
  const row = await it.customer.worklistRow();
  assert.deepEqual([row.exception, row.status, row.broken], [true, 'promise_broken', 1]);
  const { reliability, parts } = await staff.must(200, 'GET', `/customers/${it.customer.id}/reliability`);
  assert.deepEqual([reliability.judged, reliability.broken, reliability.by_count], [1, 1, '0.0']);
  assert.deepEqual(reliability.by_amount, [{ currency: 'EUR', promised: '1000.00', received: '0.00', share: '0.0' }]);
  assert.deepEqual(parts.map((p) => [p.id, p.state]), [[id, 'broken']]);
});

test('promise: kept, then broken again when the payment is returned', async () => {
  const it = await owing();
  const { id } = await promise(it, { amount: '1000.00', promised_on: '2026-03-09' });
  const payment = await it.customer.payment('1000.00', '2026-03-09');
  const match = await it.customer.allocate(payment, it.invoice, '1000.00', '2026-03-09');
  await night('2026-03-16');
  assert.equal((await promised(id)).state, 'kept');
  company.at('2026-03-17', '10:00');
  await it.customer.returned(payment, match, '2026-03-17');
  await night('2026-03-18');
  const row = await promised(id);
  assert.deepEqual([row.state, row.kept.amount], ['broken', '0.00']);
});

test('promise: of two on one invoice the earlier is served first and each cent counts once', async () => {
  const it = await owing();
  const later = await promise(it, { amount: '600.00', promised_on: '2026-03-13' });
  const sooner = await promise(it, { amount: '600.00', promised_on: '2026-03-10' });
  await it.customer.pay(it.invoice, '700.00', '2026-03-10');
  await night('2026-03-18');
  const [a, b] = [await promised(sooner.id), await promised(later.id)];
  assert.deepEqual([a.state, a.kept.amount, b.state, b.kept.amount], ['kept', '600.00', 'partly', '100.00']);
});

test('promise: money within the tolerance of working days counts, money beyond it does not', async () => {
  const inTime = await owing();
  const late = await owing();
  const one = await promise(inTime, { amount: '1000.00', promised_on: '2026-03-06' }); // a Friday
  const two = await promise(late, { amount: '1000.00', promised_on: '2026-03-06' });
  assert.equal((await promised(one.id)).judged_on, '2026-03-10', 'Saturday and Sunday do not count');
  await inTime.customer.pay(inTime.invoice, '1000.00', '2026-03-10');
  await late.customer.pay(late.invoice, '1000.00', '2026-03-11');
  await night('2026-03-12');
  assert.equal((await promised(one.id)).state, 'kept');
  assert.equal((await promised(two.id)).state, 'broken');
});

test('promise: each instalment of a plan is judged by itself', async () => {
  const it = await owing();
  const refused = await staff.post(`/customers/${it.customer.id}/promises`, {
    case_id: it.caseId, item_ids: [it.item.id],
    instalments: [{ amount: '600.00', promised_on: '2026-03-10' }, { amount: '600.00', promised_on: '2026-04-10' }],
  });
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.body.errors.map((e) => e.pointer), ['/instalments/1/amount'], 'each cent once in one plan');
  const { ids, plan_id: plan } = await promise(it, {
    instalments: [{ amount: '500.00', promised_on: '2026-03-10' }, { amount: '500.00', promised_on: '2026-04-10' }],
  });
  assert.equal(ids.length, 2);
  assert.equal(plan, ids[0]);
  await it.customer.pay(it.invoice, '500.00', '2026-03-10');
  await night('2026-03-16');
  const [first, second] = [await promised(ids[0]), await promised(ids[1])];
  assert.deepEqual([first.state, first.plan], ['kept', { id: plan, no: 1, of: 2 }]);
  assert.deepEqual([second.state, second.plan.no], ['open', 2]);
  await night('2026-04-15');
  assert.equal((await promised(ids[1])).state, 'broken');
  assert.equal((await promised(ids[0])).state, 'kept');
});

test('promise: replaced by another, and a plan taken back as a whole', async () => {
  const it = await owing();
  const { id } = await promise(it, { amount: '1000.00', promised_on: '2026-03-10' });
  const next = await staff.must(201, 'POST', `/promises/${id}/replace`, {
    item_ids: [it.item.id],
    instalments: [{ amount: '400.00', promised_on: '2026-03-20' }, { amount: '600.00', promised_on: '2026-04-20' }],
  });
  const old = await promised(id);
  assert.deepEqual([old.state, old.cancel_reason], ['cancelled', 'replaced by another']);
  assert.equal((await promised(next.id)).replaces_id, id);
  assert.equal((await staff.post(`/promises/${id}/replace`, { amount: '1.00', promised_on: '2026-03-10' })).status, 409);
  await staff.must(200, 'POST', `/promises/${next.ids[1]}/cancel`, { reason: 'cannot pay', whole_plan: true });
  for (const part of next.ids) assert.equal((await promised(part)).state, 'cancelled');
  await company.live('2026-03-12');
  assert.deepEqual(await it.customer.sent(), ['r2'], 'nothing holds any more');
});

test('the page of promises has what wants a person first, and its figures add up', async () => {
  const all = await staff.all('/promises?view=all');
  const attention = await staff.all('/promises?limit=2');
  const { views, sums } = await staff.must(200, 'GET', '/promises/summary');
  assert.equal(all.length, views.all);
  assert.equal(attention.length, views.attention);
  const rank = (p) => (p.state === 'broken' || p.state === 'partly' ? (p.settled ? 3 : 0) : p.state === 'open' ? 1 : p.state === 'kept' ? 3 : 4);
  const ranks = all.map(rank);
  assert.deepEqual(ranks, [...ranks].sort(), 'broken, to come, over, cancelled');
  assert.ok(attention.every((p) => rank(p) < 2));
  for (const view of ['due', 'broken', 'open', 'kept']) {
    const rows = await staff.all(`/promises?view=${view}`);
    assert.equal(rows.length, views[view], view);
  }
  const cents = (rows) => rows.reduce((sum, p) => sum + Math.round((Number(p.amount.amount) - Number(p.kept.amount)) * 100), 0);
  assert.equal(Math.round(Number(sums.find((s) => s.currency === 'EUR').broken) * 100), cents(await staff.all('/promises?view=broken')));
  assert.equal((await staff.get('/promises/1')).status, 404);
});
