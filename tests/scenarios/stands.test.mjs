// The tables of promises and disputes: what people say, what it holds, and what becomes of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addUser } from '../api/fixture.mjs';
import { Company } from './kit.mjs';

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

/** Somebody of that role, signed in. */
const colleagues = new Map();
async function colleague(name, role) {
  if (!colleagues.has(name)) colleagues.set(name, await company.stack.login(await addUser(company.stack, `${name}@example.com`, '--role', role)));
  return colleagues.get(name);
}

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
    instalments: [{ amount: '400.00', promised_on: '2026-03-20' }, { amount: '600.00', promised_on: '2026-04-20' }],
  });
  const old = await promised(id);
  assert.deepEqual([old.state, old.cancel_reason], ['cancelled', 'replaced by another']);
  assert.equal((await promised(next.id)).replaces_id, id);
  assert.equal((await promised(next.ids[1])).item_numbers, it.invoice.number, 'for the same invoice');
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

// -- disputes -----------------------------------------------------------------

const dispute = ({ item }, body) => staff.must(201, 'POST', `/items/${item.id}/disputes`, { reason_code: 'price', ...body });
const disputed = (id) => staff.must(200, 'GET', `/disputes/${id}`);
const resolve = (id, resolution, more = {}) => staff.must(200, 'POST', `/disputes/${id}/resolve`, { resolution, ...more });

test('dispute: only the disputed part is held, the rest is asked for', async () => {
  const it = await owing();
  await dispute(it, { amount: '300.00' });
  await company.live('2026-03-06');
  const [mail] = await it.customer.outbox();
  assert.equal(mail.total, '700.00');
  const row = await it.customer.worklistRow();
  assert.deepEqual([row.disputed, row.status], ['300.00', 'overdue']);
});

for (const [resolution, task] of [['credit', 'issue_credit'], ['rebill', 'rebill'], ['write_off', 'write_off'], ['reject', null], ['withdrawn', null]]) {
  test(`dispute: resolved by ${resolution} it holds ${task ? 'until the ledger has it, which is a task' : 'nothing'}`, async () => {
    const it = await owing('500.00');
    const { id } = await dispute(it, { amount: '500.00' });
    await company.live('2026-03-06');
    assert.deepEqual(await it.customer.sent(), [], 'all of it was held');
    assert.equal((await resolve(id, resolution, { note: 'looked at it' })).waits_for_approval, false);
    const row = await disputed(id);
    assert.deepEqual([row.state, row.resolution], ['closed', resolution]);
    assert.deepEqual(row.events.map((e) => e.kind), ['opened', 'resolved']);
    const tasks = await it.customer.tasks();
    assert.deepEqual(tasks.map((t) => t.kind), task ? [task] : []);
    if (task) {
      await company.live('2026-03-07');
      assert.deepEqual(await it.customer.sent(), [], 'a credit note that is still to come is no debt');
      await staff.must(200, 'POST', `/follow-ups/${tasks[0].id}/done`);
    }
    await company.live('2026-03-09');
    assert.equal((await it.customer.sent()).length, 1);
    assert.equal((await staff.post(`/disputes/${id}/resolve`, { resolution })).status, 409);
  });
}

test('dispute: above the limit a second person agrees; until then it holds and is an exception', async () => {
  const small = await dispute(await owing('900.00'), { amount: '900.00' });
  assert.equal((await resolve(small.id, 'credit')).waits_for_approval, false, 'up to the limit one person does');
  const it = await owing('1500.00');
  const { id } = await dispute(it, { amount: '1200.00' });
  company.at(TODAY, '09:05');
  assert.equal((await resolve(id, 'credit', { note: 'wrong price list' })).waits_for_approval, true);
  const waiting = await disputed(id);
  assert.deepEqual([waiting.state, waiting.waiting_on, waiting.asked.resolution], ['waits_for_approval', 'approval', 'credit']);
  assert.ok((await staff.all('/disputes?view=approval')).some((d) => d.id === id));
  assert.equal((await staff.post(`/disputes/${id}/resolve`, { resolution: 'reject' })).status, 409, 'one at a time');
  assert.equal((await staff.post(`/disputes/${id}/approve`)).status, 403, 'never by who asked');
  const collector = await colleague('cora', 'collector');
  assert.equal((await collector.post(`/disputes/${id}/approve`)).status, 403, 'nor by a collector');
  await night('2026-03-06');
  const { disputed: held, causes } = await it.customer.worklistRow();
  assert.deepEqual([held, causes.includes('approval')], ['1200.00', true]);
  const asks = (await it.customer.tasks()).find((t) => t.kind === 'approval' && t.decides.id === id && t.priority === 1);
  assert.equal((await staff.post(`/follow-ups/${asks.id}/done`, {})).status, 409, 'done is no answer');
  const manager = await colleague('max', 'manager');
  await manager.must(200, 'POST', `/disputes/${id}/refuse`, { note: 'show me the list' });
  assert.deepEqual([(await disputed(id)).state, (await it.customer.tasks()).some((t) => t.kind === 'approval')], ['open', false]);
  company.at('2026-03-06', '09:00');
  await resolve(id, 'credit');
  company.at('2026-03-06', '10:00');
  await manager.must(200, 'POST', `/disputes/${id}/approve`);
  const { state, resolution, asked, events } = await disputed(id);
  assert.deepEqual([state, resolution, asked], ['closed', 'credit', null]);
  assert.deepEqual(events.map((e) => e.kind), ['opened', 'asked', 'refused', 'asked', 'approved', 'resolved']);
  assert.equal((await resolve((await dispute(it, { amount: '1200.00' })).id, 'reject')).waits_for_approval, false, 'a rejection gives nothing away');
});

