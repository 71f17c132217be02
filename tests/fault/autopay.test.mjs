// The worker dies while it charges, between the provider's doing and our writing down: nobody is
// charged twice, and what was charged is booked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Mailing } from '../api/mailing.mjs';
import { ledgerHolds, Payer, until } from '../api/pay_kit.mjs';
import { Stripe } from '../harness/stripe.mjs';

const KILLS = Number(process.env.KILLS ?? 8);
let stripe, post, stack;

before(async () => {
  stripe = await Stripe.start();
  post = await Mailing.start({ conf: stripe.conf });
  stack = post.stack;
  await stack.mysql("UPDATE division SET pay_providers = 'stripe'");
});
after(async () => {
  await stack?.kill('worker', 'SIGKILL');
  await post?.stop();
  await stripe?.stop();
});

const take = async (event) => {
  const body = JSON.stringify(event);
  const got = await stack.client('').request('POST', '/api/payments/v1/stripe/events', body, { 'stripe-signature': stripe.sign(body), 'content-type': 'application/json' });
  assert.equal(got.status, 200, got.text);
};

test('killed at any moment of it, a charge is made once and booked once', async () => {
  const done = new Map(); // what the provider did, by key: the same key is the same charge
  const debtors = [];
  stack.clock.set('2026-03-02T09:00:00Z');
  for (let k = 0; k < KILLS; k++) {
    const debt = await post.owe(200 + k, { due: '2026-03-05' });
    const { portal } = await Payer.enter(stack, post.admin, { scope: 'account', contact_id: String(debt.customer + 50) }, debt.customer);
    const made = await portal.must(201, 'POST', '/payment-methods', { account_id: String(debt.case), provider: 'stripe' });
    await take(stripe.entered(made));
    await portal.must(200, 'PUT', '/autopay', { account_id: String(debt.case), method_id: made.id });
    debtors.push({ ...debt, portal });
  }
  await stack.spawn('worker');
  await until(async () => {
    stack.clock.advance({ seconds: 5 });
    const [{ left }] = await stack.sql("SELECT COUNT(*) AS `left` FROM payment_charge c JOIN outbox o ON o.id = c.outbox_id WHERE c.state = 'planned' AND o.state = 'handed_over'");
    return Number(left) === KILLS;
  }, { ms: 60000, name: 'all are told' });

  // it does what it is asked, and the worker dies before it hears so, or just after
  let killed = 0;
  stripe.onCharge = async (key, form) => {
    const first = !done.has(key);
    if (first) done.set(key, form);
    if (first) killed += 1;
    if (first && done.size % 2) await stack.kill('worker', 'SIGKILL');
    else if (first) setTimeout(() => void stack.kill('worker', 'SIGKILL'), done.size);
  };
  await stack.kill('worker');
  stack.clock.set('2026-03-05T09:00:00Z');
  const charged = async () => Number((await stack.sql('SELECT COUNT(*) AS n FROM payment_intent WHERE provider_id IS NOT NULL'))[0].n);
  for (let i = 0; i < KILLS * 6 && (await charged()) < KILLS; i++) {
    await stack.mysql("UPDATE payment_charge SET asked_at = '2020-01-01' WHERE state = 'charging' AND asked_at IS NOT NULL");
    await stack.spawn('worker');
    await sleep(1500);
    await stack.kill('worker', 'SIGKILL').catch(() => {});
  }
  assert.equal(killed, KILLS);
  assert.equal(await charged(), KILLS);
  assert.equal(done.size, KILLS, 'as many charges as documents');
  stripe.onCharge = null;
  for (const [key, form] of done) {
    const id = key.replace('intent-', '');
    await take(stripe.event('payment_intent.succeeded', { id: `pi_${id}`, object: 'payment_intent', amount: Number(form.amount), amount_received: Number(form.amount), currency: form.currency,
      metadata: { intent: id, charge: id } }));
  }
  await stack.spawn('worker');
  await until(async () => Number((await stack.sql("SELECT COUNT(*) AS n FROM payment_charge WHERE state = 'paid'"))[0].n) === KILLS, { ms: 30000, name: 'all paid' });
  for (const d of debtors) assert.equal((await d.portal.must(200, 'GET', `/invoices/${d.invoice}`)).open, '0.00');
  assert.equal(Number((await stack.sql("SELECT COUNT(*) AS n FROM item WHERE kind = 'payment'"))[0].n), KILLS);
  await ledgerHolds(stack);
});
