// When a reminder goes out, how often, and what stops it on the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Company, day } from './kit.mjs';

let company;
before(async () => { company = await Company.start(); });
after(() => company?.stop());

test('S03 the fee of a step is claimed once, however often the engine runs', async () => {
  const customer = await company.customer();
  await customer.invoice('1000.00', '2026-03-01');
  const balance = async () => (await customer.items()).map((i) => [i.kind, i.open]).sort();
  for (const on of ['2026-03-04', '2026-03-11']) await company.live(on);
  assert.deepEqual(await balance(), [['invoice', '1000.00']]);
  for (let hour = 0; hour < 24; hour++) {
    company.at('2026-03-21', `${String(hour).padStart(2, '0')}:00`);
    await company.evaluate();
    if (hour === 9) await company.deliver();
  }
  const claimed = [['fee', '100.00'], ['invoice', '1000.00']];
  assert.deepEqual(await balance(), claimed);
  await company.liveThrough('2026-03-22', '2026-04-08');
  assert.deepEqual(await balance(), claimed);
  assert.equal((await customer.worklistRow()).open, '1100.00');
  assert.deepEqual(await customer.sent(), ['r1', 'r2', 'r3']);
});

test('S04 after an outage the latest step goes out once and the missed one is logged', async () => {
  const customer = await company.customer();
  const invoice = await customer.invoice('1000.00', '2026-03-01');
  company.at('2026-03-02');
  await company.evaluate();
  await company.live('2026-03-13');
  assert.deepEqual(await customer.sent(), ['r2']);
  const [message] = await customer.outbox();
  const [decision] = await company.stack.sql(`SELECT proposals FROM decision WHERE id = ${message.decision.id}`);
  assert.deepEqual(JSON.parse(decision.proposals).skipped.map((s) => [s.step, s.day, s.reason]), [['r1', '2026-03-04', 'missed']]);
  const why = await customer.why();
  const stand = (step) => why.steps.find((s) => s.step === step).instalments.find((i) => i.number === invoice.number);
  assert.deepEqual([stand('r1').outcome, stand('r2').outcome, stand('r3').outcome], ['passed', 'taken', 'future']);
  assert.deepEqual(why.next, { step: 'r3', on: '2026-03-21' });
  await company.live('2026-03-14');
  assert.deepEqual(await customer.sent(), ['r2']);
});

test('S05 a strategy that is enabled late starts with its first step', async () => {
  await company.activateVariant('late', 'late', (text) => text.replace(/steps = \{[^]*\n {3}\},/,
    'steps = { step { id = "call", at = after_due(300), task = "call" } },'));
  const due = '2026-03-01';
  const customer = await company.customer('LATE');
  await customer.invoice('1000.00', due);
  await company.liveThrough(day(due, 1), day(due, 5));
  assert.deepEqual(await customer.outbox(), []);
  company.at(day(due, 6), '00:01');
  await company.activateVariant('late', 'late');
  await company.live(day(due, 6));
  assert.deepEqual(await customer.sent(), ['r1']);
  assert.deepEqual((await customer.why()).next, { step: 'r2', on: day(due, 11) });
  await company.liveThrough(day(due, 7), day(due, 10));
  assert.deepEqual(await customer.sent(), ['r1']);
  await company.live(day(due, 11));
  assert.deepEqual(await customer.sent(), ['r1', 'r2']);
});

test('S08 a payment that comes after the reminder was planned stops it', async () => {
  const customer = await company.customer();
  const invoice = await customer.invoice('1000.00', '2026-03-01');
  company.at('2026-03-04');
  await company.evaluate();
  assert.deepEqual((await customer.outbox()).map((m) => [m.state, m.not_before]), [['planned', '2026-03-04T07:00:00.000Z']]);
  company.at('2026-03-04', '07:59');
  await customer.pay(invoice, '1000.00', '2026-03-04');
  company.at('2026-03-04', '08:00');
  await company.evaluate();
  await company.deliver();
  assert.deepEqual((await customer.outbox()).map((m) => [m.state, m.reason]), [['cancelled', 'settled']]);
  assert.deepEqual(customer.mails(), []);
});

