// Several at once: two tabs, an open checkout while the accounting settles the same invoice,
// refunds and chargebacks beside it, and credits that two payments want. The ledger holds after each.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { integratorOf, ledgerHolds, once, Payer, problem, Reports, staffOf, start } from './pay_kit.mjs';

let stack, who, payer, reports, integrator, next = 41, n = 0;

before(async () => {
  stack = await start({ worker: false });
  who = await staffOf(stack);
  payer = await Payer.enter(stack, who.collector);
  reports = new Reports(stack);
  integrator = await integratorOf(stack);
});
after(() => stack?.stop());
beforeEach(() => stack.mysql('DELETE FROM login_attempt')); // nobody clicks as fast as this
afterEach(() => ledgerHolds(stack));

const item = () => String(next++);
const put = async (kind, id, body) => {
  const got = await integrator.put(`/${kind}/test/${id}`, body);
  assert.ok(got.status < 300, got.text);
  return got.body;
};
/** The accounting says that the customer paid an invoice some other way. */
async function paidElsewhere(invoice, amount, more = {}) {
  const id = `X${n++}`;
  await put('payments', id, { customer: { source_id: '10' }, division: 'DE', number: id, issued_on: '2026-03-02', amount, currency: 'EUR', ...more });
  return put('allocations', `${id}A`, { credit: { kind: 'payment', source_id: id }, invoice: { source_id: invoice }, amount, effective_on: '2026-03-02' });
}
const settledBy = async (invoice) => (await stack.sql(`SELECT COALESCE(SUM(debit_minor), 0) AS minor FROM allocation WHERE debit_item_id = ${invoice}`))[0].minor;

test('S25 two tabs at the same moment: one reserves, the other is told that it is in progress', async () => {
  for (let k = 0; k < 5; k++) {
    const invoice = item();
    const got = await Promise.all([payer.ask([invoice]), payer.ask([invoice]), payer.ask([invoice])]);
    assert.deepEqual(got.map((g) => g.status).sort(), [201, 409, 409]);
    for (const g of got.filter((x) => x.status === 409)) assert.equal(problem(g)[1], 'payment-in-progress');
    const { body: made } = got.find((g) => g.status === 201);
    const acts = await Promise.all([1, 2, 3].map(() => payer.portal.post(`/payment-intents/${made.id}/act`, { outcome: 'success' })));
    assert.ok(acts.every((a) => [200, 409].includes(a.status)), acts.map((a) => a.status).join());
    assert.equal(await settledBy(invoice), '30000');
    assert.equal(problem(await payer.ask([invoice]))[1], 'payment-settled');
  }
});

test('parts of one invoice are reserved beside each other, and no more than all of it', async () => {
  const invoice = item(), part = (amount) => payer.ask([{ invoice_id: invoice, amount }]);
  const got = await Promise.all([part('100.00'), part('100.00'), part('100.00'), part('100.00')]);
  assert.deepEqual(got.map((g) => g.status).sort(), [201, 201, 201, 409]);
  for (const g of got.filter((x) => x.status === 201)) await payer.act(g.body.id);
  assert.equal(await payer.open(invoice), '0.00');
});

test('a checkout is open while the accounting settles the invoice: what comes then is credit, with a task', async () => {
  const invoice = item(), made = await payer.start([invoice]);
  assert.equal((await paidElsewhere(invoice, '300.00')).status, 'created');
  const done = await payer.act(made.id);
  assert.deepEqual([done.state, done.captured, done.surplus, done.lines[0].paid], ['succeeded', '300.00', '300.00', '0.00']);
  const { accounts } = await payer.portal.must(200, 'GET', '/payment-options');
  assert.ok(accounts[0].credits.some((c) => c.number === made.reference && c.open === '300.00'));
  assert.equal((await stack.sql(`SELECT COUNT(*) AS n FROM follow_up WHERE title LIKE '%${made.reference} that nothing took'`))[0].n, '1');
});

