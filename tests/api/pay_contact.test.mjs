// What only confirms is no contact: whoever pays a little every few days is reminded of the
// rest at its own time.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Mailing } from './mailing.mjs';
import { Payer, until } from './pay_kit.mjs';

let post;

before(async () => {
  post = await Mailing.start();
  await post.stack.mysql("UPDATE division SET pay_providers = 'sandbox'");
});
after(() => post?.stop());

/** Pays so much; the worker books it and sends the receipt. */
async function pay(c, payer, amount) {
  const made = await payer.start([{ invoice_id: String(c.invoice), amount }]);
  await payer.act(made.id);
  await until(async () => {
    post.stack.clock.advance({ seconds: 20 });
    return post.sink.messages.some((m) => m.subject.includes(made.reference));
  }, { every: 300, name: 'the receipt' });
}
const state = async (c) => (await post.stack.sql(`SELECT last_contact_on, last_contact_at FROM case_state WHERE id = ${c.case}`))[0];
const reminders = async (c) => (await post.outbox(c)).filter((o) => o.template.startsWith('reminder')).map((o) => [o.template, o.state, o.handed_on]);

test('receipts postpone no reminder, and are no last contact', async () => {
  post.stack.clock.set('2026-03-02T09:00:00Z');
  const c = await post.owe(31), payer = await Payer.enter(post.stack, post.admin, { scope: 'account', contact_id: '3150' }, c.customer);
  await post.stack.spawn('worker');
  await pay(c, payer, '10.00');
  post.stack.clock.set('2026-03-02T15:00:00Z');
  await pay(c, payer, '10.00');
  assert.deepEqual(await state(c), { last_contact_on: null, last_contact_at: null });
  assert.deepEqual(await reminders(c), [], 'three days after it was due, not before');
  post.stack.clock.set('2026-03-03T08:59:00Z');
  await pay(c, payer, '10.00');
  post.stack.clock.set('2026-03-03T11:00:00Z');
  await until(async () => (await reminders(c)).some(([, s]) => s === 'handed_over'), { name: 'the reminder' });
  assert.deepEqual(await reminders(c), [['reminder_first', 'handed_over', '2026-03-03']]);
  assert.equal((await state(c)).last_contact_on, '2026-03-03', 'a reminder is one');
});
