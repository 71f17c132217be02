// A payment is seen at once on both sides, and what was to be reminded of that morning is not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listen } from '../harness/stream.mjs';
import { addUser } from './fixture.mjs';
import { ledgerHolds, Payer, Reports, staffOf, start, until } from './pay_kit.mjs';

let stack, who, payer, reports;

const planned = () => stack.sql("SELECT id, state, reason FROM outbox WHERE case_id = 1001 AND kind = 'overdue' ORDER BY id");

before(async () => {
  stack = await start({ live: true, now: '2026-03-02T04:00:00Z' }); // 5:00 there: mail goes at 8
  // a receipt that is on its way would hold it back
  await until(async () => (await planned()).some((m) => m.state === 'planned'), { name: 'a reminder waits for its hour' });
  who = await staffOf(stack);
  payer = await Payer.enter(stack, who.collector);
  reports = new Reports(stack);
});
after(() => stack?.stop());

test('the customer\'s page, the collector\'s and everybody\'s worklist hear of it, and nobody else does', async () => {
  const far = await stack.login(await addUser(stack, 'far@example.com', '--division', 'US'));
  const [one, other, stranger] = [await Payer.enter(stack, who.collector, { scope: 'invoice', item_id: '41' }),
    await Payer.enter(stack, who.collector, { scope: 'invoice', item_id: '42' }), await Payer.enter(stack, who.collector, { scope: 'account' }, 20)];
  await who.collector.must(200, 'POST', '/customers/10/live', {});
  const made = await one.start(['41']);
  const heard = await Promise.all([who.collector, who.manager, payer.portal, one.portal].map((c) => listen(c)));
  const deaf = await Promise.all([far, other.portal, stranger.portal].map((c) => listen(c)));
  try {
    await one.act(made.id);
    for (const l of heard) assert.deepEqual((await l.wait((e) => e.event === 'payment')).data, { customer_id: '10', id: made.id });
    await heard[0].wait((e) => e.event === 'changed' && e.data.customer_id === '10');
    for (const l of deaf) assert.deepEqual(l.got.filter((e) => e.event === 'payment'), []);
  } finally {
    await Promise.all([...heard, ...deaf].map((l) => l.close()));
  }
});

test('a link to one invoice pays that alone, and sees no other payment', async () => {
  const one = await Payer.enter(stack, who.collector, { scope: 'invoice', item_id: '43' });
  const { accounts } = await one.portal.must(200, 'GET', '/payment-options');
  assert.deepEqual(accounts.map((a) => [a.items.map((i) => i.id), a.credits, a.credits_usable]), [[['43'], [], false]]);
  assert.equal((await one.ask(['44'])).status, 422);
  assert.equal((await one.ask(['43'], { credits: [{ credit_id: '90' }] })).status, 422);
  const both = await payer.start(['43', '44']);
  assert.deepEqual((await one.portal.must(200, 'GET', '/payment-intents')).rows, []);
  for (const path of ['', '/cancel', '/act']) {
    const [method, body] = path ? ['POST', path === '/act' ? { outcome: 'success' } : {}] : ['GET', undefined];
    assert.equal((await one.portal.request(method, `/payment-intents/${both.id}${path}`, body)).status, 404);
  }
  await payer.portal.must(200, 'POST', `/payment-intents/${both.id}/cancel`, {});
});

test('the reminder planned for the morning does not go; the receipt does', async () => {
  const { accounts: [{ items }] } = await payer.portal.must(200, 'GET', '/payment-options');
  const made = await payer.start(items.map((i) => i.id));
  assert.equal(await reports.take(made, 'captured'), 'booked');
  assert.deepEqual((await planned()).map((m) => [m.state, m.reason]), [['cancelled', 'settled']]);
  assert.deepEqual(await stack.sql("SELECT COUNT(*) AS n FROM item WHERE case_id = 1001 AND side = 'debit' AND open_minor > 0"), [{ n: '0' }]);
  await until(async () => (await stack.sql(`SELECT receipt FROM payment_intent WHERE id = ${made.id}`))[0].receipt === 'sent', { name: 'the receipt is planned' });
  stack.clock.set('2026-03-02T09:00:00Z');
  const mine = async () => (await stack.mails()).filter((m) => JSON.stringify(m.to ?? m).includes('pay10@example.org'));
  await until(async () => (await mine()).some((m) => m.subject.includes(made.reference)), { name: 'the receipt' });
  assert.ok((await mine()).every((m) => m.subject.includes('payment')), (await mine()).map((m) => m.subject).join(' | '));
  await ledgerHolds(stack);
});