test('dispute: past its target it goes to a manager once; a moved target may pass again', async () => {
  const it = await owing();
  const { id } = await dispute(it, { amount: '100.00', reason_code: 'already_paid' });
  assert.equal((await disputed(id)).target_on, '2026-03-12', 'as many days as the reason says');
  await night('2026-03-12');
  assert.equal((await disputed(id)).escalated_at, null, 'the day itself is not past');
  await night('2026-03-13');
  await night('2026-03-14');
  const tasks = () => company.staff.all(`/follow-ups?state=all&customer_id=${it.customer.id}`);
  assert.equal((await tasks()).filter((t) => t.kind === 'dispute_target').length, 1);
  const [task] = (await tasks()).filter((t) => t.kind === 'dispute_target');
  assert.ok(task.assignee, 'somebody has it');
  assert.equal((await disputed(id)).days_past, 2);
  assert.ok((await staff.all('/disputes?view=past_target')).some((d) => d.id === id));
  await staff.must(200, 'POST', `/follow-ups/${task.id}/done`);
  await staff.must(200, 'PATCH', `/disputes/${id}`, { target_on: '2026-03-16' });
  assert.equal((await disputed(id)).escalated_at, null);
  await night('2026-03-17');
  assert.equal((await tasks()).filter((t) => t.kind === 'dispute_target').length, 2);
  assert.deepEqual((await disputed(id)).events.map((e) => e.kind), ['opened', 'escalated', 'changed', 'escalated']);
});

test('dispute: raised again it is a new one, and the old one stays', async () => {
  const it = await owing();
  const first = await dispute(it, { amount: '100.00' });
  await resolve(first.id, 'reject');
  const second = await dispute(it, { amount: '100.00' });
  assert.notEqual(first.id, second.id);
  assert.equal((await disputed(first.id)).resolution, 'reject');
  await night('2026-03-06');
  assert.equal((await it.customer.worklistRow()).disputed, '100.00');
});

const undo = (client, id) => client.post(`/disputes/${id}/undo`);
const refused = async (client, id, why) => {
  const { status, body } = await undo(client, id);
  assert.ok(status === 409 && body.type === '/problems/cannot-undo' && why.test(body.detail), `${status} ${body.detail}`);
};

test('dispute: opened by mistake it is withdrawn again, unless something was written about it', async () => {
  const it = await owing('500.00');
  const { id } = await dispute(it, { amount: '500.00' });
  company.at(TODAY, '09:05');
  await refused(await colleague('cora', 'collector'), id, /not yours/);
  assert.equal((await undo(staff, id)).status, 200);
  assert.equal((await disputed(id)).resolution, 'withdrawn');
  await company.live('2026-03-06');
  assert.equal((await it.customer.sent()).length, 1, 'it holds nothing');
  const other = await dispute(it, { amount: '100.00' });
  await staff.must(201, 'POST', `/disputes/${other.id}/messages`, { body: 'We look at it.' });
  await refused(staff, other.id, /was written/);
});

