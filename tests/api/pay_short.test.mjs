// Paying less than is open, and saying why: the rest becomes a deduction once the money is there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accounting, integratorOf, ledgerHolds, Payer, problem, staffOf, start, until } from './pay_kit.mjs';

let stack, who, payer, put, paid;

before(async () => {
  stack = await start();
  who = await staffOf(stack);
  payer = await Payer.enter(stack, who.collector);
  ({ put, paid } = accounting(await integratorOf(stack)));
});
after(() => stack?.stop());

const short = (invoice_id, amount, deduction = { reason_code: 'discount_taken' }) => [{ invoice_id, amount, deduction }];
const disputes = async (invoice) => (await payer.portal.must(200, 'GET', '/disputes')).rows.filter((d) => d.invoice_id === invoice);
const status = async (id) => (await payer.portal.must(200, 'GET', `/invoices/${id}`)).status;

test('the reasons of a deduction are offered apart from those of a dispute, in the language of the reader', async () => {
  const codes = async (query) => (await payer.portal.must(200, 'GET', `/dispute-reasons${query}`)).rows;
  const [dispute, deduction] = [await codes(''), await codes('?kind=deduction&language=de')];
  assert.deepEqual([dispute, deduction].map((list) => ['price', 'not_received', 'discount_taken'].map((code) => list.some((r) => r.code === code))),
    [[true, true, false], [true, false, true]]);
  assert.equal(deduction.find((r) => r.code === 'discount_taken').name, 'Skonto gezogen');
});

test('paid with a reason, the rest is a deduction of the customer, held and told to the collector', async () => {
  const made = await payer.start(short('41', '291.00', { reason_code: 'discount_taken', detail: 'Three per cent, as always' }), { language: 'fr' });
  assert.deepEqual([made.amount, made.lines[0].deduction], ['291.00', { amount: '9.00', reason: 'Escompte déduit', detail: 'Three per cent, as always' }]);
  assert.deepEqual(await disputes('41'), [], 'nothing is deducted before it is paid');
  const done = await payer.act(made.id);
  assert.deepEqual([done.state, await payer.open('41'), await status('41')], ['succeeded', '9.00', 'disputed']);
  const [mine] = await disputes('41');
  assert.deepEqual([mine.amount, mine.reason, mine.detail, mine.state, mine.yours], ['9.00', 'Discount taken', 'Three per cent, as always', 'open', true]);
  const staff = (await who.collector.must(200, 'GET', '/disputes?customer_id=10')).rows.find((d) => d.id === mine.id);
  assert.deepEqual([staff.kind, staff.reason_code, staff.amount.amount, staff.target_on], ['deduction', 'discount_taken', '9.00', '2026-03-09']);
  const titles = (await who.collector.all('/customers/10/timeline')).map((t) => t.title);
  assert.ok(titles.includes('Deducted 9.00 EUR of R41: discount_taken'), titles.slice(0, 5).join(' | '));
  const said = (await who.admin.must(200, 'GET', '/api/admin/v1/audit?customer_id=10&action=dispute.opened')).rows[0];
  assert.deepEqual([said.actor.kind, said.after.amount], ['contact', '9.00']);
  const options = (await payer.portal.must(200, 'GET', '/payment-options')).accounts[0].items.find((i) => i.id === '41');
  assert.deepEqual([options.open, options.disputed, options.payable], ['9.00', '9.00', '0.00']);
  await ledgerHolds(stack);
});

test('a repeated report makes no second one; a decline makes none', async () => {
  const made = await payer.start(short('42', '290.00'));
  assert.equal((await payer.act(made.id, 'duplicate')).state, 'succeeded');
  assert.equal((await disputes('42')).length, 1);
  const declined = await payer.start(short('43', '290.00'));
  assert.equal((await payer.act(declined.id, 'decline')).state, 'failed');
  assert.deepEqual([await disputes('43'), await payer.open('43'), await status('43')], [[], '300.00', 'overdue']);
});