test('… in part; and at the same moment', async () => {
  const one = item(), made = await payer.start([one]);
  await paidElsewhere(one, '120.00');
  assert.deepEqual(await payer.act(made.id).then((d) => [d.surplus, d.lines[0].paid]), ['120.00', '180.00']);
  for (let k = 0; k < 5; k++) {
    const invoice = item(), intent = await payer.start([invoice]);
    const [, done] = await Promise.all([paidElsewhere(invoice, '300.00'), payer.act(intent.id)]);
    assert.equal(done.state, 'succeeded');
    assert.equal(await settledBy(invoice), '30000', 'settled once, by the one or the other');
  }
});

test('a payment and its refund, and a chargeback, at the same moment', async () => {
  for (let k = 0; k < 5; k++) {
    const intent = await payer.start([item()]);
    const got = await Promise.all([reports.take(intent, 'captured'), reports.take(intent, 'refunded', { amount: '100.00', subject: 're_1' }),
      reports.take(intent, 'disputed', { amount: '50.00', subject: 'dp_1' }), reports.take(intent, 'refunded', { amount: '120.00', subject: 're_2' })]);
    assert.equal(got[0], 'booked');
    const now = await payer.get(intent.id);
    assert.deepEqual([now.state, now.returned, await payer.open(intent.lines[0].invoice_id)], ['succeeded', '170.00', '170.00']);
  }
});

test('refunds beside each other never give back more than was paid', async () => {
  const intent = await payer.start([item()]);
  await reports.take(intent, 'captured');
  await Promise.all([...Array(6)].map((_, i) => reports.take(intent, 'disputed', { amount: '100.00', subject: `dp_${i}` })));
  assert.equal((await payer.get(intent.id)).returned, '300.00');
});

test('staff give money back in two calls that cross', async () => {
  const intent = await payer.start([item()]);
  await payer.act(intent.id);
  const back = (amount, key) => who.manager.post(`/payment-intents/${intent.id}/refund`, { amount, reason: 'agreed' }, key);
  const key = once();
  const crossing = (await Promise.all([back('100.00', key), back('100.00', key)])).map((g) => g.status);
  assert.ok(crossing.includes(200) && crossing.every((status) => [200, 409].includes(status)), `${crossing}`);
  assert.equal((await back('100.00', key)).status, 200, 'and asked again it is answered again');
  assert.equal((await payer.get(intent.id)).returned, '100.00', 'the same call twice is one');
  await back('200.00');
  assert.deepEqual(problem(await back('0.01')).slice(0, 2), [409, 'payment-not-refundable']);
  assert.equal((await who.collector.post(`/payment-intents/${intent.id}/refund`, { amount: '1.00', reason: 'x' })).status, 403);
});

test('one credit for two payments', async () => {
  const [one, two] = [item(), item()];
  const got = await Promise.all([one, two].map((invoice) => payer.ask([invoice], { credits: [{ credit_id: '90', amount: '60.00' }] })));
  assert.deepEqual(got.map((g) => g.status).sort(), [201, 409]);
  const { body: made } = got.find((g) => g.status === 201);
  // meanwhile the credit is used by the accounting
  await put('allocations', 'C90', { credit: { kind: 'payment', source_id: '90' }, invoice: { source_id: '80' }, amount: '70.00', effective_on: '2026-03-02' });
  const done = await payer.act(made.id);
  assert.deepEqual([done.captured, done.credits[0].applied, done.lines[0].paid], ['240.00', '30.00', '270.00']);
});

test('an allocation of the accounting is reversed after the portal has paid the rest', async () => {
  const invoice = item(), said = `X${n}A`;
  await paidElsewhere(invoice, '100.00');
  const made = await payer.start([invoice]);
  assert.equal(made.amount, '200.00');
  await payer.act(made.id);
  const back = await integrator.post(`/allocations/test/${said}/reverse`, { effective_on: '2026-03-02', reason: 'returned' }, once());
  assert.ok(back.status < 300, back.text);
  assert.equal(await payer.open(invoice), '100.00');
});

test('a cancelled invoice takes nothing', async () => {
  const invoice = item(), made = await payer.start([invoice]);
  await put('invoices', invoice, { customer: { source_id: '10' }, division: 'DE', number: `R${invoice}`, issued_on: '2026-01-20', due_on: '2026-02-20',
    amount: '300.00', currency: 'EUR', status: 'cancelled', source_version: 2 });
  assert.deepEqual(await payer.act(made.id).then((d) => [d.state, d.surplus]), ['succeeded', '300.00']);
});