test('dispute: a change is taken back to what stood before, lines, target and words', async () => {
  const customer = await company.customer();
  company.at(TODAY, '09:00');
  await customer.invoice('1000.00', DUE, { lines: [{ description: 'Pumps', amount: '600.00' }, { description: 'Valves', amount: '400.00' }] });
  const [item] = await customer.items();
  const { id } = await staff.must(201, 'POST', `/items/${item.id}/disputes`, { reason_code: 'quality', detail: 'Rust', lines: [{ line_no: 1, amount: '100.00' }, { line_no: 2, amount: '50.00' }] });
  const was = await disputed(id);
  await staff.must(200, 'PATCH', `/disputes/${id}`, { lines: [{ line_no: 2, amount: '20.00' }], reason_code: 'price', detail: 'Price', waiting_on: 'customer', target_on: '2026-04-30' });
  assert.equal((await undo(staff, id)).status, 200);
  const is = await disputed(id);
  for (const key of ['amount', 'lines', 'reason_code', 'detail', 'waiting_on', 'target_on', 'owner']) assert.deepEqual(is[key], was[key], key);
  company.at(TODAY, '09:15');
  await staff.must(200, 'PATCH', `/disputes/${id}`, { lines: [{ line_no: 2, amount: '20.00' }] });
  await staff.must(201, 'POST', `/items/${item.id}/disputes`, { reason_code: 'quality', amount: '980.00' });
  await refused(staff, id, /not open any more/);
  assert.equal((await disputed(id)).amount.amount, '20.00');
});

test('dispute: resolved and taken back it is open again, its task is cancelled, and the past stays as it was', async () => {
  const it = await owing('500.00');
  const { id } = await dispute(it, { amount: '500.00' });
  company.at(TODAY, '09:05');
  await resolve(id, 'credit');
  company.at(TODAY, '09:10');
  assert.equal((await undo(staff, id)).status, 200);
  const row = await disputed(id);
  assert.deepEqual([row.state, row.resolution, row.events.map((e) => e.kind)], ['open', null, ['opened', 'resolved', 'reopened']]);
  assert.deepEqual(await it.customer.tasks(), [], 'nothing is left to be written into the ledger');
  await company.live('2026-03-06');
  assert.deepEqual(await it.customer.sent(), [], 'it holds as before');
  const past = () => company.stack.sql(`SELECT amount_minor FROM dispute_past WHERE dispute_id = ${id} ORDER BY known_to`);
  assert.deepEqual(await past(), [], 'the task held it meanwhile: nothing was free');
  company.at('2026-03-06', '10:00');
  await resolve(id, 'reject');
  company.at('2026-03-06', '10:05');
  assert.equal((await undo(staff, id)).status, 200);
  assert.deepEqual((await past()).map((p) => p.amount_minor), ['50000', '0'], 'it was disputed, then not, then again');
  assert.equal((await undo(staff, id)).status, 409, 'once');
  company.at('2026-03-06', '10:10');
  await resolve(id, 'credit');
  await staff.must(200, 'POST', `/follow-ups/${(await it.customer.tasks())[0].id}/done`);
  await refused(staff, id, /ledger/);
});

test('dispute: what a resolution has led to is not taken back: a mail that left, a second person, a day', async () => {
  const it = await owing('500.00');
  const { id } = await dispute(it, { amount: '500.00' });
  company.at(TODAY, '20:00');
  await resolve(id, 'reject');
  await company.live('2026-03-06');
  assert.equal((await it.customer.sent()).length, 1);
  await refused(staff, id, /has left/);
  const big = await owing('1500.00');
  const asked = await dispute(big, { amount: '1200.00' });
  company.at('2026-03-06', '15:00');
  await resolve(asked.id, 'credit');
  assert.equal((await undo(staff, asked.id)).status, 200, 'what waits is taken back');
  assert.deepEqual([(await disputed(asked.id)).state, (await big.customer.tasks()).length], ['open', 0]);
  company.at('2026-03-06', '15:10');
  await resolve(asked.id, 'credit');
  company.at('2026-03-06', '15:15');
  await (await colleague('max', 'manager')).must(200, 'POST', `/disputes/${asked.id}/approve`);
  await refused(await colleague('max', 'manager'), asked.id, /second person/);
  const late = await dispute(await owing('500.00'), { amount: '10.00' });
  company.at('2026-03-07', '09:00');
  await refused(staff, late.id, /a day ago/);
});

test('dispute: a payment under it comes and is returned, and the disputed part stays as it was', async () => {
  const it = await owing();
  const { id } = await dispute(it, { amount: '400.00' });
  const payment = await it.customer.payment('600.00', '2026-03-06');
  const match = await it.customer.allocate(payment, it.invoice, '600.00', '2026-03-06');
  await company.live('2026-03-09');
  assert.deepEqual(await it.customer.sent(), [], 'what is left is disputed');
  await it.customer.returned(payment, match, '2026-03-10');
  await company.live('2026-03-11');
  const row = await it.customer.worklistRow();
  assert.deepEqual([row.open, row.disputed], ['1000.00', '400.00']);
  assert.equal((await it.customer.outbox())[0].total, '600.00');
  assert.equal((await disputed(id)).amount.amount, '400.00');
});