test('with a transfer it comes with the money; only what is still open is deducted', async () => {
  const made = await payer.start(short('44', '280.00', { reason_code: 'freight' }), { provider: 'transfer' });
  assert.deepEqual(await disputes('44'), []);
  await paid('T1', '280.00', { reference: made.reference });
  assert.equal((await payer.get(made.id)).state, 'succeeded');
  assert.deepEqual((await disputes('44')).map((d) => [d.amount, d.reason]), [['20.00', 'Freight deducted']]);
  const [less, none] = [await payer.start(short('45', '280.00')), await payer.start(short('46', '280.00'))];
  for (const [invoice, amount] of [['45', '12.00'], ['46', '20.00']]) {
    await paid(`C${invoice}`, amount);
    await put('allocations', `CA${invoice}`, { credit: { kind: 'payment', source_id: `C${invoice}` }, invoice: { source_id: invoice }, amount, effective_on: '2026-03-02' });
  }
  for (const one of [less, none]) assert.equal((await payer.act(one.id)).state, 'succeeded');
  assert.deepEqual([(await disputes('45')).map((d) => d.amount), await disputes('46')], [['8.00'], []]);
  assert.deepEqual([await status('45'), await status('46')], ['disputed', 'paid']);
  await ledgerHolds(stack);
});

test('a reason that is withdrawn while the money is on its way does not stop the money', async () => {
  const made = await payer.start(short('47', '290.00', { reason_code: 'bank_charges' }));
  await stack.mysql("UPDATE dispute_reason SET active = 0 WHERE code = 'bank_charges'");
  assert.equal((await payer.act(made.id)).state, 'succeeded');
  assert.deepEqual((await disputes('47')).map((d) => d.amount), ['10.00']);
});

test('what is refused says what to do', async () => {
  const codes = 'price, quantity, quality, discount_taken, freight, promotion';
  const cases = [
    [short('48', '290.00', { reason_code: 'not_received' }), '/lines/0/deduction/reason_code must be one of: '],
    [short('48', '290.00', { reason_code: 'bank_charges' }), '/lines/0/deduction/reason_code must be one of: '],
    [short('48', '300.00'), '/lines/0/deduction explains nothing: all that is open and not disputed is paid'],
    [[{ invoice_id: '48', deduction: { reason_code: 'price' } }], '/lines/0/deduction explains nothing: all that is open and not disputed is paid'],
    [short('41', '5.00'), '/lines/0/deduction explains nothing: all that is open and not disputed is paid'],
    [short('48', '290.00', {}), '/lines/0/deduction/reason_code is required'],
    [short('48', '290.00', { reason_code: 'price', why: 'x' }), '/lines/0/deduction/why is not a field here'],
  ];
  for (const [lines, fault] of cases) {
    const [code, slug, said] = problem(await payer.ask(lines));
    assert.deepEqual([code, slug], [422, 'invalid'], fault);
    assert.ok(said.startsWith(fault), said);
    if (fault.endsWith(': ')) for (const one of codes.split(', ')) assert.ok(said.includes(one), said);
  }
  assert.deepEqual(await disputes('48'), []);
});

test('who may pay but not dispute explains nothing; where invoices are paid whole, a rest with a reason is taken', async () => {
  const set = (values) => who.admin.must(204, 'PUT', '/api/admin/v1/settings', { values });
  await set({ portal_link_dispute: '0' });
  assert.deepEqual(problem(await payer.ask(short('48', '290.00'))), [422, 'invalid', '/lines/0/deduction cannot be given here: write to us about it']);
  await set({ portal_link_dispute: null, portal_pay_part: '0' });
  assert.deepEqual(problem(await payer.ask([{ invoice_id: '48', amount: '290.00' }])).at(-1), '/lines/0/amount must be all that is open: write to us to pay in parts');
  const made = await payer.start(short('48', '290.00', { reason_code: 'price' }));
  await payer.act(made.id);
  await until(async () => (await disputes('48')).length === 1, { name: 'the deduction' });
  await set({ portal_pay_part: null });
});
