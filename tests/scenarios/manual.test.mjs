// What a person writes: it counts as a contact, and passes the guards of the engine.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Company, day } from './kit.mjs';

const TODAY = '2026-03-10';
let company;
before(async () => { company = await Company.start(); });
after(() => company?.stop());

/** Writes to the customer about these invoices. */
async function write(customer, invoices, more = {}) {
  const items = await customer.items();
  const ids = invoices.map((i) => items.find((row) => row.number === i.number).id);
  return company.staff.must(201, 'POST', `/customers/${customer.id}/mail`,
    { case_id: await customer.caseId(), item_ids: ids, template: 'reminder_first', ...more });
}

test('S07 what a person mails today keeps the engine quiet for the gap', async () => {
  company.at(TODAY, '09:00');
  const customer = await company.customer();
  const invoice = await customer.invoice('1000.00', day(TODAY, -1), { issued_on: TODAY });
  company.at(TODAY, '17:00');
  const { id } = await write(customer, [invoice]);
  company.at(TODAY, '17:01');
  await company.deliver();
  const [mine] = await customer.outbox();
  assert.deepEqual([mine.id, mine.kind, mine.state, mine.total], [id, 'manual', 'handed_over', '1000.00']);
  assert.equal(customer.mails().length, 1);

  const automatic = async () => (await customer.outbox()).filter((m) => m.kind === 'overdue');
  company.at(day(TODAY, 1), '06:00');
  await company.evaluate();
  await company.deliver();
  assert.deepEqual(await automatic(), []);
  // R1 would be due two days from today; the gap of five days counts from what was written
  await company.liveThrough(day(TODAY, 2), day(TODAY, 4));
  assert.deepEqual(await automatic(), []);
  assert.equal((await customer.why()).first_guard.name, 'gap');
  await company.live(day(TODAY, 5));
  const [first] = await automatic();
  assert.deepEqual([first.step, first.state], ['r1', 'handed_over']);
  assert.ok(first.handed_at >= day(TODAY, 5), first.handed_at);
  assert.equal(customer.mails().length, 2);
});

test('S13 a message about A, B and C goes on with A and B, in whatever order they were chosen', async () => {
  const texts = [];
  for (const order of [[0, 1, 2], [2, 0, 1], [1, 2, 0]]) {
    company.at(TODAY, '09:00');
    const customer = await company.customer();
    const all = [];
    for (const [k, amount] of ['100.00', '250.00', '70.00'].entries()) all.push(await customer.invoice(amount, day(TODAY, k - 9)));
    await write(customer, order.map((k) => all[k]));
    await customer.pay(all[2], '70.00', TODAY);
    company.at(TODAY, '09:05');
    await company.deliver();
    const [message] = await customer.outbox();
    assert.deepEqual([message.state, message.total], ['handed_over', '350.00']);
    const [mail] = customer.mails();
    assert.ok(!mail.text.includes(all[2].number));
    texts.push(mail.text.replaceAll(all[0].number, 'A').replaceAll(all[1].number, 'B').replace(/\/p\/\S+/, '').replace(/Accounts of \S+/, ''));
  }
  assert.equal(new Set(texts).size, 1, texts.join('\n---\n'));
});

test('S14 lines of a message ask for 100.00 and 250.00, together 350.00', async () => {
  company.at(TODAY, '09:00');
  const customer = await company.customer();
  const small = await customer.invoice('300.00', day(TODAY, -3));
  const large = await customer.invoice('250.00', day(TODAY, 20));
  await customer.pay(small, '200.00', TODAY);
  await write(customer, [large, small], { template: undefined, subject: 'Your account', body: 'Hello,\nplease look at {{total}}.' });
  company.at(TODAY, '09:05');
  await company.deliver();
  const [message] = await customer.outbox();
  assert.deepEqual(message.lines.map((l) => [l.number, l.open]), [[small.number, '100.00'], [large.number, '250.00']]);
  assert.equal(message.total, '350.00');
  const [mail] = customer.mails();
  assert.match(mail.text, /please look at €350\.00\./);
  assert.match(mail.text, /€100\.00[^]*€250\.00[^]*Total: €350\.00/);
});