test('dispute: by lines it is what they come to, and no line beyond what it is', async () => {
  const customer = await company.customer();
  company.at(TODAY, '09:00');
  await customer.invoice('1190.00', DUE, { lines: [
    { description: 'Pumps', amount: '600.00', tax: '114.00' },
    { description: 'Valves', amount: '400.00', tax: '76.00' },
  ] });
  const [item] = await customer.items();
  const lines = await staff.all(`/items/${item.id}/lines`);
  assert.deepEqual(lines.map((l) => [l.description, l.amount.amount]), [['Pumps', '714.00'], ['Valves', '476.00']]);
  const open = (body) => staff.post(`/items/${item.id}/disputes`, { reason_code: 'quality', ...body });
  for (const wrong of [
    { lines: [{ line_no: 9, amount: '1.00' }] }, { lines: [{ line_no: 1, amount: '714.01' }] },
    { lines: [{ line_no: 1, amount: '1.00' }, { line_no: 1, amount: '1.00' }] },
    { amount: '10.00', lines: [{ line_no: 1, amount: '9.00' }] }, {},
  ]) assert.equal((await open(wrong)).status, 422, JSON.stringify(wrong));
  const { body: { id } } = await open({ lines: [{ line_no: 1, amount: '100.00' }, { line_no: 2, amount: '50.00' }] });
  const row = await disputed(id);
  assert.equal(row.amount.amount, '150.00');
  assert.deepEqual(row.lines.map((l) => [l.line_no, l.disputed.amount]), [[1, '100.00'], [2, '50.00']]);
  await company.live('2026-03-06');
  assert.equal((await customer.outbox())[0].total, '1040.00');
  assert.equal((await staff.patch(`/disputes/${id}`, { amount: '10.00' })).status, 422, 'an amount without its lines');
  await staff.must(200, 'PATCH', `/disputes/${id}`, { lines: [{ line_no: 2, amount: '20.00' }] });
  assert.deepEqual((await disputed(id)).lines.map((l) => [l.line_no, l.disputed.amount]), [[2, '20.00']]);
});

test('dispute: a deduction is what a payment left out', async () => {
  const it = await owing();
  const early = await staff.post(`/items/${it.item.id}/disputes`, { kind: 'deduction', reason_code: 'discount_taken' });
  assert.equal(early.status, 422, 'nothing was paid of it yet');
  await it.customer.pay(it.invoice, '970.00', '2026-03-05');
  const { id } = await dispute(it, { kind: 'deduction', reason_code: 'discount_taken' });
  const row = await disputed(id);
  assert.deepEqual([row.kind, row.amount.amount, row.target_on], ['deduction', '30.00', '2026-03-12']);
  assert.equal((await staff.post(`/items/${it.item.id}/disputes`, { amount: '1.00', reason_code: 'freight' })).status, 422, 'a reason of deductions alone');
  await company.live('2026-03-09');
  assert.deepEqual(await it.customer.sent(), []);
});

