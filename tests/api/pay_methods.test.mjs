// What customers save to pay with: at the sandbox and at Stripe, never here.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Stripe } from '../harness/stripe.mjs';
import { Payer, problem, staffOf, start, until } from './pay_kit.mjs';

const ACCOUNT = '1001';
let stripe, stack, who, payer, nobody;

before(async () => {
  stripe = await Stripe.start();
  stack = await start({ conf: stripe.conf });
  await stack.mysql("UPDATE division SET pay_providers = 'transfer,sandbox,stripe'");
  who = await staffOf(stack);
  payer = await Payer.enter(stack, who.collector);
  nobody = stack.client('');
});
after(async () => {
  await stack?.stop();
  await stripe?.stop();
});
beforeEach(() => { stripe.answer = null; stripe.asked.length = 0; });

const ask = (provider, more = {}) => payer.portal.post('/payment-methods', { account_id: ACCOUNT, provider, ...more });
const begin = async (provider, more) => {
  const got = await ask(provider, more);
  assert.equal(got.status, 201, got.text);
  return got.body;
};
const act = (id, outcome) => payer.portal.must(200, 'POST', `/payment-methods/${id}/act`, { outcome });
const methods = async (from = payer.portal, at = '/payment-methods') =>
  (await from.must(200, 'GET', at)).accounts.find((a) => a.account_id === ACCOUNT).methods;
const method = async (id) => (await methods()).find((m) => m.id === id);
const take = async (event) => {
  const body = JSON.stringify(event);
  return nobody.request('POST', '/api/payments/v1/stripe/events', body, { 'stripe-signature': stripe.sign(body), 'content-type': 'application/json' });
};
const outcome = async (event) => {
  const got = await take(event);
  assert.equal(got.status, 200, got.text);
  return got.body.outcome;
};

test('the sandbox: entered, refused, taken back; staff see it and take it back, too', async () => {
  const first = await begin('sandbox');
  assert.deepEqual([first.state, first.trial, first.label, first.url], ['open', true, null, null]);
  const saved = await act(first.id, 'saved');
  assert.deepEqual([saved.state, saved.label, saved.by], ['active', 'Visa ···· 4242, 04/28', 'Contact of Acme Works']);
  assert.deepEqual(problem(await payer.portal.post(`/payment-methods/${first.id}/act`, { outcome: 'saved' })).slice(0, 2), [409, 'method-over']);
  const second = await begin('sandbox');
  assert.equal((await act(second.id, 'refused')).state, 'failed');
  const third = await begin('sandbox');
  assert.equal((await act(third.id, 'saved_declines')).label, 'Visa ···· 0002, 04/28');
  await payer.portal.must(204, 'DELETE', `/payment-methods/${first.id}`);
  assert.equal((await method(first.id)).state, 'revoked');
  assert.deepEqual(problem(await payer.portal.request('DELETE', `/payment-methods/${first.id}`)).slice(0, 2), [409, 'method-over']);
  const seen = await methods(who.collector, '/customers/10/payment-methods');
  assert.deepEqual(seen.map((m) => [m.id, m.state]), [[third.id, 'active'], [second.id, 'failed'], [first.id, 'revoked']]);
  await who.collector.must(204, 'DELETE', `/customers/10/payment-methods/${third.id}`);
  assert.equal((await method(third.id)).state, 'revoked');
});

test('Stripe: its page asks for the card, an event says that it is there; nothing of the card is here', async () => {
  const made = await begin('stripe', { language: 'fr' });
  const [asked] = stripe.asked, { form } = asked;
  assert.deepEqual([asked.path, asked.key, form.mode, form.currency, form['metadata[method]'], form['setup_intent_data[metadata][method]'], form.locale, form.customer_creation,
    form.customer, form.success_url], ['/v1/checkout/sessions', `method-${made.id}`, 'setup', 'eur', made.id, made.id, 'fr', 'always', undefined, `${stack.url}/portal/methods?saved=${made.id}`]);
  assert.match(made.url, /\/c\/pay\/cs_test_/);
  assert.equal(await outcome(stripe.event('checkout.session.completed', { id: 'cs_x', object: 'checkout.session', mode: 'setup', payment_status: 'no_payment_required',
    currency: 'eur', amount_total: null, metadata: { method: made.id } })), 'ignored', 'the visit alone says nothing');
  const event = stripe.entered(made);
  assert.deepEqual([await outcome(event), await outcome(event)], ['booked', 'noted']);
  assert.equal(stripe.asked.at(-1).form['metadata[method]'], made.id);
  assert.deepEqual(await method(made.id).then((m) => [m.state, m.label, m.kind, m.url]), ['active', 'Visa ···· 4242, 04/28', 'card', null]);
  const [row] = await stack.sql(`SELECT * FROM payment_method WHERE id = ${made.id}`);
  assert.deepEqual([row.provider_id, row.provider_customer], [`pm_${made.id}`, 'cus_1']);

  const next = await begin('stripe');
  assert.deepEqual([stripe.asked.at(-1).form.customer, stripe.asked.at(-1).form.customer_creation], ['cus_1', undefined], 'the same customer there');
  await outcome(stripe.entered(next, { mandate: 'mandate_1' }));
  stripe.methods.set(`pm_${next.id}`, { id: `pm_${next.id}`, type: 'sepa_debit', sepa_debit: { last4: '3000', country: 'DE' } });
  await payer.portal.must(204, 'DELETE', `/payment-methods/${made.id}`);
  assert.equal(stripe.asked.at(-1).path, `/v1/payment_methods/pm_${made.id}/detach`);
  assert.equal(await outcome(stripe.entered(made)), 'noted', 'what was taken back does not come back');
  assert.equal((await method(made.id)).state, 'revoked');
  assert.equal(await outcome(stripe.event('mandate.updated', { id: 'mandate_1', object: 'mandate', status: 'inactive', payment_method: `pm_${next.id}` })), 'booked');
  assert.equal((await method(next.id)).state, 'gone');
});

