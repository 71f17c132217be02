// Paying in the portal: what is reserved, booked and told, by transfer and by the sandbox.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accounting, IBAN, integratorOf, ledgerHolds, once, Payer, problem, staffOf, start, until } from './pay_kit.mjs';

let stack, who, payer, put, paid;

before(async () => {
  stack = await start();
  who = await staffOf(stack);
  payer = await Payer.enter(stack, who.collector);
  ({ put, paid } = accounting(await integratorOf(stack)));
});
after(() => stack?.stop());

const settled = (id, by, invoice) => put('allocations', id, { credit: { kind: 'payment', source_id: by }, invoice: { source_id: invoice }, amount: '300.00',
  effective_on: '2026-03-02' });

test('what can be paid is offered by account, with credits and what is under way', async () => {
  const { accounts } = await payer.portal.must(200, 'GET', '/payment-options');
  assert.deepEqual(accounts.map((a) => [a.company, a.currency, a.providers.map((p) => [p.code, p.trial]), a.part_payment, a.credits_usable]), [
    ['Division DE', 'EUR', [['transfer', false], ['sandbox', true]], true, true],
    ['Division US', 'USD', [['transfer', false], ['sandbox', true]], true, true]]);
  const [{ items, credits }] = accounts;
  assert.deepEqual(items.find((i) => i.id === '11'), { id: '11', number: 'R11', kind: 'invoice', due_on: '2026-02-20', days_late: 10, open: '75.00',
    disputed: '0.00', in_progress: '0.00', payable: '75.00' });
  assert.deepEqual(credits.map((c) => [c.id, c.usable]), [['14', '15.00'], ['90', '100.00']]);
});

test('the sandbox: reserved, paid, matched, told to the collector; a receipt goes by mail', async () => {
  const made = await payer.start(['41']);
  assert.deepEqual([made.state, made.amount, made.trial, made.can_cancel, made.lines], ['open', '300.00', true, true,
    [{ invoice_id: '41', number: 'R41', amount: '300.00', paid: '0.00', deduction: null }]]);
  assert.match(made.reference, /^RF\d\dPAY\d+$/);
  const done = await payer.act(made.id);
  assert.deepEqual([done.state, done.captured, done.surplus, done.lines[0].paid], ['succeeded', '300.00', '0.00', '300.00']);
  assert.equal(await payer.open('41'), '0.00');
  const whole = await who.collector.must(200, 'GET', `/payment-intents/${made.id}`);
  assert.deepEqual([whole.state, whole.by, whole.booked.map((b) => [b.item_number, b.amount]), whole.events.map((e) => [e.kind, e.outcome])],
    ['succeeded', 'Contact of Acme Works', [['R41', '300.00']], [['captured', 'booked']]]);
  await until(async () => (await stack.sql(`SELECT receipt FROM payment_intent WHERE id = ${made.id}`))[0].receipt === 'sent', { name: 'planned' });
  stack.clock.advance({ seconds: 30 });
  const mail = await until(async () => (await stack.mails()).find((m) => m.subject.includes(made.reference)), { name: 'the receipt' });
  assert.match(mail.text, /R41/);
  assert.match(mail.text, /300/);
  await ledgerHolds(stack);
});

test('a decline frees what was reserved; late money comes once', async () => {
  const first = await payer.start(['42']);
  assert.deepEqual(await payer.act(first.id, 'decline').then((i) => [i.state, i.why]), ['failed', 'declined']);
  assert.equal(await payer.open('42'), '300.00');
  const second = await payer.start(['42']);
  assert.equal((await payer.act(second.id, 'late')).state, 'processing');
  assert.deepEqual(problem(await payer.portal.post(`/payment-intents/${second.id}/cancel`, {})).slice(0, 2), [409, 'payment-processing']);
  await until(async () => (await payer.get(second.id)).state === 'succeeded', { ms: 30000, name: 'the late report' });
  const third = await payer.start(['43']);
  assert.equal((await payer.act(third.id, 'duplicate')).state, 'succeeded');
  assert.deepEqual(await stack.sql(`SELECT COUNT(*) AS n, SUM(amount_minor) AS minor FROM item WHERE kind = 'payment' AND source_id = 'payment:${third.id}'`), [{ n: '1', minor: '30000' }]);
  await ledgerHolds(stack);
});

