// A transfer that a customer announces: nobody reminds of what it is for, for some working days;
// then reminders go on by themselves, and a person is asked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { insert } from './fixture.mjs';
import { Mailing } from './mailing.mjs';
import { IBAN, ledgerHolds, Payer, until } from './pay_kit.mjs';

const ANNOUNCED = '2026-03-03T09:00:00Z', REMINDED = '2026-03-04T12:00:00Z';
let post;

before(async () => {
  post = await Mailing.start();
  await post.stack.mysql(insert('setting', { name: 'company.iban', known_from: '2026-01-01', value: JSON.stringify(IBAN) }));
  post.stack.clock.set(ANNOUNCED);
  await post.stack.spawn('worker');
});
after(() => post?.stop());

async function announce(n, amount, deduction) {
  const c = await post.owe(n), payer = await Payer.enter(post.stack, post.admin, { scope: 'account', contact_id: String(c.customer + 50) }, c.customer);
  const made = await payer.start([amount ? { invoice_id: String(c.invoice), amount, deduction } : String(c.invoice)], { provider: 'transfer' });
  return { ...c, payer, made };
}
const first = async (c) => (await post.outbox(c)).find((o) => o.template === 'reminder_first');
const late = async (c) => (await post.tasks(c)).map((t) => t.title);
const why = async (c) => JSON.stringify(await post.admin.must(200, 'GET', `/customers/${c.customer}/why`));

test('announced, it holds the reminders of what it is for; not come, they go on and a person is asked once', async () => {
  const whole = await announce(61), part = await announce(62, '400.00'), given = await announce(63),
    explained = await announce(66, '970.00', { reason_code: 'discount_taken' });
  await given.payer.portal.must(200, 'POST', `/payment-intents/${given.made.id}/cancel`, {});
  post.stack.clock.set(REMINDED);
  await until(async () => (await first(part)) && (await first(given)), { ms: 20000, name: 'the reminders of the others' });
  assert.equal((await first(part)).total_minor, '60000', 'the rest is asked for');
  assert.equal(await first(explained), undefined, 'nor is a rest that the customer explained');
  await explained.payer.portal.must(200, 'POST', `/payment-intents/${explained.made.id}/cancel`, {});
  assert.match(await why(whole), /a transfer of it is announced, waited for until 2026-03-10/);
  post.stack.clock.set('2026-03-10T12:00:00Z');
  await post.touch(whole);
  await until(async () => (await post.stack.sql(`SELECT next_at FROM case_state WHERE id = ${whole.case}`))[0].next_at > '2026', { name: 'looked at' });
  assert.equal(await first(whole), undefined, 'five working days it is waited for');
  assert.deepEqual(await late(whole), []);
  post.stack.clock.set('2026-03-11T12:00:00Z');
  await until(async () => (await post.outbox(whole)).some((o) => o.template.startsWith('reminder')), { ms: 20000, name: 'the reminder' });
  const title = `The transfer ${whole.made.reference} over 1,000.00 EUR has not come: ask the customer`;
  await until(async () => (await late(whole)).includes(title), { name: 'the task' });
  await post.stack.mysql(`UPDATE follow_up SET state = 'done', ended_at = '2026-03-11' WHERE case_id = ${whole.case}`);
  post.stack.clock.set('2026-03-12T12:00:00Z');
  await until(async () => (await post.stack.sql("SELECT COUNT(*) AS n FROM payment_intent WHERE is_live = 1"))[0].n === '2');
  assert.deepEqual((await late(whole)).filter((t) => t === title), [title], 'asked once');
  await ledgerHolds(post.stack);
});

test('holidays of the division are no working days: over Easter it is waited for longer', async () => {
  // the 2nd of April is a Thursday; the 3rd, Good Friday, and the 6th, Easter Monday, are free in Germany
  post.stack.clock.set('2026-04-02T09:00:00Z');
  const easter = await announce(64);
  const holds = async (c) => (await post.stack.sql(`SELECT hold_until FROM payment_intent WHERE id = ${c.made.id}`))[0].hold_until;
  assert.equal(await holds(easter), '2026-04-13', 'the 7th, 8th, 9th and 10th, then a Monday');
  post.stack.clock.set('2026-04-10T12:00:00Z');
  await post.touch(easter);
  await until(async () => /waited for until 2026-04-13/.test(await why(easter)), { name: 'the reason' });
  assert.equal(await late(easter).then((l) => l.length), 0);
  await post.admin.must(204, 'PUT', '/api/admin/v1/settings', { values: { transfer_hold_days: '0' } });
  const none = await announce(65);
  assert.equal(await holds(none), null, 'the company holds none');
  await post.admin.must(204, 'PUT', '/api/admin/v1/settings', { values: { transfer_hold_days: null } });
  assert.equal(await holds(easter), '2026-04-13', 'what was announced keeps its days');
});
