// What providers reported, as admins read it: what came of each, how often it came, out of order, whose it is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stripe } from '../harness/stripe.mjs';
import { csv } from '../harness/sheet.mjs';
import { addUser } from './fixture.mjs';
import { Payer, Reports, staffOf, start } from './pay_kit.mjs';

const LIST = '/api/admin/v1/payment-events';
let stripe, stack, who, payer, reports, nobody;

before(async () => {
  stripe = await Stripe.start();
  stack = await start({ worker: false, conf: stripe.conf });
  await stack.mysql("UPDATE division SET pay_providers = 'transfer,sandbox,stripe'");
  who = await staffOf(stack);
  payer = await Payer.enter(stack, who.collector);
  reports = new Reports(stack);
  nobody = stack.client('');
});
after(async () => {
  await stack?.stop();
  await stripe?.stop();
});

const list = (query = '') => who.admin.must(200, 'GET', `${LIST}?${query}`);
const of = async (intent) => (await list(`intent_id=${intent.id}`)).rows.reverse();
const short = (row) => [row.kind, row.effect, row.disorder, row.times];
const take = (event, signature) => {
  const body = JSON.stringify(event);
  return nobody.request('POST', '/api/payments/v1/stripe/events', body, { 'stripe-signature': signature ?? stripe.sign(body), 'content-type': 'application/json' });
};

test('booked, changed, nothing new, late, twice: each is said, with the payment and whose it is', async () => {
  const made = await payer.start(['41']);
  const reported = async (kind, id) => {
    stack.clock.advance({ minutes: 1 }); // so that their order is that of their instants
    await reports.take(made, kind, { id });
  };
  await reported('pending', 'evt-pending');
  for (let k = 0; k < 4; k++) await reported('captured', 'evt-captured');
  await reported('captured', 'evt-other');
  await reported('declined', 'evt-late');
  const rows = await of(made);
  assert.deepEqual(rows.map(short), [['pending', 'moved', null, 1], ['captured', 'booked', null, 4], ['captured', 'nothing', null, 1], ['declined', 'nothing', 'late', 1]]);
  const [, booked] = rows;
  assert.deepEqual([booked.provider, booked.trial, booked.event_id, booked.amount, booked.currency, booked.reference, booked.customer, booked.received_at, booked.last_at],
    ['sandbox', true, 'evt-captured', '300.00', 'EUR', made.reference, { id: '10', number: 'C10', name: 'Acme Works' }, '2026-03-02T09:02:00.000Z', '2026-03-02T09:05:00.000Z']);
  const ended = await payer.start(['42']);
  await payer.portal.must(200, 'POST', `/payment-intents/${ended.id}/cancel`, {});
  await reports.take(ended, 'captured');
  assert.deepEqual((await of(ended)).map(short), [['captured', 'booked', 'late', 1]], 'money after its payment was given up');
});

test('before its payment it waits, and is said to have come early even when it was followed', async () => {
  const made = await payer.start(['43']);
  await reports.take(made, 'refunded', { amount: '100.00', subject: 're_1' });
  stack.clock.advance({ minutes: 1 });
  assert.deepEqual((await of(made)).map(short), [['refunded', 'waiting', 'early', 1]]);
  await reports.take(made, 'captured');
  assert.deepEqual((await of(made)).map(short), [['refunded', 'booked', 'early', 1], ['captured', 'booked', null, 1]]);
});

test('refused says why; what is of nothing here, or not signed, is told apart', async () => {
  const made = await payer.start(['44']);
  await reports.take(made, 'captured', { account: 'US' });
  assert.deepEqual((await of(made)).map((r) => [r.effect, r.why]), [['refused', 'another account']]);
  await reports.take({ id: '1', currency: 'EUR', amount: '5.00' }, 'captured', { id: 'evt-foreign' });
  const { rows: [foreign] } = await list('q=evt-foreign');
  assert.deepEqual([foreign.effect, foreign.intent_id, foreign.customer, foreign.amount], ['ignored', null, null, null]);
  const event = stripe.event('customer.created', { id: 'cus_2', object: 'customer' });
  assert.equal((await take(event)).body.outcome, 'ignored');
  assert.deepEqual((await list('q=customer.')).rows.map((r) => [r.event_id, r.type, r.kind, r.effect]), [[event.id, 'customer.created', 'other', 'ignored']]);
  const forged = stripe.event('payment_intent.succeeded', {});
  assert.equal((await take(forged, 't=1,v1=00')).status, 400);
  assert.deepEqual((await list(`q=${forged.id}`)).rows, [], 'what nobody signed stands nowhere');
});

test('what saves a method and what pays with it; filters, pages and the file', async () => {
  const made = await payer.start(['45'], { provider: 'stripe', save: true });
  const [{ id: method }] = await stack.sql(`SELECT id FROM payment_method WHERE intent_id = ${made.id}`);
  stripe.methods.set('pm_1', { id: 'pm_1', type: 'card', card: { brand: 'visa', last4: '1111' } });
  await take(stripe.money(made, 'payment_intent.succeeded', { customer: 'cus_1', payment_method: 'pm_1', metadata: { intent: made.id, method } }));
  stack.clock.advance({ minutes: 1 });
  await take(stripe.event('payment_method.detached', { id: 'pm_1', object: 'payment_method' }));
  assert.deepEqual((await of(made)).map((r) => [r.type, r.effect, r.method]), [['payment_intent.succeeded', 'booked', 'Visa ···· 1111']]);
  const came = async (effect) => (await list(`provider=stripe&effect=${effect}`)).rows.map((r) => [r.kind, r.effect, r.method]);
  assert.deepEqual([await came('booked'), await came('moved')], [[['captured', 'booked', 'Visa ···· 1111']], [['method_gone', 'moved', 'Visa ···· 1111']]]);
  assert.deepEqual((await list(`q=${encodeURIComponent(made.reference)}`)).rows.map((r) => r.intent_id), [made.id]);
  assert.deepEqual((await list('effect=repeated')).rows.map((r) => r.event_id), ['evt-captured']);
  assert.deepEqual((await list('effect=disorder')).rows.map((r) => r.disorder).sort(), ['early', 'late', 'late']);
  assert.deepEqual((await list('since=2026-03-03')).rows, []);
  const all = await who.admin.all(`${LIST}?limit=3`);
  assert.equal(all.length, Number((await stack.sql('SELECT COUNT(*) AS n FROM payment_event'))[0].n));
  assert.equal(new Set(all.map((r) => r.id)).size, all.length);
  const file = await who.admin.get(`/api/collector/v1/exports.csv?${new URLSearchParams({ path: LIST, query: 'effect=refused' })}`);
  assert.deepEqual(csv(Buffer.from(`\ufeff${file.text}`)).map((r) => [r['What came of it'], r['Paid by'], r.Report.length > 0, r.Customer]), [['refused', 'sandbox', true, 'Acme Works']]);
});

test('for admins alone', async () => {
  for (const one of [who.collector, who.manager]) assert.equal((await one.get(LIST)).status, 403);
  assert.equal((await payer.portal.get(LIST)).status, 401);
  assert.equal((await (await stack.login(await addUser(stack, 'vera@example.com', '--role', 'viewer'))).get(LIST)).status, 403);
});
