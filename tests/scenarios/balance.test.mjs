// Payments, credits, instalments, promises and disputes: what is still asked for.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Company, day } from './kit.mjs';

const DUE = '2026-03-01';
let company;
before(async () => { company = await Company.start(); });
after(() => company?.stop());

async function portalOf(customer) {
  const link = await company.staff.must(201, 'POST', `/customers/${customer.id}/portal-links`, { scope: 'account' });
  return company.stack.portal(link.url);
}

test('S10 after a partial payment the reminder and the portal ask for the rest', async () => {
  const customer = await company.customer();
  const invoice = await customer.invoice('1000.00', DUE);
  await company.live(day(DUE, 3));
  company.at(day(DUE, 5), '10:00');
  await customer.pay(invoice, '400.00', day(DUE, 5));
  await company.live(day(DUE, 10));
  assert.deepEqual(await customer.sent(), ['r1', 'r2']);
  const [first, second] = await customer.outbox();
  assert.deepEqual([first.total, second.total], ['1000.00', '600.00']);
  assert.ok(customer.mails()[1].text.includes('€600.00'));
  assert.ok(second.lines.every((l) => l.open === '600.00'));
  const portal = await portalOf(customer);
  const { balances } = await portal.must(200, 'GET', '/summary');
  assert.deepEqual(balances.map((b) => [b.currency, b.open, b.overdue]), [['EUR', '600.00', '600.00']]);
  assert.deepEqual((await portal.all('/invoices')).map((i) => [i.number, i.open]), [[invoice.number, '600.00']]);
  const history = (await customer.timeline()).filter((a) => a.kind === 'mail_sent');
  assert.equal(history.length, 2);
});

test('S11 a credit note that is allocated clears the case within the same event', async () => {
  const customer = await company.customer();
  const invoice = await customer.invoice('500.00', DUE);
  company.at(day(DUE, 3));
  await company.evaluate();
  assert.deepEqual((await customer.outbox()).map((m) => m.state), ['planned']);
  const credit = await customer.creditNote('500.00', day(DUE, 3));
  assert.equal((await customer.worklistRow()).overdue, '500.00');
  await customer.allocate(credit, invoice, '500.00', day(DUE, 3));
  // no evaluation in between: the same event that settles clears everything
  assert.deepEqual((await customer.outbox()).map((m) => [m.state, m.reason]), [['cancelled', 'settled']]);
  assert.equal(await customer.worklistRow(), null);
  assert.deepEqual(await customer.items(), []);
  const portal = await portalOf(customer);
  const { balances } = await portal.must(200, 'GET', '/summary');
  assert.ok(balances.every((b) => b.open === '0.00' && b.overdue === '0.00'), JSON.stringify(balances));
  await company.evaluate();
  assert.deepEqual((await customer.outbox()).map((m) => [m.state, m.reason]), [['cancelled', 'settled']]);
  assert.equal(await customer.worklistRow(), null);
  assert.equal((await customer.why()).next, null);
  company.at(day(DUE, 3), '09:00');
  await company.deliver();
  assert.deepEqual(customer.mails(), []);
});

test('S12 a credit that covers what is overdue makes a task instead of a reminder', async () => {
  const customer = await company.customer();
  await customer.invoice('1000.00', DUE);
  await customer.creditNote('1000.00', day(DUE, 2));
  await company.live(day(DUE, 10));
  assert.deepEqual(await customer.outbox(), []);
  assert.deepEqual((await customer.tasks()).map((t) => t.kind), ['apply_credit']);
  const why = await customer.why();
  assert.equal(why.first_guard.name, 'net_zero');
  const row = await customer.worklistRow();
  assert.deepEqual([row.b1, row.unapplied, row.open], ['1000.00', '1000.00', '1000.00']);
});

test('S15 of an invoice in two halves only the one that is overdue is reminded', async () => {
  const customer = await company.customer();
  const issued = DUE;
  await customer.invoice('1000.00', day(issued, 14), {
    issued_on: issued,
    due_on: undefined,
    instalments: [{ due_on: day(issued, 14), amount: '500.00' }, { due_on: day(issued, 30), amount: '500.00' }],
  });
  await company.live(day(issued, 17));
  assert.deepEqual(await customer.sent(), ['r1']);
  const [message] = await customer.outbox();
  assert.equal(message.total, '500.00');
  const [mail] = customer.mails();
  assert.ok(mail.text.includes('€500.00'));
  assert.ok(!mail.text.includes('€1,000.00'));
  const row = await customer.worklistRow();
  assert.deepEqual([row.overdue, row.not_due], ['500.00', '500.00']);
});

// -- promises ------------------------------------------------------------------

/** A customer with 1,000.00 overdue who promised it for day 8 after the due date. */
async function promising() {
  const customer = await company.customer();
  const invoice = await customer.invoice('1000.00', DUE);
  company.at(day(DUE, 2), '10:00');
  const [item] = await customer.items();
  const { id } = await company.staff.must(201, 'POST', `/customers/${customer.id}/promises`, {
    case_id: await customer.caseId(), amount: '1000.00', promised_on: day(DUE, 8), item_ids: [item.id],
  });
  const state = async () => (await company.stack.sql(`SELECT state, kept_minor FROM promise_state WHERE promise_id = ${id}`))[0];
  const [{ judged }] = await company.stack.sql(`SELECT judged_on AS judged FROM promise WHERE id = ${id}`);
  return { customer, invoice, state, judged };
}