test('in part, with a credit; credits alone pay at once', async () => {
  const part = await payer.start([{ invoice_id: '44', amount: '120.00' }], { credits: [{ credit_id: '90', amount: '20.00' }] });
  assert.deepEqual([part.amount, part.credit], ['100.00', '20.00']);
  const done = await payer.act(part.id);
  assert.deepEqual([done.lines[0].paid, done.credits[0].applied, await payer.open('44')], ['120.00', '20.00', '180.00']);
  const free = await payer.start([{ invoice_id: '44', amount: '50.00' }], { credits: [{ credit_id: '90' }] });
  assert.deepEqual([free.state, free.amount, free.credit, free.captured, await payer.open('44')], ['succeeded', '0.00', '50.00', '0.00', '130.00']);
  await ledgerHolds(stack);
});

test('what is refused says what to do', async () => {
  const cases = [
    [['21'], {}, '/lines/0/invoice_id is none of your invoices'],
    [['13', '45'], {}, '/lines/1/invoice_id is of another account or currency: pay it apart'],
    [['45', '45'], {}, '/lines/1/invoice_id stands there twice'],
    [[], {}, '/lines needs one at least'],
    [[{ invoice_id: '45', amount: '300.01' }], {}, '/lines/0/amount The amount to pay, 300.01 EUR, is more than the 300.00 EUR that is open.'],
    [[{ invoice_id: '45', amount: '0.00' }], {}, '/lines/0/amount must be more than nothing'],
    [['45'], { credits: [{ credit_id: '90', amount: '100.01' }] }, '/credits/0/amount is more than is left of it'],
    [[{ invoice_id: '45', amount: '1.00' }], { credits: [{ credit_id: '90', amount: '2.00' }] }, '/credits are more than what is paid with them'],
    [['45'], { credits: [{ credit_id: '45' }] }, '/credits/0/credit_id is no credit of this account'],
    [['45'], { provider: 'nobody' }, '/provider is not offered here'],
  ];
  for (const [lines, more, fault] of cases) assert.deepEqual(problem(await payer.ask(lines, more)), [422, 'invalid', fault]);
  assert.equal((await payer.portal.post('/payment-intents', { provider: 'sandbox', lines: [{ invoice_id: '45' }] })).status, 400, 'without a key');
  const key = once();
  const same = [await payer.portal.post('/payment-intents', { provider: 'sandbox', lines: [{ invoice_id: '45' }] }, key),
    await payer.portal.post('/payment-intents', { provider: 'sandbox', lines: [{ invoice_id: '45' }] }, key)];
  assert.deepEqual(same.map((s) => s.status), [201, 201]);
  assert.equal(same[0].body.id, same[1].body.id);
  const cancelled = await payer.portal.must(200, 'POST', `/payment-intents/${same[0].body.id}/cancel`, {});
  assert.equal(cancelled.state, 'cancelled');
  assert.deepEqual(problem(await payer.portal.post(`/payment-intents/${cancelled.id}/act`, { outcome: 'success' })).slice(0, 2), [409, 'payment-over']);
});

test('a transfer waits for the payment that carries its reference, and settles with it', async () => {
  const made = await payer.start(['46', '47'], { provider: 'transfer' });
  assert.deepEqual([made.transfer.iban, made.transfer.amount, made.transfer.reference], [IBAN, '600.00', made.reference]);
  assert.match(made.transfer.code, /^BCD\n002\n/);
  assert.match(made.transfer.qr.path, /^M/);
  assert.equal((await payer.portal.post(`/payment-intents/${made.id}/act`, { outcome: 'success' })).status, 404);
  const got = await paid('T1', '600.00', { reference: `Invoice R46 R47 ${made.reference_text}` });
  assert.equal(got.status, 'created');
  const done = await payer.get(made.id);
  assert.deepEqual([done.state, done.captured, done.lines.map((l) => l.paid), done.transfer], ['succeeded', '600.00', ['300.00', '300.00'], null]);
  assert.equal((await who.collector.must(200, 'GET', `/payment-intents/${made.id}`)).payment_id, got.id);
  await ledgerHolds(stack);
  // its own system says what it settled: that counts
  const said = await settled('A1', 'T1', '46');
  assert.equal(said.status, 'created', JSON.stringify(said));
  await settled('A2', 'T1', '48');
  assert.deepEqual([await payer.open('46'), await payer.open('47'), await payer.open('48')], ['0.00', '300.00', '0.00']);
  await ledgerHolds(stack);
});