test('S13 a letter goes on with what is left of it, in whatever order it is written', async () => {
  const amounts = { A: '300.00', B: '200.00', C: '100.00' };
  const orders = ['ABC', 'CBA', 'BCA'];
  const customers = await company.customers(orders.map(() => ({})));
  const invoices = [];
  for (const [i, order] of orders.entries()) {
    const made = {};
    for (const name of order) made[name] = await customers[i].invoice(amounts[name], '2026-03-01', { number: name });
    invoices.push(made);
  }
  const lines = async (customer, step) => (await customer.outbox()).find((m) => m.step === step).lines
    .map((l) => [l.number, l.open]).sort();
  await company.live('2026-03-04');
  for (const [i, customer] of customers.entries()) {
    assert.deepEqual(await lines(customer, 'r1'), [['A', '300.00'], ['B', '200.00'], ['C', '100.00']]);
    await customer.pay(invoices[i].C, '100.00', '2026-03-05');
  }
  await company.live('2026-03-11');
  for (const customer of customers) {
    assert.deepEqual(await lines(customer, 'r2'), [['A', '300.00'], ['B', '200.00']]);
    const [, mail] = customer.mails();
    assert.match(mail.text, /€500\.00/);
    assert.deepEqual((await customer.items()).map((i) => i.number).sort(), ['A', 'B']);
  }
});

test('S14 each line of a reminder asks for its own residual', async () => {
  const customer = await company.customer();
  await customer.invoice('100.00', '2026-03-01');
  const second = await customer.invoice('900.00', '2026-03-01');
  await customer.pay(second, '650.00', '2026-03-02');
  await company.live('2026-03-04');
  const [message] = await customer.outbox();
  assert.deepEqual(message.lines.map((l) => l.open).sort(), ['100.00', '250.00']);
  assert.equal(message.total, '350.00');
  const [mail] = customer.mails();
  for (const amount of ['€100.00', '€250.00', '€350.00']) assert.ok(mail.text.includes(amount), amount);
});

test('a third step goes by letter: nobody mails it, and the next step waits until it was posted', async () => {
  await company.activateVariant('by-letter', 'letter', (text) => text.replace('send = "final_notice",', 'send = "final_notice", channel = "letter",')
    .replace('step { id = "call", at = after_due(30), task = "call" }', 'step { id = "r4", at = after_due(26), send = "final_notice" }'));
  const customer = await company.customer('LETTER');
  const [{ id }] = await company.stack.sql(`SELECT id FROM customer WHERE id = ${customer.id}`);
  await company.stack.mysql(`INSERT INTO address (id, customer_id, kind, line1, postcode, city, country, known_from)
    VALUES (${id}, ${id}, 'billing', '4 Mill Lane', '8001', 'Zürich', 'CH', '2026-01-01')`);
  await customer.invoice('1000.00', '2026-03-01');
  await company.liveThrough('2026-03-02', '2026-03-20');
  assert.deepEqual(await customer.sent(), ['r1', 'r2']);
  await company.liveThrough('2026-03-21', '2026-03-29');
  const third = (await customer.outbox()).find((m) => m.step === 'r3');
  assert.deepEqual([third.channel, third.state], ['letter', 'planned']);
  assert.deepEqual(await customer.sent(), ['r1', 'r2'], 'r4 was due on the 27th and waits for the letter');
  assert.equal(customer.mails().length, 2);
  const batch = await company.staff.must(201, 'POST', '/letter-batches', {});
  await company.staff.must(200, 'POST', `/letter-batches/${batch.id}/posted`, { on: '2026-03-29' });
  assert.deepEqual((await customer.items()).map((i) => [i.kind, i.open]).sort(), [['fee', '100.00'], ['invoice', '1000.00']], 'its fee counts from the post');
  await company.liveThrough('2026-03-30', '2026-04-02');
  assert.deepEqual(await customer.sent(), ['r1', 'r2', 'r3'], 'the gap counts from the day it was posted');
  await company.live('2026-04-03');
  assert.deepEqual((await customer.sent()).sort(), ['r1', 'r2', 'r3', 'r4']);
});
