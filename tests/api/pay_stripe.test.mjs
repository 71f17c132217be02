// Payments by Stripe, against a server that speaks its API.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Stripe } from '../harness/stripe.mjs';
import { ledgerHolds, Payer, problem, staffOf, start, until } from './pay_kit.mjs';

let stripe, stack, who, payer, nobody, next = 41;

before(async () => {
  stripe = await Stripe.start();
  stack = await start({ conf: stripe.conf });
  await stack.mysql("UPDATE division SET pay_providers = 'transfer,stripe'");
  who = await staffOf(stack);
  payer = await Payer.enter(stack, who.collector);
  nobody = stack.client('');
});
after(async () => {
  await stack?.stop();
  await stripe?.stop();
});
beforeEach(() => { stripe.answer = null; stripe.asked.length = 0; });

const fresh = (more) => payer.start([String(next++)], { provider: 'stripe', ...more });
const send = (event, signature) => {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  return nobody.request('POST', '/api/payments/v1/stripe/events', body, { 'stripe-signature': signature ?? stripe.sign(body), 'content-type': 'application/json; charset=utf-8' });
};
const take = async (event) => {
  const got = await send(event);
  assert.equal(got.status, 200, got.text);
  return got.body.outcome;
};
const state = async (intent) => { const i = await payer.get(intent.id); return [i.state, i.captured, i.returned, i.url]; };

test('a payment opens a page there, with amount, currency and where to come back; its event books it', async () => {
  const made = await fresh({ language: 'de-CH' });
  assert.equal(made.url, `${stripe.url}/c/pay/${stripe.session(made).id}`);
  const [asked] = stripe.asked;
  assert.deepEqual([asked.path, asked.auth, asked.key], ['/v1/checkout/sessions', 'Bearer sk_test_local', `intent-${made.id}`]);
  const { form } = asked, at = `${stack.url}/portal/pay/${made.id}`;
  assert.deepEqual([form.mode, form.client_reference_id, form['metadata[intent]'], form['payment_intent_data[metadata][intent]'], form.locale,
    form['line_items[0][price_data][currency]'], form['line_items[0][price_data][unit_amount]'], form['line_items[0][quantity]'], form.success_url, form.cancel_url],
  ['payment', made.id, made.id, made.id, 'de', 'eur', '30000', '1', at, at]);
  assert.deepEqual([await take(stripe.visit(made)), await take(stripe.money(made, 'payment_intent.succeeded')), await take(stripe.visit(made))], ['booked', 'noted', 'noted']);
  assert.deepEqual(await state(made), ['succeeded', '300.00', '0.00', null]);
  const whole = await who.manager.must(200, 'GET', `/payment-intents/${made.id}`);
  assert.deepEqual([whole.provider_id, whole.can_refund], [stripe.session(made).money, true]);
  await ledgerHolds(stack);
});

test('money that comes later, never, or after the page was left', async () => {
  const later = await fresh();
  assert.equal(await take(stripe.visit(later, 'completed', { payment_status: 'unpaid' })), 'noted');
  assert.equal((await state(later))[0], 'processing');
  assert.equal(await take(stripe.visit(later, 'async_payment_succeeded')), 'booked');
  const never = await fresh();
  await take(stripe.visit(never, 'completed', { payment_status: 'unpaid' }));
  await take(stripe.visit(never, 'async_payment_failed', { payment_status: 'unpaid' }));
  assert.deepEqual(await payer.get(never.id).then((i) => [i.state, i.why]), ['failed', 'declined']);
  const left = await fresh();
  await take(stripe.visit(left, 'expired', { payment_status: 'unpaid', payment_intent: null }));
  assert.equal((await state(left))[0], 'expired');
  const early = await fresh();
  assert.equal(await take(stripe.money(early, 'payment_intent.succeeded')), 'booked', 'before the visit was reported');
  await ledgerHolds(stack);
});

test('given up, or its time over, the page there is closed; money that comes all the same counts', async () => {
  const made = await fresh(), { id } = stripe.session(made);
  await payer.portal.must(200, 'POST', `/payment-intents/${made.id}/cancel`, {});
  assert.equal(stripe.asked.at(-1).path, `/v1/checkout/sessions/${id}/expire`);
  assert.equal(await take(stripe.visit(made)), 'booked');
  const slow = await fresh(), session = stripe.session(slow);
  stack.clock.advance({ minutes: 31 });
  await until(async () => stripe.asked.some((a) => a.path === `/v1/checkout/sessions/${session.id}/expire`), { name: 'closed by the worker' });
  assert.equal((await state(slow))[0], 'expired');
});

test('refunds and disputes name the money alone, and may come before it', async () => {
  const made = await fresh();
  assert.equal(await take(stripe.money(made, 'charge.dispute.funds_withdrawn', { amount: 5000 })), 'waiting');
  assert.equal(await take(stripe.money(made, 'charge.refunded', { amount_refunded: 10000 })), 'waiting');
  assert.equal(await take(stripe.visit(made)), 'booked');
  assert.deepEqual(await state(made), ['succeeded', '300.00', '150.00', null]);
  assert.equal(await take(stripe.money(made, 'charge.dispute.funds_withdrawn', { amount: 5000 })), 'noted');
  assert.equal(await take(stripe.money(made, 'charge.refunded', { amount_refunded: 25001 })), 'refused');
  assert.equal(await take(stripe.money(made, 'charge.dispute.funds_reinstated', { amount: 5000 })), 'booked');
  assert.deepEqual(await state(made), ['succeeded', '300.00', '100.00', null]);
  await ledgerHolds(stack);
});