test('a debit by its last digits; left, late and unknown; silence is asked again', async () => {
  const debit = await begin('stripe');
  stripe.entered(debit);
  stripe.methods.set(`pm_${debit.id}`, { id: `pm_${debit.id}`, type: 'sepa_debit', sepa_debit: { last4: '3000' } });
  const event = stripe.event('setup_intent.succeeded', { id: 'seti', object: 'setup_intent', customer: 'cus_1', payment_method: `pm_${debit.id}`, mandate: 'mandate_2', metadata: { method: debit.id } });
  stripe.answer = 'silence';
  assert.equal((await take(event)).status, 503, 'what it is cannot be asked now: the provider reports again');
  stripe.answer = null;
  assert.equal(await outcome(event), 'booked');
  assert.equal((await method(debit.id)).label, 'SEPA ···· 3000');
  assert.equal(await outcome(stripe.event('payment_method.detached', { id: `pm_${debit.id}`, object: 'payment_method', type: 'sepa_debit' })), 'booked');
  assert.equal((await method(debit.id)).state, 'gone');
  const left = await begin('stripe');
  assert.equal(await outcome(stripe.event('checkout.session.expired', { id: 'cs_y', object: 'checkout.session', mode: 'setup', metadata: { method: left.id } })), 'booked');
  assert.equal((await method(left.id)).state, 'failed');
  assert.equal(await outcome(stripe.entered(left)), 'booked', 'entered after all');
  assert.equal(await outcome(stripe.event('payment_method.detached', { id: 'pm_other', object: 'payment_method' })), 'ignored');
  assert.equal(await outcome(stripe.entered({ id: '1' })), 'ignored');
});

test('what is refused says why; whoever sees one invoice sees nothing of it', async () => {
  assert.deepEqual(problem(await ask('transfer')), [422, 'invalid', '/provider saves nothing here']);
  assert.deepEqual(problem(await ask('sandbox', { account_id: '1' })), [422, 'invalid', '/account_id is none of your accounts']);
  stripe.answer = 'silence';
  assert.deepEqual(problem(await ask('stripe')).slice(0, 2), [503, 'provider-down']);
  stripe.answer = { status: 400, body: { error: { code: 'x' } } };
  assert.deepEqual(problem(await ask('stripe')), [422, 'invalid', '/provider does not save anything for this account']);
  const one = await Payer.enter(stack, who.collector, { scope: 'invoice', item_id: '11', contact_id: '101' });
  assert.deepEqual((await one.portal.must(200, 'GET', '/payment-methods')).accounts, []);
  assert.equal((await one.portal.post('/payment-methods', { account_id: ACCOUNT, provider: 'sandbox' })).status, 422);
  await who.admin.must(204, 'PUT', '/api/admin/v1/settings', { values: { portal_link_pay: '0' } });
  assert.equal((await ask('sandbox')).status, 403);
  await who.admin.must(204, 'PUT', '/api/admin/v1/settings', { values: { portal_link_pay: null } });
});