test('dispute: its owner is by rule, the most specific first; changes are events, and the past keeps its amount', async () => {
  const [de, any] = [await colleague('quality', 'collector'), await colleague('desk', 'collector')];
  const idOf = async (client) => (await client.must(200, 'GET', '/session')).user.id;
  const [deId, anyId] = [await idOf(de), await idOf(any)];
  await staff.must(204, 'PUT', '/dispute-rules', { rules: [{ owner_id: anyId }, { reason_code: 'quality', division: 'ZH', owner_id: deId }] });
  const it = await owing();
  const one = await dispute(it, { amount: '10.00', reason_code: 'quality' });
  const two = await dispute(it, { amount: '10.00', reason_code: 'price' });
  assert.equal((await disputed(one.id)).owner.id, deId);
  assert.equal((await disputed(two.id)).owner.id, anyId);
  assert.deepEqual((await de.all('/disputes?view=mine')).map((d) => d.id), [one.id]);
  for (const rules of [[{ owner_id: '1' }], [{ owner_id: anyId, division: 'XX' }], [{ owner_id: anyId, reason_code: 'mood' }], [{ owner_id: anyId }, { owner_id: deId }]]) {
    assert.equal((await staff.put('/dispute-rules', { rules })).status, 422, JSON.stringify(rules));
  }
  assert.equal((await staff.all('/dispute-rules')).length, 2, 'what was refused changed nothing');
  company.at('2026-03-09', '10:00');
  const etag = (await disputed(one.id)).version;
  await staff.must(200, 'PATCH', `/disputes/${one.id}`, { amount: '25.00', owner_id: anyId, waiting_on: 'customer', target_on: '2026-04-01' }, { 'if-match': `"${etag}"` });
  assert.equal((await staff.patch(`/disputes/${one.id}`, { amount: '5.00' }, { 'if-match': `"${etag}"` })).status, 412);
  const row = await disputed(one.id);
  assert.deepEqual([row.amount.amount, row.owner.id, row.waiting_on, row.target_on], ['25.00', anyId, 'customer', '2026-04-01']);
  assert.equal(row.events.at(-1).detail.before.amount, '10.00');
  await night('2026-03-12');
  const [then] = await company.stack.sql(`SELECT COALESCE(h.amount_minor, d.amount_minor) AS minor FROM dispute d
    LEFT JOIN dispute_past h ON h.dispute_id = d.id AND h.known_to > '2026-03-08' WHERE d.id = ${one.id}`);
  assert.equal(then.minor, '1000', 'what a snapshot of the day before reads');
});

test('disputes: figures of the page, reasons in three languages, cycle times', async () => {
  const { views, waiting_on: waiting, cycle, sums } = await staff.must(200, 'GET', '/disputes/summary');
  const all = await staff.all('/disputes?view=open&limit=3');
  assert.equal(all.length, views.open);
  assert.equal(waiting.us + waiting.customer + waiting.approval, views.open);
  assert.deepEqual(all.map((d) => d.opened_on), all.map((d) => d.opened_on).sort(), 'the oldest first');
  assert.equal(sums.reduce((n, s) => n + s.week + s.fortnight + s.month + s.longer, 0), views.open);
  const closed = await staff.all('/disputes?view=closed');
  assert.equal(cycle.closed, closed.length);
  assert.ok(Number(cycle.median_days) <= Number(cycle.p90_days));
  const reasons = await staff.all('/dispute-reasons');
  assert.ok(reasons.every((r) => r.en && r.de && r.fr && r.target_days > 0));
  await staff.must(204, 'PUT', '/dispute-reasons/rebate', { kind: 'deduction', en: 'Rebate', de: 'Rabatt', fr: 'Rabais', target_days: 30, active: false });
  const it = await owing();
  assert.equal((await staff.post(`/items/${it.item.id}/disputes`, { amount: '1.00', reason_code: 'rebate' })).status, 422, 'not offered');
  assert.equal((await staff.put('/dispute-reasons/Two Words', { kind: 'both', en: 'a', de: 'b', fr: 'c', target_days: 1 })).status, 422);
});

test('E5 an internal note on a dispute never appears in any portal payload, a message does', async () => {
  const it = await owing();
  const { id } = await dispute(it, { amount: '10.00', detail: 'the customer says so' });
  const secret = 'zebra-internal-word';
  await staff.must(201, 'POST', `/disputes/${id}/notes`, { body: `${secret}: they are near insolvency` });
  await staff.must(201, 'POST', `/customers/${it.customer.id}/notes`, { body: `${secret} too`, item_id: it.item.id });
  await staff.must(201, 'POST', `/disputes/${id}/messages`, { body: 'visible-word: please send the delivery note' });
  assert.deepEqual((await disputed(id)).notes.map((n) => n.body.slice(0, secret.length)), [secret]);
  assert.equal((await disputed(id)).messages.length, 1);
  const link = await staff.must(201, 'POST', `/customers/${it.customer.id}/portal-links`, { scope: 'account' });
  const portal = await company.stack.portal(link.url);
  const doc = await (await fetch(`${company.stack.url}/api/openapi.json`)).json();
  let seen = '';
  const routes = Object.entries(doc.paths).filter(([path, on]) => path.startsWith('/api/portal/v1/') && on.get);
  assert.ok(routes.length >= 6);
  for (const [path] of routes) {
    for (const ref of [it.item.id, id, it.customer.id]) {
      const got = await portal.get(path.replace('/api/portal/v1', '').replace(/\{[^}]+\}/g, ref));
      seen += JSON.stringify(got.body ?? '') + (got.text ?? '');
    }
  }
  assert.ok(seen.includes('visible-word'), 'the payloads were read');
  assert.ok(!seen.includes(secret));
});