test('staff give money back there; it is booked when its event comes', async () => {
  const made = await fresh();
  await take(stripe.visit(made));
  await who.manager.must(200, 'POST', `/payment-intents/${made.id}/refund`, { amount: '12.50', reason: 'agreed' });
  const asked = stripe.asked.at(-1);
  assert.deepEqual([asked.path, asked.form.payment_intent, asked.form.amount], ['/v1/refunds', stripe.session(made).money, '1250']);
  assert.match(asked.key, /^refund-/);
  assert.equal((await state(made))[2], '0.00');
  await take(stripe.money(made, 'charge.refunded', { amount_refunded: 1250 }));
  assert.equal((await state(made))[2], '12.50');
  stripe.answer = { status: 400, body: { error: { code: 'charge_already_refunded' } } };
  assert.deepEqual(problem(await who.manager.post(`/payment-intents/${made.id}/refund`, { amount: '1.00', reason: 'agreed' })).slice(0, 2), [409, 'provider-refused']);
});

test('forged, old and foreign events change nothing', async () => {
  const made = await fresh(), event = stripe.visit(made), body = JSON.stringify(event), now = Math.floor(Date.now() / 1000);
  for (const [what, text, signature] of [['another secret', body, stripe.sign(body, { secret: 'whsec_other' })], ['too old', body, stripe.sign(body, { at: now - 301 })],
    ['changed', body.replace('30000', '30001'), stripe.sign(body)], ['none', body, ''], ['its old form alone', body, stripe.sign(body).replace('v1=', 'v0=')]]) {
    assert.deepEqual([what, problem(await send(text, signature)).slice(0, 2)], [what, [400, 'not-this-provider']]);
  }
  assert.equal(await take({ ...event, id: 'evt_connected', account: 'acct_other' }), 'refused');
  assert.equal(await take(stripe.visit(made, 'completed', { currency: 'usd' })), 'refused');
  assert.equal(await take(stripe.event('customer.created', { id: 'cus_1', object: 'customer' })), 'ignored');
  assert.equal(await take(stripe.event('charge.refunded', { id: 'ch_9', object: 'charge', payment_intent: null, amount_refunded: 1, currency: 'eur' })), 'ignored');
  assert.equal(await take(stripe.visit(made, 'completed', { id: 'cs_test_other', client_reference_id: null, metadata: {}, payment_intent: 'pi_other' })), 'ignored');
  assert.equal(await take(stripe.visit(made, 'completed', { id: 'cs_test_other' })), 'refused', 'another page that names this payment');
  assert.deepEqual(await state(made), ['open', '0.00', '0.00', made.url]);
});

test('what the service does not take or answer leaves nothing reserved', async () => {
  const invoice = String(next++), ask = () => payer.ask([invoice], { provider: 'stripe' });
  stripe.answer = 'silence';
  assert.deepEqual(problem(await ask()).slice(0, 2), [503, 'provider-down']);
  stripe.answer = { status: 500, body: {} };
  assert.deepEqual(problem(await ask()).slice(0, 2), [503, 'provider-down']);
  stripe.answer = { status: 200, body: { id: 'cs_1' } };
  assert.deepEqual(problem(await ask()).slice(0, 2), [503, 'provider-down']);
  stripe.answer = { status: 400, body: { error: { code: 'amount_too_small' } } };
  assert.deepEqual(problem(await ask()), [422, 'invalid', '/provider does not take this payment: pay another way']);
  stripe.answer = null;
  assert.equal((await ask()).status, 201);
});

test('yen go there as they are, dinars in tens of thousandths', async () => {
  const lines = [[501, 'JPY', 125000], [502, 'KWD', 12340], [503, 'KWD', 12345]].map(([id, currency, minor]) =>
    `INSERT IGNORE INTO case_state (id, customer_id, division_id, currency) VALUES (${currency === 'JPY' ? 5010 : 5020}, 10, 101, '${currency}');
     INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor, open_minor, known_at, recorded_at)
     VALUES (${id}, ${currency === 'JPY' ? 5010 : 5020}, 10, 101, '${currency}', 'invoice', 'debit', 'test', '${id}', 'R${id}', '2026-01-20', ${minor}, ${minor}, '2026-01-20', '2026-01-20');
     INSERT INTO instalment (id, item_id, case_id, issued_on, due_on, amount_minor, open_minor, known_from)
     VALUES (${id}, ${id}, ${currency === 'JPY' ? 5010 : 5020}, '2026-01-20', '2026-02-20', ${minor}, ${minor}, '2026-01-20');`);
  await stack.mysql(lines.join('\n'));
  const asked = (intent) => stripe.session(intent).form['line_items[0][price_data][unit_amount]'];
  const yen = await payer.start(['501'], { provider: 'stripe' }), dinar = await payer.start(['502'], { provider: 'stripe' });
  assert.deepEqual([asked(yen), asked(dinar)], ['125000', '12340']);
  assert.deepEqual([await take(stripe.visit(yen)), await take(stripe.visit(dinar))], ['booked', 'booked']);
  assert.deepEqual([(await state(yen))[1], (await state(dinar))[1]], ['125000', '12.340']);
  assert.equal((await payer.ask(['503'], { provider: 'stripe' })).status, 422, 'it takes no thousandths that end in 5');
  await ledgerHolds(stack);
});

test('the keys stand in no log and no answer', async () => {
  const logs = ['web', 'worker'].map((part) => stack.log(part)).join('\n');
  const said = JSON.stringify(await who.admin.must(200, 'GET', '/api/admin/v1/payment-providers'));
  for (const secret of ['sk_test_local', 'whsec_local']) assert.equal((logs + said).includes(secret), false);
});