test('the accounting reports what was paid here: it confirms, and is not booked twice', async () => {
  const made = await payer.start(['49']);
  await payer.act(made.id);
  const payments = () => stack.sql("SELECT COUNT(*) AS n FROM item WHERE customer_id = 10 AND kind = 'payment'").then(([r]) => r.n);
  const before = await payments();
  for (const reference of [made.reference, `sbx_${made.id}`]) {
    await paid(`E-${reference}`, '300.00', { reference });
    assert.equal((await settled(`EA-${reference}`, `E-${reference}`, '49')).status, 'same');
    await paid(`E-${reference}`, '300.00', { reference, note: 'sent again' });
  }
  assert.equal(await payments(), before);
  assert.equal(await payer.open('49'), '0.00');
  await ledgerHolds(stack);
});

const differing = async () => (await who.collector.must(200, 'GET', '/follow-ups?customer_id=10&limit=100')).rows.filter((t) => t.title.includes('by the accounting')).map((t) => t.title);

test('confirmed with another amount, a person is asked once, with both; no money moves', async () => {
  const made = await payer.start(['52']);
  await payer.act(made.id);
  for (const note of ['first', 'again']) await paid('D1', '290.00', { reference: made.reference, note });
  const title = `Payment ${made.reference}: 300.00 EUR by its provider, 290.00 EUR by the accounting: find out which is right`;
  assert.deepEqual(await differing(), [title]);
  assert.deepEqual([await payer.open('52'), (await payer.get(made.id)).captured], ['0.00', '300.00']);
  const early = await payer.start(['53']);
  await paid('D2', '310.00', { reference: early.reference });
  await payer.act(early.id);
  assert.deepEqual((await differing()).filter((t) => t !== title), [`Payment ${early.reference}: 300.00 EUR by its provider, 310.00 EUR by the accounting: find out which is right`]);
  await ledgerHolds(stack);
});

test('a reservation ends with its time', async () => {
  const made = await payer.start(['50']);
  assert.deepEqual(problem(await payer.ask(['50'])).slice(0, 2), [409, 'payment-in-progress']);
  stack.clock.advance({ minutes: 31 });
  await until(async () => (await payer.get(made.id)).state === 'expired', { name: 'expired' });
  const again = await payer.start(['50']);
  assert.equal((await payer.act(again.id)).state, 'succeeded');
});

test('the company says who may pay, and how', async () => {
  const set = (values) => who.admin.must(204, 'PUT', '/api/admin/v1/settings', { values });
  await set({ portal_pay_part: '0', portal_pay_credits: '0' });
  assert.deepEqual(problem(await payer.ask([{ invoice_id: '51', amount: '1.00' }])), [422, 'invalid', '/lines/0/amount must be all that is open: write to us to pay in parts']);
  assert.deepEqual(problem(await payer.ask(['51'], { credits: [{ credit_id: '90' }] })), [422, 'invalid', '/credits cannot be used here: write to us to apply them']);
  await set({ portal_link_pay: '0', portal_pay_part: null, portal_pay_credits: null });
  assert.equal((await payer.ask(['51'])).status, 403);
  assert.equal((await payer.portal.must(200, 'GET', '/session')).may.includes('pay'), false);
  await set({ portal_link_pay: null });
  assert.equal((await payer.portal.must(200, 'GET', '/session')).may.includes('pay'), true);
  const admin = who.admin, { rows } = await admin.must(200, 'GET', '/api/admin/v1/payment-providers');
  assert.deepEqual(rows.map((r) => [r.code, r.providers.map((p) => [p.code, p.offered, p.ready])]), ['DE', 'MAIN', 'US'].map((code) =>
    [code, [['stripe', false, false], ['transfer', true, true], ['sandbox', true, true]]]));
  assert.match(rows[0].providers[0].why, /stripe_key/);
  const de = rows[0].division_id;
  assert.equal((await admin.put(`/api/admin/v1/divisions/${de}/payment-providers`, { providers: ['nobody'] })).status, 422);
  await admin.must(204, 'PUT', `/api/admin/v1/divisions/${de}/payment-providers`, { providers: ['transfer'] });
  assert.deepEqual(problem(await payer.ask(['51'])), [422, 'invalid', '/provider is not offered here']);
  await admin.must(204, 'PUT', `/api/admin/v1/divisions/${de}/payment-providers`, { providers: ['transfer', 'sandbox'] });
});