test('Stripe: who pays may save what he pays with; its payment says what that is', async () => {
  const made = await payer.start(['45'], { provider: 'stripe', save: true }), { form } = stripe.asked[0];
  const [{ id }] = await stack.sql(`SELECT id FROM payment_method WHERE intent_id = ${made.id}`);
  assert.deepEqual([form.mode, form['payment_intent_data[setup_future_usage]'], form['metadata[method]'], form['payment_intent_data[metadata][method]'],
    form['payment_intent_data[metadata][intent]'], form.customer], ['payment', 'off_session', id, id, made.id, 'cus_1'], 'of the customer known there');
  assert.deepEqual(made.saving, { state: 'open', label: null });
  assert.equal(await method(id), undefined, 'nothing is saved before it is paid');
  stripe.methods.set('pm_paid', { id: 'pm_paid', type: 'card', card: { brand: 'mastercard', last4: '4444', exp_month: 1, exp_year: 2029 } });
  const paid = stripe.money(made, 'payment_intent.succeeded', { customer: 'cus_1', payment_method: 'pm_paid', metadata: { intent: made.id, method: id } });
  stripe.answer = 'silence';
  assert.equal((await take(paid)).status, 503, 'what it is cannot be asked now');
  assert.deepEqual([(await payer.get(made.id)).state, await method(id)], ['succeeded', undefined], 'the money is there all the same');
  stripe.answer = null;
  assert.deepEqual([await outcome(paid), await outcome(paid), await outcome(stripe.visit(made, 'completed', { metadata: { intent: made.id, method: id } }))], ['booked', 'noted', 'noted']);
  assert.deepEqual(await method(id).then((m) => [m.state, m.label, m.by]), ['active', 'Mastercard ···· 4444, 01/29', 'Contact of Acme Works']);
  assert.deepEqual((await payer.get(made.id)).saving, { state: 'active', label: 'Mastercard ···· 4444, 01/29' });
  await payer.portal.must(200, 'PUT', '/autopay', { account_id: ACCOUNT, method_id: id });
  await payer.portal.must(200, 'PUT', '/autopay', { account_id: ACCOUNT, method_id: null });
  const charged = stripe.asked.filter((a) => a.path === '/v1/checkout/sessions').length;
  const plain = await payer.start(['46'], { provider: 'stripe' });
  assert.equal(stripe.asked.filter((a) => a.path === '/v1/checkout/sessions').length, charged + 1);
  const asked = stripe.asked.at(-1).form;
  assert.deepEqual([asked['payment_intent_data[setup_future_usage]'], asked.customer, asked.customer_creation, plain.saving], [undefined, undefined, undefined, null], 'nothing without the yes');
});

test('saving with a payment that comes to nothing saves nothing; the sandbox saves, too', async () => {
  const state = async (intent) => (await stack.sql(`SELECT state FROM payment_method WHERE intent_id = ${intent.id}`))[0]?.state;
  const left = await payer.start(['47'], { provider: 'stripe', save: true });
  await payer.portal.must(200, 'POST', `/payment-intents/${left.id}/cancel`, {});
  assert.equal(await state(left), 'failed');
  const over = await payer.start(['47'], { provider: 'stripe', save: true });
  const [{ id }] = await stack.sql(`SELECT id FROM payment_method WHERE intent_id = ${over.id}`);
  await outcome(stripe.visit(over, 'expired', { payment_status: 'unpaid', payment_intent: null, metadata: { intent: over.id, method: id } }));
  assert.deepEqual([(await payer.get(over.id)).state, await state(over)], ['expired', 'failed']);
  stripe.answer = 'silence';
  assert.equal((await payer.ask(['47'], { provider: 'stripe', save: true })).status, 503);
  stripe.answer = null;
  assert.equal((await stack.sql("SELECT COUNT(*) AS n FROM payment_method WHERE intent_id IS NOT NULL AND state = 'open'"))[0].n, '0');
  const trial = await payer.start(['47'], { save: true });
  assert.equal((await payer.act(trial.id, 'decline')).saving.state, 'failed');
  const good = await payer.start(['47'], { save: true });
  assert.deepEqual((await payer.act(good.id, 'duplicate')).saving, { state: 'active', label: 'Visa ···· 4242, 04/28' });
  assert.deepEqual(problem(await payer.ask(['48'], { provider: 'transfer', save: true })), [422, 'invalid', '/save cannot be saved here']);
  const one = await Payer.enter(stack, who.collector, { scope: 'invoice', item_id: '49', contact_id: '101' });
  assert.deepEqual(problem(await one.ask(['49'], { save: true })), [422, 'invalid', '/save cannot be saved here']);
  assert.deepEqual((await one.portal.must(200, 'GET', '/payment-options')).accounts[0].providers.map((p) => p.saves), [false, false, false]);
  assert.deepEqual((await payer.portal.must(200, 'GET', '/payment-options')).accounts[0].providers.map((p) => [p.code, p.saves]),
    [['stripe', true], ['transfer', false], ['sandbox', true]]);
  const late = await payer.start(['48'], { save: true });
  await payer.act(late.id, 'late');
  await until(async () => (await payer.get(late.id)).saving.state === 'active', { name: 'the late report' });
});