test('promise_holds_while_open', async () => {
  const { customer, state, judged } = await promising();
  await company.liveThrough(day(DUE, 3), judged);
  assert.equal((await state()).state, 'open');
  assert.deepEqual(await customer.outbox(), []);
  assert.equal((await customer.why()).first_guard.name, 'promise');
});

test('promise_kept', async () => {
  const { customer, invoice, state, judged } = await promising();
  await company.live(day(DUE, 3));
  company.at(day(DUE, 8), '10:00');
  await customer.pay(invoice, '1000.00', day(DUE, 8));
  await company.liveThrough(day(DUE, 9), day(judged, 2));
  assert.deepEqual(await state(), { state: 'kept', kept_minor: '100000' });
  assert.deepEqual(await customer.outbox(), []);
  assert.deepEqual(await customer.tasks(), []);
});

test('promise_partly', async () => {
  const { customer, invoice, state, judged } = await promising();
  await company.live(day(DUE, 3));
  company.at(day(DUE, 8), '10:00');
  await customer.pay(invoice, '300.00', day(DUE, 8));
  await company.live(judged);
  assert.equal((await state()).state, 'open');
  await company.live(day(judged, 1));
  assert.deepEqual(await state(), { state: 'partly', kept_minor: '30000' });
  assert.deepEqual((await customer.tasks()).map((t) => t.kind), ['broken_promise']);
});

test('promise_broken', async () => {
  const { customer, state, judged } = await promising();
  await company.liveThrough(day(DUE, 3), judged);
  await company.live(day(judged, 1));
  assert.deepEqual(await state(), { state: 'broken', kept_minor: '0' });
  const row = await customer.worklistRow();
  assert.deepEqual([row.status, row.exception], ['promise_broken', true]);
  assert.deepEqual((await customer.tasks()).map((t) => t.kind), ['broken_promise']);
  await company.liveThrough(day(judged, 2), day(DUE, 12));
  assert.equal((await customer.sent()).length, 1);
});

test('promise_kept_after_reversal', async () => {
  const { customer, invoice, state, judged } = await promising();
  await company.live(day(DUE, 3));
  company.at(day(DUE, 8), '10:00');
  const payment = await customer.payment('1000.00', day(DUE, 8));
  const allocation = await customer.allocate(payment, invoice, '1000.00', day(DUE, 8));
  await company.live(day(judged, 1));
  assert.deepEqual(await state(), { state: 'kept', kept_minor: '100000' });
  company.at(day(judged, 3), '10:00');
  await customer.returned(payment, allocation, day(judged, 3));
  await company.live(day(judged, 4));
  assert.deepEqual(await state(), { state: 'broken', kept_minor: '0' });
  assert.deepEqual((await customer.items()).map((i) => i.open), ['1000.00']);
});

// -- disputes and returns ----------------------------------------------------------

test('only_the_disputed_part_is_held', async () => {
  const customer = await company.customer();
  await customer.invoice('1000.00', DUE);
  company.at(day(DUE, 2), '10:00');
  const [item] = await customer.items();
  await company.staff.must(201, 'POST', `/items/${item.id}/disputes`, { amount: '300.00', reason_code: 'quality' });
  await company.live(day(DUE, 3));
  const [message] = await customer.outbox();
  assert.deepEqual([message.step, message.state, message.total], ['r1', 'handed_over', '700.00']);
  assert.ok(customer.mails()[0].text.includes('€700.00'));
  company.at(day(DUE, 4), '10:00');
  await company.staff.must(201, 'POST', `/items/${item.id}/disputes`, { amount: '700.00', reason_code: 'quality' });
  await company.live(day(DUE, 10));
  assert.deepEqual(await customer.sent(), ['r1']);
  assert.equal((await customer.why()).first_guard.name, 'dispute');
});

test('returned_payment_resumes', async () => {
  const customer = await company.customer();
  const invoice = await customer.invoice('1000.00', DUE);
  await company.live(day(DUE, 3));
  company.at(day(DUE, 5), '10:00');
  const payment = await customer.payment('1000.00', day(DUE, 5));
  const allocation = await customer.allocate(payment, invoice, '1000.00', day(DUE, 5));
  await company.live(day(DUE, 6));
  assert.deepEqual(await customer.items(), []);
  company.at(day(DUE, 8), '10:00');
  await customer.returned(payment, allocation, day(DUE, 8));
  const [item] = await customer.items();
  assert.deepEqual([item.open, item.due_on, item.days_late], ['1000.00', DUE, 8]);
  await company.liveThrough(day(DUE, 9), day(DUE, 11));
  const sent = (await customer.outbox()).filter((m) => m.state === 'handed_over');
  assert.deepEqual(sent.map((m) => m.step), ['r1', 'r2']);
});
